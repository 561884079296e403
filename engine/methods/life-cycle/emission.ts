import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { readFlowName } from '../../factors/flow-name.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { checkUnit } from '../../figures/expression.ts';
import { floatRatio } from '../../quantities/float.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import { groupRows, rowsOfType } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { splitByTime } from './validity.ts';

type FlowRow = RowOf<'elementary-flow'>;
type LinkRow = RowOf<'process-figure'>;
type Detail = FlowRow['detail'];

/** An elementary flow as figures count it: flows of one kind are one line of the inventory. */
export interface FlowKind {
  readonly name: string;
  readonly compartment: Detail['compartment'];
  readonly origin: NonNullable<Detail['origin']> | null;
  readonly geography: string | null;
  readonly landUse: NonNullable<Detail['landUse']> | null;
  readonly gwpSet: string | null;
  readonly unit: Unit;
  /** The gas that it is; null for anything else. */
  readonly gas: string | null;
  /** CO2 that is taken from the air: it is negative. */
  readonly isUptake: boolean;
  /** One of its rows, for messages. */
  readonly row: Row;
}

/** An amount of an elementary flow for what a process makes. */
export interface Emission {
  readonly row: Row;
  readonly kind: FlowKind;
  /** From the unit of the row to that of the kind, with the sign. */
  readonly ratio: number;
  /** Whether the row is the whole emission of a conversion of land, and one year of it counts. */
  readonly isSpread: boolean;
  readonly module: Detail['module'];
  /** Whether it is data of the process itself; undefined where its row does not say so. */
  readonly data: Detail['data'];
  /** The row that makes a figure an emission of the process. */
  readonly link: LinkRow | null;
}

/** Reads the elementary flows of processes, those that are figures of other results too. */
export class EmissionReader {
  readonly #context: MethodContext;
  readonly #flows: ReadonlyMap<string, readonly FlowRow[]>;
  readonly #links: ReadonlyMap<string, readonly LinkRow[]>;
  readonly #kinds = new Map<string, FlowKind>();

  /** @param cells flows of matrices */
  constructor(context: MethodContext, cells: readonly FlowRow[]) {
    this.#context = context;
    const rows = [...rowsOfType(context.rows, 'elementary-flow'), ...cells];
    this.#flows = groupRows(rows, ({ detail }) => detail.process);
    this.#links = groupRows(rowsOfType(context.rows, 'process-figure'), ({ detail }) => detail.process);
  }

  /** @throws EngineError `unit-mismatch`, `straddled-period`, `missing-gwp-set`, `missing-activity` */
  read(process: string): { emissions: Emission[]; outOfTime: readonly FlowRow[] } {
    const { period } = this.#context;
    const flows = this.#flows.get(process) ?? [];
    const { valid, outOfTime } = splitByTime(
      flows,
      period,
      ({ detail }) => `${detail.compartment} ${detail.flow}`,
    );
    const links = this.#links.get(process) ?? [];
    const emissions = [
      ...valid.map((row) => readFlow(row, this.#kinds)),
      ...links.map((link) => readLink(link, this.#kinds, this.#context)),
    ];
    return { emissions, outOfTime };
  }
}

function readFlow(row: FlowRow, kinds: Map<string, FlowKind>): Emission {
  const { detail, unit } = row;
  const { compartment, landUse = null, geography = null, module, gwpSet = null } = detail;
  const named = readFlowName(detail.flow);
  const gas = gasOf(row, named.gas);
  const isUptake = gas === 'CO2' && compartment === 'resource';
  const origin = detail.origin ?? named.origin ?? (isUptake ? 'biogenic' : null);
  if (gas === 'CO2e' && gwpSet === null) {
    const text = `${row.key} is in ${unit.text}: state in detail.gwpSet by which set of potentials, such as AR6`;
    throw new EngineError('missing-gwp-set', text, undefined, placeOf(row, 'detail.gwpSet'));
  }
  const kind = findKind(kinds, {
    ...{ name: gas ?? detail.flow, compartment, origin, geography, landUse, gas, row, isUptake },
    gwpSet: gas === 'CO2e' ? gwpSet : null,
    unit: gas === null ? unit : parseUnit(`t{${gas}}`),
  });
  const ratio = floatRatio(unit, kind.unit);
  return {
    ...{ row, kind, module, data: detail.data, link: null },
    ratio: isUptake ? -ratio : ratio,
    isSpread: landUse === 'conversion',
  };
}

/** Returns the gas that a mass is, by its unit or by the name of its flow; null for anything else. @throws EngineError `unit-mismatch` */
function gasOf(row: FlowRow, named: string | null): string | null {
  const { substance, dimension } = row.unit;
  if (substance === 'CO2e') return 'CO2e';
  const gas = named ?? (substance === null ? null : canonicalGas(substance));
  if (gas === null) return null;
  // Natural gas in the ground can be a volume. What enters the air is weighed, so that no total leaves it out.
  if (substance !== null || row.detail.compartment === 'air') checkUnit(row, MASS, gas);
  return dimension === MASS.dimension ? gas : null;
}

const MASS = parseUnit('t');

/** Returns the figure of another result that a row names, as a flow of a process. */
function readLink(link: LinkRow, kinds: Map<string, FlowKind>, context: MethodContext): Emission {
  const { figure, compartment, module, data, origin } = link.detail;
  const found = rowsOfType(context.rows, 'figure').filter(({ key }) => key === figure);
  const [row, other] = found;
  if (row === undefined || other !== undefined) {
    const text =
      row === undefined
        ? `${link.key}: no result among the inputs has the figure ${figure}: add its record`
        : `${link.key}: ${found.map(({ record }) => record).join(' and ')} have the figure ${figure}: give only one of them`;
    throw new EngineError('missing-activity', text, figure, placeOf(link, 'detail.figure'));
  }
  if (row.from !== context.period.from || row.until !== context.period.until) {
    const text = `${row.key} of ${row.record} is of another period than the run: take a result of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  }
  const { substance } = row.unit;
  const gas = substance === null ? null : canonicalGas(substance);
  const kind = findKind(kinds, {
    ...{ name: gas ?? 'figure', compartment, geography: null, landUse: null },
    origin: origin ?? originOf(figure),
    ...{ gas, row, gwpSet: gas === 'CO2e' ? row.detail.gwpSet : null },
    isUptake: gas === 'CO2' && compartment === 'resource',
    unit: gas === null ? row.unit : parseUnit(`t{${gas}}`),
  });
  // A figure of what is taken from the air is negative already.
  return { row, kind, module, data, link, ratio: floatRatio(row.unit, kind.unit), isSpread: false };
}

/** The origin of what a figure is about: its key begins or ends with it. */
function originOf(figure: string): FlowKind['origin'] {
  const segments = figure.split('/');
  const found = [segments[0], segments.at(-1)].find((segment) => ORIGIN_NAMES.includes(segment ?? ''));
  return (found ?? null) as FlowKind['origin'];
}

const ORIGIN_NAMES: readonly string[] = ['fossil', 'biogenic', 'land-use'];

/** Returns the kind that is known already, or makes it known. */
function findKind(kinds: Map<string, FlowKind>, kind: FlowKind): FlowKind {
  const { name, compartment, origin, geography, landUse, gwpSet, unit } = kind;
  const id = [name, compartment, origin, geography, landUse, gwpSet, unit.dimension].join(' ');
  const known = kinds.get(id) ?? kind;
  kinds.set(id, known);
  return known;
}
