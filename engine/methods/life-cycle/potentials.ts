import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { readFlowName } from '../../factors/flow-name.ts';
import { selectGwp } from '../../factors/gwp.ts';
import { constant, factorOf, productOf, type Expression } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import { floatRatio, toFloat } from '../../quantities/float.ts';
import { divideUnits, parseUnit, type Unit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { Line } from './chain.ts';
import type { DetailOf } from '../../rows/row-detail.ts';
import type { RowOf } from '../../rows/row.ts';
import type { FlowKind } from './emission.ts';

type FlowLine = Extract<Line, { type: 'flow' }>;

/** What a unit of a line counts: an expression, and about how much. Null where it counts as it is. */
export interface Worth {
  readonly factor: Expression | null;
  readonly rough: number;
  readonly warnings: readonly Warning[];
}

const ITSELF: Worth = { factor: null, rough: 1, warnings: [] };

/** The parts of a total, by where carbon comes from. */
export const PARTS = ['fossil', 'biogenic', 'land-use'] as const;
export type Part = (typeof PARTS)[number];

/** Returns the part of the total in which a flow counts: that of its origin, or fossil. */
export function partOf({ origin }: FlowKind): Part {
  return origin ?? 'fossil';
}

/** Whether a flow is a greenhouse gas that enters the air, or leaves it. What indirect land use emits is only information. */
export function isClimate(line: Line): line is FlowLine {
  if (line.type === 'cut-off') return false;
  const { gas, compartment, isUptake, landUse } = line.kind;
  return gas !== null && (compartment === 'air' || isUptake) && landUse !== 'indirect';
}

/** The potentials of the gases of a run, each found once. */
export class Potentials {
  readonly set: string;
  readonly #context: MethodContext;
  readonly #known = new Map<Line, Worth>();

  constructor(set: string, context: MethodContext) {
    [this.set, this.#context] = [set, context];
  }

  /** @throws EngineError `mixed-gwp-sets`; as `selectGwp` */
  of(line: FlowLine): Worth {
    const known = this.#known.get(line) ?? this.#find(line.kind);
    this.#known.set(line, known);
    return known;
  }

  #find({ gas, gwpSet, row, origin }: FlowKind): Worth {
    const { set } = this;
    if (gas === 'CO2') return ITSELF;
    if (gas === 'CO2e') {
      if (gwpSet === set) return ITSELF;
      const text = `${row.key} is in CO2e of ${gwpSet ?? 'no stated set'}: expected GWP set ${set}: give its gases, or values of one set`;
      throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
    }
    const isMethane = gas === 'CH4';
    const methane = isMethane && (origin === null || origin === 'fossil') ? ('fossil' as const) : undefined;
    const sought = { gas: gas!, set, period: this.#context.period, by: row, methane };
    const factor = aboutFlow(() => selectGwp(sought, this.#context));
    const symbol = `GWP_${gas!.replaceAll(/[^A-Za-z0-9]/g, '_')}${methane === undefined ? '' : '_fossil'}`;
    const isAssumed = methane !== undefined && origin === null && factor.row.detail.origin === 'fossil';
    return {
      factor: factorOf(symbol, factor, 'kg/kg', 'CO2e'),
      rough: toFloat(factor.row.amount) * floatRatio(factor.row.unit, parseUnit('kg/kg')),
      warnings: isAssumed ? [warnOfOrigin(row)] : [],
    };
  }
}

/** Calls what finds the potential of a flow. An error names the column of the flow. */
function aboutFlow<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof EngineError) || error.row?.column !== 'detail.gas') throw error;
    throw new EngineError(error.code, error.message, error.value, { ...error.row, column: 'detail.flow' });
  }
}

function warnOfOrigin({ record, key }: FlowKind['row']): Warning {
  const message = `${key} does not say whether its methane is of fossil carbon, and counts as fossil: state detail.origin`;
  return { code: 'methane-origin-assumed', message, row: { record, key } };
}

/** A category of impact: its unit, and what each line counts in it. */
export interface Category {
  readonly name: string;
  readonly unit: string;
  readonly worths: readonly { readonly at: number; readonly factor: Expression }[];
  /** The lines that have no factor. */
  readonly without: readonly string[];
}

/** Returns what the flows of a chain count in a category. @throws EngineError `missing-factor`, `unit-mismatch`; as `selectFactor` */
export function openCategory(name: string, lines: readonly Line[], context: MethodContext): Category {
  const all = rowsAbout(context.rows, 'characterisation-factor', name);
  const flows = lines.flatMap((line, at) =>
    line.type === 'flow' ? [{ line, at, own: findFactors(all, line.kind) }] : [],
  );
  const [first, ...others] = flows.flatMap(({ line, at, own }) =>
    own.length === 0 ? [] : [{ line, at, factor: chooseFactor(own, name, line.kind, context) }],
  );
  if (first === undefined) {
    const text = `no row characterisation-factor gives a factor of ${name} for any flow of the run: add the rows, or leave out the category`;
    throw new EngineError('missing-factor', text, name, placeOfAsked('parameters.categories'));
  }
  const unit = unitOver(first.factor.row.unit);
  const worths = [first, ...others].map(({ line: { kind, unit: per }, at, factor }) => {
    const under = kind.gas === null ? per.text : 't';
    const expression = factorOf('CF', factor, divideUnits(unit, under), parseUnit(unit).substance);
    return { at, factor: kind.isUptake ? productOf(MINUS, expression) : expression };
  });
  const without = flows.filter(({ own }) => own.length === 0);
  return {
    name,
    unit,
    worths,
    without: without.map(({ line: { kind } }) => `${kind.name} (${kind.compartment})`),
  };
}

type CategoryRow = RowOf<'characterisation-factor'>;

function findFactors(all: readonly CategoryRow[], kind: FlowKind): readonly CategoryRow[] {
  return rowsWhere(all, `${kind.name} ${kind.compartment} ${kind.origin ?? ''}`, ({ detail }) =>
    isOfKind(detail, kind),
  );
}

function chooseFactor(
  own: readonly CategoryRow[],
  category: string,
  { name, row, geography }: FlowKind,
  { period, proxies }: MethodContext,
): FactorOf<'characterisation-factor'> {
  const place = geography === null ? {} : { geography };
  const sought = {
    what: `factor of ${name} in ${category}`,
    period,
    by: row,
    column: 'detail.flow',
    ...place,
  };
  return selectFactor(geography === null ? withoutPlace(own) : own, sought, proxies);
}

/** Whether a factor is for a kind of flows: of its name or its gas, and of its origin, where the factor names one. */
function isOfKind(
  { flow, compartment, origin }: DetailOf<'characterisation-factor'>,
  kind: FlowKind,
): boolean {
  if (compartment !== kind.compartment) return false;
  const named = readFlowName(flow);
  const of = origin ?? named.origin;
  return (named.gas ?? flow) === kind.name && (of === null || of === kind.origin);
}

const MINUS = constant('-1', ONE, new Amount(-1n));

/** Factors of any place, where there are some; else all: none or several can match. */
function withoutPlace<R extends { readonly detail: { readonly geography?: string | undefined } }>(
  rows: readonly R[],
): readonly R[] {
  const anywhere = rows.filter(({ detail }) => detail.geography === undefined);
  return anywhere.length > 0 ? anywhere : rows;
}

/** Returns the unit of a category: `t{SO2e}` of `kg{SO2e}/kg`. */
function unitOver({ text, substance }: Unit): string {
  return substance === null ? (text.split('/')[0] ?? '1') : `t{${substance}}`;
}
