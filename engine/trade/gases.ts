import { canonicalGas } from '../factors/gas-names.ts';
import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { Exclusion, FormRows } from '../figures/draft.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { floatRatio, toFloat } from '../quantities/float.ts';
import { multiplyUnits, parseUnit, type Unit } from '../quantities/unit.ts';
import { Sums } from './aggregate.ts';
import { fillMatrix } from './cells.ts';
import { byStressor, originOf, unitOfGas, type Gas, type GasRow } from './gas-rows.ts';
import { rowsAboutTable } from './listed-rows.ts';
import { UNIT } from './rounding.ts';
import type { Cell, Stressor, Table, TableMatrix } from './table.ts';

/**
 * Returns a table whose stressors of one gas are one, as rows `stressor-gas` say: F' = Gas F and F_Y' = Gas F_Y. Its gases come first, and then the
 * stressors that no row is about. A table without such rows stays as it is.
 * @param set the GWP set of the run: a stressor in CO2e whose set no row states counts under it, with a warning
 * @throws EngineError as `byStressor` and `unitOfGas`
 */
export function addUpGases(table: Table, context: MethodContext, set: string | undefined): Table {
  const rows = byStressor(rowsAboutTable('stressor-gas', table, context));
  const members = listMembers(table, rows);
  if (members.size === 0) return table;
  const others = table.stressors.flatMap(({ name }, at) => (rows.has(name) ? [] : [at]));
  const gases = [...members].map(([name, own]) => new GasSum(name, own, table, set));
  const place = new Map<number, number>();
  gases.forEach(({ members: own }, index) => own.forEach(({ at }) => place.set(at, index)));
  others.forEach((at, index) => place.set(at, gases.length + index));
  const moves = table.stressors.map((stressor, at): Move => {
    const row = rows.get(stressor.name);
    const to = place.get(at)!;
    return row === undefined
      ? { to, row: null, of: stressor.unit, unit: stressor.unit, ratio: 1 }
      : moveTo(to, row, stressor, gases[to]!.unit);
  });
  const height = gases.length + others.length;
  return {
    ...table,
    stressors: [...gases.map((gas) => gas.toStressor()), ...others.map((at) => table.stressors[at]!)],
    f: moveRows(table.f, moves, height),
    fy: table.fy === null ? null : moveRows(table.fy, moves, height),
    sources: {
      ...table.sources,
      f: [...gases.map((gas) => gas.sources()), ...others.map((at) => table.sources.f[at]!)],
    },
    ...(table.f.cells === null
      ? {
          masses: table.stressors
            .filter(({ unit }) => unit.dimension === KG.dimension)
            .map(({ name }) => name),
        }
      : {}),
  };
}

const KG = parseUnit('kg');

/** A stressor that is a gas: its place in the table as it is stated. */
interface Member {
  readonly at: number;
  readonly row: GasRow;
}

/** Returns the stressors of each gas, in the order of the table. */
function listMembers({ stressors }: Table, rows: ReadonlyMap<string, GasRow>): Map<string, Member[]> {
  const members = stressors.flatMap(({ name }, at) => {
    const row = rows.get(name);
    return row === undefined ? [] : [{ at, row }];
  });
  return Map.groupBy(members, ({ row }) => nameGas(row));
}

/** Returns the name of what a stressor is added up to: methane by its origin, and CO2 apart from what is biogenic. */
function nameGas(row: GasRow): string {
  const { gas } = row.detail;
  const origin = originOf(row);
  if (origin !== null) return `${gas}-${origin}`;
  return canonicalGas(gas) === 'CH4' ? `${gas}-non-fossil` : gas;
}

/** One gas, and the stressors of a table that are it. */
class GasSum {
  readonly name: string;
  readonly members: readonly Member[];
  readonly unit: Unit;
  readonly #table: Table;
  readonly #set: string | undefined;

  constructor(name: string, members: readonly Member[], table: Table, set: string | undefined) {
    [this.name, this.members, this.#table, this.#set] = [name, members, table, set];
    const units = members.map(({ at, row }) => unitOfGas(row, table.stressors[at]!.unit));
    const { substance } = units[0]!;
    this.unit = parseUnit(`t{${substance === 'CO2e' ? 'CO2e' : members[0]!.row.detail.gas}}`);
  }

  toStressor(): Stressor {
    const parts = this.members.map(({ at }) => this.#table.stressors[at]!);
    const without = parts[0]!.withoutHouseholds;
    const shared = [...without].filter(([region]) =>
      parts.every((part) => part.withoutHouseholds.has(region)),
    );
    return {
      name: this.name,
      unit: this.unit,
      withoutHouseholds: new Map(shared),
      gas: this.#describe(new Set(shared.map(([region]) => region))),
      warnings: [...parts.flatMap(({ warnings = [] }) => warnings), ...this.#warnOfSet()],
    };
  }

  /** A mass of CO2e counts under the set of the run where nobody states its own. */
  #warnOfSet(): Warning[] {
    const isStated = this.members.some(({ row }) => row.detail.gwpSet !== undefined);
    if (this.unit.substance !== 'CO2e' || isStated || this.#set === undefined) return [];
    return [warnOfSet(this.members[0]!.row, this.#set)];
  }

  #describe(withoutAny: ReadonlySet<number>): Gas {
    const { stressors } = this.#table;
    const [{ row }] = this.members as [Member];
    const of = this.members.map(({ at }) => stressors[at]!.name);
    const stated = this.members.map((member) => member.row.detail.gwpSet).find((set) => set !== undefined);
    return {
      name: row.detail.gas,
      origin: originOf(row),
      gwpSet: this.unit.substance !== 'CO2e' ? null : (stated ?? this.#set ?? null),
      of,
      alike: this.#listAlike(of),
      exclusions: this.#listPartial(withoutAny),
    };
  }

  #listAlike(of: readonly string[]): string[] {
    if (this.#table.f.cells !== null) return [];
    const gas = canonicalGas(this.members[0]!.row.detail.gas);
    return this.#table.stressors.flatMap(({ name }) => {
      const [first = ''] = name.split(/[^A-Za-z0-9-]/);
      return canonicalGas(first) === gas && !of.includes(name) ? [name] : [];
    });
  }

  #listPartial(withoutAny: ReadonlySet<number>): Exclusion[] {
    return this.members.flatMap(({ at }) => {
      const { name, withoutHouseholds } = this.#table.stressors[at]!;
      const regions = [...withoutHouseholds].flatMap(([region, names]) =>
        withoutAny.has(region) ? [] : names,
      );
      if (regions.length === 0) return [];
      const what = `direct emissions of final demand of ${name} in ${listSome(regions)}`;
      return [{ what, reason: 'the table does not state them (F_Y): they count as 0' }];
    });
  }

  /** The rows of its stressors, and those that say which gas they are. */
  sources(): readonly FormRows[] {
    const byRecord = Map.groupBy(this.members, ({ row }) => `${row.record} ${row.unit.text}`);
    const ofGas = [...byRecord.values()].map((own): FormRows => {
      const rows = own.map(({ row }) => row).sort((a, b) => a.index - b.index);
      return { symbol: 'Gas', rows, to: rows[0]!.unit, selection: { keys: rows.map(({ key }) => key) } };
    });
    return [...this.members.flatMap(({ at }) => this.#table.sources.f[at]!), ...ofGas];
  }
}

function warnOfSet({ record, key, detail }: GasRow, set: string): Warning {
  const message = `${key}: ${detail.stressor} is in CO2e, and no row says by which set of potentials. It counts as it is in CO2e of ${set}: state detail.gwpSet`;
  return { code: 'gwp-set-unstated', message, row: { record, key } };
}

/** Where a row of F goes, and what its values are multiplied by. */
interface Move {
  readonly to: number;
  readonly row: GasRow | null;
  /** The unit of the stressor, and that of the gas. */
  readonly of: Unit;
  readonly unit: Unit;
  readonly ratio: number;
}

function moveTo(to: number, row: GasRow, { unit: of }: Stressor, unit: Unit): Move {
  return { to, row, of, unit, ratio: floatRatio(multiplyUnits(of, row.unit), unit) * toFloat(row.amount) };
}

/** A ratio is the product of two numbers that are rounded three times in all, and its product with a value is rounded once. */
const MULTIPLIED = 5 * UNIT;

function moveRows(matrix: TableMatrix, moves: readonly Move[], height: number): TableMatrix {
  const { rows, columns, values, cells, relative } = matrix;
  if (cells !== null)
    return fillMatrix(
      cells.map((cell) => moveCell(cell, moves[cell.from]!)),
      height,
      columns,
    );
  const sums = new Sums(height * columns);
  for (let i = 0, at = 0; i < rows; i++) {
    const { to, ratio } = moves[i]!;
    for (let j = 0; j < columns; j++, at++) sums.add(to * columns + j, values[at]! * ratio);
  }
  const isExact = moves.every(({ ratio }) => ratio === 1);
  return { rows: height, columns, cells: null, ...sums.finish(isExact ? relative : relative + MULTIPLIED) };
}

function moveCell(cell: Cell, { to, row, of, unit, ratio }: Move): Cell {
  if (row === null) return { ...cell, from: to };
  return { ...cell, from: to, unit, ratio: cell.ratio * ratio, gas: { row, of } };
}
