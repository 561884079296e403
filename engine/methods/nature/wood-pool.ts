import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import {
  constant,
  differenceOf,
  productOf,
  quotientOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import { draftYear, plainSum, type About } from './year-figure.ts';
import type { WoodCarbon, WoodRow } from './wood-carbon.ts';
import { openShare } from './wood-feedstock.ts';
import type { WoodAsked } from './decay-parameters.ts';
import { openDecay, stockAfter, type Decay } from './decay.ts';
import { rowsOfYear, seriesOf, type Series } from './year-series.ts';

/**
 * The wood in a pool: all that is used in a place (`consumption`: production and imports less exports), or what was harvested there, wherever
 * it is used (`domestic`).
 */
export type PoolName = 'consumption' | 'domestic';

/** One product in one pool, in one year. Stocks are those at its end. */
export interface PoolYear {
  readonly inflow: Draft;
  readonly stock: Draft;
  readonly outflow: Draft;
}

/** A product in a pool. */
export interface Pool {
  readonly product: string;
  readonly years: ReadonlyMap<number, PoolYear>;
  /** Its first row, for errors. */
  readonly first: WoodRow;
}

/** What pools of a place are made with. */
export interface Place {
  readonly geography: string;
  /** All rows of the place. */
  readonly rows: readonly WoodRow[];
  readonly carbon: WoodCarbon;
  readonly asked: WoodAsked;
  readonly context: MethodContext;
  readonly about: About;
  /** The years of the run. */
  readonly years: readonly number[];
}

type Flow = WoodRow['detail']['flow'];

/** What one year of a product is made of. */
interface Inflow {
  readonly expression: Expression;
  readonly warnings: readonly Warning[];
}

/** Returns a product in a pool, from its first year to the last one of the run or of its rows. Null where it has no rows in the pool. */
export function openPool(name: PoolName, product: string, place: Place): Pool | null {
  const ofFlow = (flow: Flow): Series<WoodRow> =>
    seriesOf(place.rows.filter(({ detail }) => detail.product === product && detail.flow === flow));
  const flows =
    name === 'consumption' ? (['production', 'import', 'export'] as const) : (['production'] as const);
  const series = flows.map((flow) => [flow, ofFlow(flow)] as const).filter(([, own]) => own.size > 0);
  const stated = series.flatMap(([, own]) => [...own.keys()]).sort((a, b) => a - b);
  const [first, end] = [stated[0], stated.at(-1)];
  const until = place.years.at(-1)!;
  if (first === undefined || first > until) return null;
  const last = end! < until ? end! : until;
  const by = series[0]![1].values().next().value![0]!;
  const inflowOf =
    name === 'consumption'
      ? consumeBy(new Map(series), by, product, place)
      : produceAtHome(series[0]![1], product, place);
  const { asked, context, geography } = place;
  const decay = openDecay(
    {
      ...{ material: product, ruleSet: asked.halfLives, geography, period: context.period },
      ...{ by, column: 'detail.product' },
    },
    context,
  );
  const key = `nature/${geography}/wood/${product}/${name}`;
  const inflows = new Map<number, Draft>();
  for (let year = first; year <= last; year++) {
    const own = { key: `${key}/inflow`, unit: 't{C}', ...inflowOf(year) };
    inflows.set(year, draftYear(place.about, year, own));
  }
  const start = openStart({ product, first, inflows, decay, by }, place);
  return { product, first: by, years: draftStocks(key, inflows, { decay, start }, place) };
}

function draftStocks(
  key: string,
  inflows: ReadonlyMap<number, Draft>,
  { decay, start }: { readonly decay: Decay; readonly start: Expression | null },
  { about }: Place,
): Map<number, PoolYear> {
  const years = new Map<number, PoolYear>();
  let before = start;
  for (const [year, inflow] of inflows) {
    const taken = valueOf('inflow', inflow);
    const expression = stockAfter(decay, before, taken);
    const stock = draftYear(about, year, { key: `${key}/stock`, unit: 't{C}', expression });
    const held = valueOf('stock', stock);
    const outflow = draftYear(about, year, {
      key: `${key}/outflow`,
      unit: 't{C}',
      expression: differenceOf(before === null ? taken : plainSum(before, taken), held),
      isDifference: true,
    });
    years.set(year, { inflow, stock, outflow });
    before = valueOf('before', stock);
  }
  return years;
}

/** Equation 12.2: what is made and imported less what is exported. */
function consumeBy(
  series: ReadonlyMap<Flow, Series<WoodRow>>,
  by: WoodRow,
  product: string,
  { carbon, geography }: Place,
): (year: number) => Inflow {
  const sum = (symbol: string, flow: Flow, year: number): Expression | null => {
    const own = series.get(flow);
    return own === undefined
      ? null
      : carbon.sum(symbol, rowsOfYear(own, year, `${flow} of ${product} in ${geography}`));
  };
  const missing = (['import', 'export'] as const).filter((flow) => !series.has(flow));
  const warnings = missing.length === 0 ? [] : [warnOfTrade(by, missing, product, geography)];
  const exact = new ExactEvaluator();
  return (year) => {
    const gained = [sum('P', 'production', year), sum('IM', 'import', year)].filter((each) => each !== null);
    const exported = sum('EX', 'export', year);
    const all = plainSum(...gained);
    if (exported === null) return { expression: all, warnings };
    const expression = differenceOf(all, exported);
    if (exact.evaluate(expression).isNegative())
      throw refuseExports(series.get('export')!.get(year)![0]!, product);
    return { expression, warnings };
  };
}

function refuseExports(row: WoodRow, product: string): EngineError {
  const { geography, year } = row.detail;
  const text = `${row.key}: more ${product} is exported from ${geography} in ${year} than is made and imported: correct these rows, or leave stock-change and atmospheric-flow out of parameters.wood.approaches`;
  return new EngineError('out-of-range', text, row.value, placeOf(row, 'value'));
}

function warnOfTrade(
  { record, key }: WoodRow,
  missing: readonly string[],
  product: string,
  geography: string,
): Warning {
  const message = `${key}: no row states the ${missing.join(' or ')} of ${product} in ${geography}, which counts as 0: add rows of each year`;
  return { code: 'trade-unstated', message, row: { record, key } };
}

/** Equation 12.3: the part of the production whose feedstock was harvested in the place. */
function produceAtHome(production: Series<WoodRow>, product: string, place: Place): (year: number) => Inflow {
  const { carbon, geography } = place;
  const shareOf = openShare(place);
  const what = `production of ${product} in ${geography}`;
  return (year) => {
    const rows = rowsOfYear(production, year, what);
    const made = carbon.sum('P', rows)!;
    if (shareOf === null)
      return { expression: made, warnings: [warnOfDomestic(production, product, geography)] };
    return { expression: productOf(made, shareOf(year)), warnings: [] };
  };
}

function warnOfDomestic(production: Series<WoodRow>, product: string, geography: string): Warning {
  const { record, key } = production.values().next().value![0]!;
  const message = `${key}: no row states the harvest of ${geography}, so all of its ${product} counts as made of domestic wood: add rows harvest, feedstock-import and feedstock-export`;
  return { code: 'domestic-assumed', message, row: { record, key } };
}

/** What is known of a product before its first year. */
interface Starting {
  readonly product: string;
  readonly first: number;
  readonly inflows: ReadonlyMap<number, Draft>;
  readonly decay: Decay;
  readonly by: WoodRow;
}

/** Returns the stock before the first year; null for 0. @throws EngineError `missing-start` */
function openStart(
  { product, first, inflows, decay, by }: Starting,
  { rows, carbon, asked }: Place,
): Expression | null {
  const stated = rows.filter(({ detail }) => detail.product === product && detail.flow === 'opening-stock');
  const other = stated.find(({ detail }) => detail.year !== first);
  if (other !== undefined) {
    const text = `${other.key} is the stock of ${product} when ${other.detail.year} begins, and its first year is ${first}: state it for ${first}`;
    throw new EngineError('missing-start', text, other.detail.year, placeOf(other, 'detail.year'));
  }
  if (stated.length > 0) return carbon.sum('C0', stated);
  if (asked.start === 'zero') return null;
  if (asked.start === undefined) {
    const text = `nothing states how much carbon of ${product} was in use when ${first} began: add a row with detail.flow opening-stock and detail.year ${first}, or set parameters.wood.start to zero or steady`;
    throw new EngineError('missing-start', text, first, placeOf(by, 'detail.year'));
  }
  const years = [...inflows.values()].slice(0, asked.startYears);
  if (years.length < asked.startYears) {
    const text = `${by.key}: the stock of ${product} begins with the mean inflow of ${asked.startYears} years, and rows of ${years.length} years are given: add years, or set parameters.wood.startYears`;
    throw new EngineError('missing-start', text, years.length, placeOf(by, 'detail.year'));
  }
  const sum: Expression = { kind: 'sum', parts: years.map((inflow) => valueOf('first', inflow)) };
  const count = constant(`${years.length}`, new Amount(BigInt(years.length)), ONE);
  return quotientOf(quotientOf(sum, count), decay.k);
}
