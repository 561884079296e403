import { EngineError } from '../errors/engine-error.ts';
import type { Coefficients } from '../linear/coefficients.ts';
import { compareTexts } from '../rows/row.ts';
import { fillFlows, fillMatrix } from './cells.ts';
import type { Concordance, Target } from './concordance.ts';
import { forEachFlow } from './pack.ts';
import { abs, SECOND, UNIT, UPWARDS } from './rounding.ts';
import type { Demand, Industry, Stressor, Table, TableMatrix } from './table.ts';

/**
 * Returns a table in which industries are added up as a concordance says, and final demand by region: Z' = C Z Cᵀ, Y' = C Y, F' = F Cᵀ.
 * Regions and industries ascend by name.
 *
 * Accounts of production are then the sums of those before, always. Accounts of consumption are so where C A = A' C and S = S' C:
 * industries that become one have the same inputs from each new industry and the same emissions, per unit of output. So it is where
 * regions are joined and no two industries become one.
 * @throws EngineError as `Concordance`; `out-of-range` where cells of documents cancel, and float64 cannot tell what is left
 */
export function aggregateTable(table: Table, concordance: Concordance): Table {
  return moveTable(table, concordance, ({ region, sector }) => `${region}/${sector}`);
}

/**
 * Returns a table whose regions alone are joined as a concordance says: no two industries become one, so its accounts are the sums of those
 * before. Industries have the names of those that they would become part of.
 */
export function joinRegions(table: Table, concordance: Concordance): Table {
  return moveTable(table, concordance, ({ region, sector }, index) => `${region}/${sector}/${index}`);
}

/** What tells the industries of the new table from each other. */
type NameOf = (target: Target, index: number) => string;

function moveTable(table: Table, concordance: Concordance, nameOf: NameOf): Table {
  const { industries, industryAt, regions, regionAt } = renumber(table, concordance, nameOf);
  const { demands, demandAt } = renumberDemands(table, regionAt);
  const [n, d, s] = [industries.length, demands.length, table.stressors.length];
  const places = { z: [industryAt, industryAt], y: [industryAt, demandAt] } as const;
  const same = Int32Array.from({ length: s }, (_, index) => index);
  return {
    ...table,
    regions,
    industries,
    demands,
    stressors: table.stressors.map((stressor) => moveStressor(stressor, regionAt)),
    ...(table.undivided === undefined
      ? {}
      : {
          undivided: new Map([...table.undivided].map(([region, warning]) => [regionAt[region]!, warning])),
        }),
    z:
      table.z.cells === null
        ? addFlows(table.z.flows, industryAt, n)
        : fillFlows(moveCells(table.z.cells, ...places.z), n),
    y: moveMatrix(table.y, places.y, [n, d]),
    f: moveMatrix(table.f, [same, industryAt], [s, n]),
    fy: table.fy === null ? null : moveMatrix(table.fy, [same, demandAt], [s, d]),
    sources: { ...table.sources, concordance: concordance.sources },
  };
}

interface Renumbered {
  readonly regions: readonly string[];
  readonly industries: readonly Industry[];
  /** The new place of each industry and of each region. */
  readonly industryAt: Int32Array;
  readonly regionAt: Int32Array;
}

function renumber(table: Table, concordance: Concordance, nameOf: NameOf): Renumbered {
  const targets = concordance.targetsOf(table);
  const regions = [...new Set(targets.map(({ region }) => region))].sort(compareTexts);
  const placeOfRegion = new Map(regions.map((region, index) => [region, index]));
  const byName = new Map(targets.map((target, index) => [nameOf(target, index), target]));
  const ordered = [...byName].sort(
    ([, a], [, b]) => compareTexts(a.region, b.region) || compareTexts(a.sector, b.sector),
  );
  const placeOf = new Map(ordered.map(([name], index) => [name, index]));
  const regionAt = new Int32Array(table.regions.length);
  table.industries.forEach(({ region }, index) => {
    regionAt[region] = placeOfRegion.get(targets[index]!.region)!;
  });
  return {
    regions,
    industries: ordered.map(([, { region, sector }]) => ({ region: placeOfRegion.get(region)!, sector })),
    industryAt: Int32Array.from(targets, (target, index) => placeOf.get(nameOf(target, index))!),
    regionAt,
  };
}

function renumberDemands(table: Table, regionAt: Int32Array): { demands: Demand[]; demandAt: Int32Array } {
  const moved = table.demands.map(({ region, category }) => ({ region: regionAt[region]!, category }));
  const nameOf = ({ region, category }: Demand): string => `${region}/${category}`;
  const byName = new Map(moved.map((demand) => [nameOf(demand), demand]));
  const demands = [...byName.values()].sort(
    (a, b) => a.region - b.region || compareTexts(a.category, b.category),
  );
  const placeOf = new Map(demands.map((demand, index) => [nameOf(demand), index]));
  return { demands, demandAt: Int32Array.from(moved, (demand) => placeOf.get(nameOf(demand))!) };
}

function moveStressor(stressor: Stressor, regionAt: Int32Array): Stressor {
  return {
    ...stressor,
    withoutHouseholds: moveNames(stressor.withoutHouseholds, regionAt),
    ...(stressor.withoutIndustries === undefined
      ? {}
      : { withoutIndustries: moveNames(stressor.withoutIndustries, regionAt) }),
  };
}

function moveNames(
  names: ReadonlyMap<number, readonly string[]>,
  regionAt: Int32Array,
): Map<number, readonly string[]> {
  const moved = new Map<number, readonly string[]>();
  for (const [region, own] of names) {
    const at = regionAt[region]!;
    moved.set(at, [...(moved.get(at) ?? []), ...own]);
  }
  return moved;
}

type Places = readonly [rows: Int32Array, columns: Int32Array];

function moveCells<C extends { readonly from: number; readonly to: number }>(
  cells: readonly C[],
  ...[rows, columns]: Places
): C[] {
  return cells.map((cell) => ({ ...cell, from: rows[cell.from]!, to: columns[cell.to]! }));
}

function moveMatrix(
  matrix: TableMatrix,
  places: Places,
  [rows, columns]: readonly [number, number],
): TableMatrix {
  if (matrix.cells !== null) return fillMatrix(moveCells(matrix.cells, ...places), rows, columns);
  const sums = new Sums(rows * columns);
  for (let i = 0, at = 0; i < matrix.rows; i++)
    for (let j = 0; j < matrix.columns; j++, at++)
      sums.add(places[0][i]! * columns + places[1][j]!, matrix.values[at]!);
  return { rows, columns, cells: null, ...sums.finish(matrix.relative) };
}

function addFlows(flows: Coefficients, industryAt: Int32Array, n: number): Table['z'] {
  const sums = new Sums(n * n);
  forEachFlow(flows, (i, j, value) => sums.add(industryAt[i]! * n + industryAt[j]!, value));
  const { values, relative } = sums.finish(0);
  return { flows: { form: 'dense', size: n, values }, cells: null, relative };
}

/** Sums of doubles in many places, each with what its additions lost, as in `RunningSum`. */
export class Sums {
  readonly #sums: Float64Array;
  readonly #lost: Float64Array;
  readonly #sizes: Float64Array;
  readonly #counts: Float64Array;
  /** Whether an addition to a place was rounded. */
  readonly #isRounded: Uint8Array;

  constructor(size: number) {
    const make = (): Float64Array => new Float64Array(size);
    [this.#sums, this.#lost, this.#sizes, this.#counts] = [make(), make(), make(), make()];
    this.#isRounded = new Uint8Array(size);
  }

  add(at: number, value: number): void {
    if (value === 0) return;
    const sum = this.#sums[at]!;
    const next = sum + value;
    const added = next - sum;
    const lost = sum - (next - added) + (value - added);
    if (lost !== 0) this.#isRounded[at] = 1;
    this.#sums[at] = next;
    this.#lost[at]! += lost;
    this.#sizes[at]! += abs(value);
    this.#counts[at]!++;
  }

  /** @param relative how far each number that was added can be from the true one, over it */
  finish(relative: number): { values: Float64Array; relative: number } {
    const values = this.#sums.map((sum, at) => sum + this.#lost[at]!);
    let most = relative;
    values.forEach((value, at) => {
      const size = this.#sizes[at]!;
      if (size === 0 || (relative === 0 && this.#isRounded[at] === 0)) return;
      const count = this.#counts[at]!;
      const error = UNIT + ((count * count * SECOND + relative) * size) / abs(value);
      if (!(error < 1)) throw refuseCancelling();
      if (error * UPWARDS > most) most = error * UPWARDS;
    });
    return { values, relative: most };
  }
}

function refuseCancelling(): EngineError {
  const text = 'cells of the table that are added up cancel, and float64 cannot tell what is left from zero';
  return new EngineError('out-of-range', text, null);
}
