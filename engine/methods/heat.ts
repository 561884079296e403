import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOf } from '../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import type { Draft } from '../figures/draft.ts';
import { checkUnit, factorOf } from '../figures/expression.ts';
import { distinctTexts, selectionOf, type MethodContext } from '../figures/figure.ts';
import { describeUses, Shapes, sumTerms } from '../figures/terms.ts';
import { parseUnit, tonnesPer } from '../quantities/unit.ts';
import type { RowOf } from '../rows/row.ts';
import { rowsAbout } from '../rows/row-index.ts';
import { describeGases } from './electricity-factor.ts';
import { countryOf } from './place.ts';

type Use = RowOf<'heat-use'>;
type HeatFactor = FactorOf<'heat-factor'>;

const ENERGY = parseUnit('MW.h');

/** The two ways to count purchased energy. */
export type Basis = 'location' | 'market';

/**
 * Returns one figure for each carrier that was bought (heat, steam, cooling). The market-based figure takes the factor of the supplier
 * that a row names, the location-based one the average of the place; each takes the other where its own is not given.
 * @throws EngineError `missing-factor` and as `selectFactor`, `mixed-gases`
 */
export function draftHeat(basis: Basis, context: MethodContext): Draft[] {
  const uses = selectActivities(context.rows, 'heat-use', context.period);
  const byCarrier = Map.groupBy(uses, ({ detail }) => detail.carrier);
  return distinctTexts(byCarrier.keys()).map((carrier) =>
    draftCarrier(basis, carrier, byCarrier.get(carrier as Use['detail']['carrier'])!, context),
  );
}

function draftCarrier(basis: Basis, carrier: string, uses: readonly Use[], context: MethodContext): Draft {
  const shapes = new Shapes();
  const factors = new Set<HeatFactor>();
  const lists = new Map<string, readonly HeatFactor['row'][]>();
  const expression = sumTerms(uses, selectionOf(context, 'heat-use', { carrier }), (use) => {
    const factor = selectHeat(basis, use, lists, context);
    factors.add(factor);
    return shapes.of([use.unit, factor], () => {
      checkUnit(use, ENERGY, null);
      // Each use counts in its own unit: 3 GJ are no finite number of MW.h.
      const ef = factorOf('EF', factor, tonnesPer(use.unit), factor.row.unit.substance);
      return { symbol: 'Q', to: use.unit, substance: null, factors: [ef] };
    });
  });
  return {
    key: `scope2/${basis}/${carrier}`,
    method: 'scope2@2',
    scope: 2,
    ...describeUses(uses),
    ...describeGases([...factors], []),
    expression,
  };
}

function selectHeat(
  basis: Basis,
  use: Use,
  lists: Map<string, readonly HeatFactor['row'][]>,
  context: MethodContext,
): HeatFactor {
  const { carrier, geography, supplier } = use.detail;
  const name = `${geography} ${supplier ?? ''}`;
  const candidates = lists.get(name) ?? listCandidates(basis, use, context);
  lists.set(name, candidates);
  if (candidates.length === 0) throw refuseMissing(use, context);
  const what = `factor of ${carrier}${supplier === undefined ? '' : ` of ${supplier}`}`;
  return selectFactor(
    candidates,
    { what, period: use, geography, by: use, column: 'detail.carrier' },
    context.proxies,
  );
}

/** Factors of another place or supplier are no candidates. */
function listCandidates(
  basis: Basis,
  { detail: { carrier, geography, supplier } }: Use,
  { rows }: MethodContext,
): HeatFactor['row'][] {
  const here = rowsAbout(rows, 'heat-factor', carrier).filter(
    ({ detail: { geography: place } }) =>
      place === undefined || place === geography || place === countryOf(geography),
  );
  const own = here.filter(({ detail }) => supplier !== undefined && detail.supplier === supplier);
  const average = here.filter(({ detail }) => detail.supplier === undefined);
  const [first, second] = basis === 'market' ? [own, average] : [average, own];
  return first.length > 0 ? first : second;
}

function refuseMissing(use: Use, { rows }: MethodContext): EngineError {
  const { carrier, geography, supplier } = use.detail;
  const others = rowsAbout(rows, 'heat-factor', carrier).map(
    ({ key, detail }) =>
      `${key} (of ${detail.supplier ?? 'any supplier'}, ${detail.geography ?? 'any place'})`,
  );
  const found = others.length === 0 ? '' : `, and found only ${others.slice(0, 4).join(', ')}`;
  const what =
    supplier === undefined ? carrier : `${carrier} of ${supplier}, or of ${carrier} without a supplier,`;
  const text = `${use.key} needs a factor of ${what} for ${geography}${found}: add a heat-factor row with carrier ${carrier} and geography ${geography}`;
  return new EngineError('missing-factor', text, carrier, placeOf(use, 'detail.carrier'));
}
