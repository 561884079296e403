import type { Draft } from '../../figures/draft.ts';
import { selectConstant } from '../../figures/constant.ts';
import { constant, productOf, sumOf, valueOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { draftYear } from './year-figure.ts';
import { WoodCarbon, type WoodRow } from './wood-carbon.ts';
import type { Approach, WoodAsked } from './decay-parameters.ts';
import { listFeedstock } from './wood-feedstock.ts';
import { openPool, type Place, type Pool, type PoolName, type PoolYear } from './wood-pool.ts';
import { refuseYear, rowsOfYear } from './year-series.ts';

/** The pool that an approach counts. */
const POOLS: Readonly<Record<Approach, PoolName>> = {
  'stock-change': 'consumption',
  'atmospheric-flow': 'consumption',
  production: 'domestic',
  'simple-decay': 'domestic',
};

const PRODUCT_FLOWS: readonly string[] = ['production', 'import', 'export'];
const MINUS_ONE = constant('-1', new Amount(-1n), ONE);

/**
 * Returns the figures of wood products: carbon that flows in, is held and is lost, of each year until the end of the run, and the CO2 of the years of
 * the run by each approach.
 * @throws EngineError `missing-year`, `missing-start`, `out-of-range`; as `openDecay` and `selectChain`
 */
export function draftWood(context: MethodContext, asked: WoodAsked, years: readonly number[]): Draft[] {
  const rows = rowsOfType(context.rows, 'wood-flow');
  const byPlace = Map.groupBy(rows, ({ detail }) => detail.geography);
  const carbon = new WoodCarbon(context);
  return distinctTexts(byPlace.keys()).flatMap((geography) => {
    const about = { geographies: [geography], rules: describeRules(asked) };
    return draftPlace({ geography, rows: byPlace.get(geography)!, carbon, asked, context, about, years });
  });
}

function describeRules({ halfLives, feedstock, start }: WoodAsked): string {
  return [
    'IPCC 2006, volume 4, chapter 12, equations 12.1 to 12.3',
    halfLives === undefined ? [] : `half-lives ${halfLives}`,
    `feedstock ${feedstock}`,
    start === undefined ? [] : `start ${start}`,
  ]
    .flat()
    .join('; ');
}

function draftPlace(place: Place): Draft[] {
  const { rows, asked } = place;
  const products = distinctTexts(
    rows.filter(({ detail }) => PRODUCT_FLOWS.includes(detail.flow)).map(({ detail }) => detail.product),
  );
  const names = distinctTexts(asked.approaches.map((approach) => POOLS[approach])) as PoolName[];
  const pools = new Map(
    names.map((name) => [
      name,
      products.map((product) => openPool(name, product, place)).filter((pool) => pool !== null),
    ]),
  );
  const ofProducts = [...pools.values()]
    .flat()
    .flatMap(({ years }) =>
      [...years.values()].flatMap(({ inflow, stock, outflow }) => [inflow, stock, outflow]),
    );
  const lines = asked.approaches.flatMap((approach) =>
    draftApproach(approach, pools.get(POOLS[approach])!, place),
  );
  return [...ofProducts, ...lines];
}

/** Returns the lines of an approach in the years of the run in which rows are. @throws EngineError `missing-year` where one of several products has none */
function draftApproach(approach: Approach, pools: readonly Pool[], place: Place): Draft[] {
  const stated = place.years.filter((year) => pools.some(({ years }) => years.has(year)));
  return stated.flatMap((year) => {
    const own = pools.map((pool) => requireYear(pool, year, place.geography));
    return draftLines(approach, year, { own, by: pools[0]!.first, place });
  });
}

function requireYear({ years, product, first }: Pool, year: number, geography: string): PoolYear {
  const known = years.get(year);
  if (known !== undefined) return known;
  throw refuseYear(
    first,
    first.detail.year,
    year,
    `production, import or export of ${product} in ${geography}`,
  );
}

interface Lines {
  readonly own: readonly PoolYear[];
  readonly by: WoodRow;
  readonly place: Place;
}

/** What one line of an approach is: the carbon that it counts, and whether that leaves the air. */
interface Line {
  readonly name: string;
  readonly carbon: Expression;
  readonly isRemoval: boolean;
}

function draftLines(approach: Approach, year: number, { own, by, place }: Lines): Draft[] {
  const { geography, context, about } = place;
  const gained = { name: 'removal', carbon: addUp('inflow', own), isRemoval: true };
  const lost = { name: 'emission', carbon: addUp('outflow', own), isRemoval: false };
  const lines =
    approach === 'simple-decay'
      ? [lost]
      : [gained, lost, ...(approach === 'atmospheric-flow' ? listTrade(year, place) : [])];
  const key = `nature/${geography}/wood/${approach}`;
  const ratio = selectConstant('CO2/C', { ...by, ...context.period }, context);
  const drafts = lines.map(({ name, carbon, isRemoval }) =>
    draftYear(about, year, {
      ...{ key: `${key}/${name}`, unit: 't{CO2}', gases: ['CO2'] },
      expression: productOf(...(isRemoval ? [MINUS_ONE] : []), carbon, ratio),
    }),
  );
  if (drafts.length === 1) return drafts;
  const net = sumOf(drafts.map((draft) => valueOf('line', draft)));
  return [
    ...drafts,
    draftYear(about, year, { key: `${key}/net`, unit: 't{CO2}', gases: ['CO2'], expression: net }),
  ];
}

function addUp(symbol: 'inflow' | 'outflow', own: readonly PoolYear[]): Expression {
  return sumOf(own.map((each) => valueOf(symbol, each[symbol])));
}

/** What crosses the border, of products and their feedstock: what decays abroad is emitted there. */
function listTrade(year: number, place: Place): Line[] {
  const { rows, carbon } = place;
  const sum = (symbol: string, flow: 'import' | 'export'): Expression | null => {
    const ofProducts = rows.filter(({ detail }) => detail.year === year && detail.flow === flow);
    const feedstock = listFeedstock(place, `feedstock-${flow}`).flatMap(({ series, what }) =>
      rowsOfYear(series, year, what),
    );
    return carbon.sum(symbol, [...ofProducts, ...feedstock]);
  };
  const lines = [
    { name: 'imports', carbon: sum('IM', 'import'), isRemoval: false },
    { name: 'exports', carbon: sum('EX', 'export'), isRemoval: true },
  ];
  return lines.flatMap(({ carbon: own, ...line }) => (own === null ? [] : { ...line, carbon: own }));
}
