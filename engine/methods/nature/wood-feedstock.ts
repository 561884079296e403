import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { differenceOf, quotientOf, type Expression } from '../../figures/expression.ts';
import type { Amount } from '../../quantities/decimal.ts';
import { sumRows, type WoodCarbon, type WoodRow } from './wood-carbon.ts';
import type { WoodAsked } from './decay-parameters.ts';
import { plainSum } from './year-figure.ts';
import { rowsOfYear, seriesOf, type Series } from './year-series.ts';

/** A place whose products are made of wood that was harvested there, or imported. */
interface Harvesting {
  readonly geography: string;
  readonly rows: readonly WoodRow[];
  readonly carbon: WoodCarbon;
  readonly asked: WoodAsked;
}

/**
 * Returns the part of the feedstock of a place that was harvested there, by year; null where no rows say it. By the 2006 edition that is H / (H +
 * FI - FE), so that products which others make of exported feedstock count too; by that of 2013 (H - FE) / (H + FI - FE), without them.
 */
export function openShare(place: Harvesting): ((year: number) => Expression) | null {
  const { rows, carbon, geography, asked } = place;
  const [harvest, imports, exports] = (['harvest', 'feedstock-import', 'feedstock-export'] as const).map(
    (flow) => listFeedstock(place, flow),
  ) as [Feedstock[], Feedstock[], Feedstock[]];
  const first = rows.find(({ detail }) => detail.flow === 'harvest');
  if (first === undefined) return refuseWithoutHarvest([...imports, ...exports], geography);
  const inCarbon = carbon.isCarbon(first);
  const sum = (symbol: string, all: readonly Feedstock[], year: number): Expression | null => {
    const own = all.flatMap(({ series, what }) => rowsOfYear(series, year, what));
    if (inCarbon) return carbon.sum(symbol, own);
    const { unit } = first;
    return sumRows(own, () => ({ symbol, to: unit, substance: unit.substance, factors: [] }));
  };
  const exact = new ExactEvaluator();
  return (year) => {
    const harvested = sum('H', harvest, year)!;
    const gained = [harvested, sum('FI', imports, year)].filter((each) => each !== null);
    const exported = sum('FE', exports, year);
    const all = exported === null ? plainSum(...gained) : differenceOf(plainSum(...gained), exported);
    const keepsAll = exported === null || asked.feedstock === 'ipcc-2006';
    const own = keepsAll ? harvested : differenceOf(harvested, exported);
    refuseShare(exact.evaluate(own), exact.evaluate(all), { year, geography, by: first });
    return quotientOf(own, all);
  };
}

/** What products are made of: one kind of wood, and its name in errors. */
interface Feedstock {
  readonly series: Series<WoodRow>;
  readonly what: string;
}

/** Returns each kind of wood of a flow of feedstock. */
export function listFeedstock(
  { rows, geography }: Pick<Harvesting, 'rows' | 'geography'>,
  flow: 'harvest' | 'feedstock-import' | 'feedstock-export',
): Feedstock[] {
  const own = Map.groupBy(
    rows.filter(({ detail }) => detail.flow === flow),
    ({ detail }) => detail.product,
  );
  return [...own].map(([product, all]) => ({
    series: seriesOf(all),
    what: `${flow} of ${product} in ${geography}`,
  }));
}

function refuseWithoutHarvest(others: readonly Feedstock[], geography: string): null {
  const by = others[0]?.series.values().next().value![0];
  if (by === undefined) return null;
  const text = `${by.key} trades feedstock, and no row states the harvest of ${geography}: add rows with detail.flow harvest`;
  throw new EngineError('missing-year', text, by.detail.flow, placeOf(by, 'detail.flow'));
}

/** Refuses a year in which more feedstock is exported than there is. */
function refuseShare(
  own: Amount,
  all: Amount,
  { year, geography, by }: { readonly year: number; readonly geography: string; readonly by: WoodRow },
): void {
  const wrong = all.isZero() || all.isNegative() ? all : own;
  if (wrong === own && !own.isNegative()) return;
  const text = `${by.key}: after exports, ${String(wrong)} is left of the feedstock of ${geography} in ${year}: correct its harvest, feedstock-import or feedstock-export rows`;
  throw new EngineError('out-of-range', text, String(wrong), placeOf(by, 'value'));
}
