import { isForPlace } from '../../factors/factor.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { Line } from './figures.ts';

type CarbonRow = RowOf<'carbon-content'>;

const FORMULA = { symbol: 'FC', energy: 'GJ' };

/**
 * Returns the line of the CO2 of a use by the carbon content of its fuel, and whether its place has one. A carbon content without an
 * origin is that of fossil carbon, or of the origin that the use states where no other one is for its place.
 */
export function carbonLine(use: RowOf<'fuel-use'>, context: MethodContext): { line: Line; isKnown: boolean } {
  const { fuel, geography, origin = 'fossil' } = use.detail;
  const rows = rowsAbout(context.rows, 'carbon-content', fuel);
  const select = (
    name: string,
    holds: (own: CarbonRow['detail']['origin']) => boolean,
  ): readonly CarbonRow[] => rowsWhere(rows, name, ({ detail }) => holds(detail.origin));
  const isHere = (list: readonly CarbonRow[]): boolean =>
    list.some((row) => isForPlace(row, geography, context.proxies));
  const lists =
    origin === 'fossil'
      ? ([['fossil', select('fossil', (own) => (own ?? 'fossil') === 'fossil')]] as const)
      : ([
          ['biogenic', select('biogenic', (own) => own === 'biogenic')],
          ['unstated', select('unstated', (own) => own === undefined)],
        ] as const);
  const [name, candidates] = lists.find(([, list]) => isHere(list)) ?? lists[0];
  const term = {
    symbol: 'CC',
    candidates,
    what: `carbon content of ${fuel}`,
    substance: 'C',
    oxidation: 'always',
    ratio: 'CO2/C',
  } as const;
  const line: Line = {
    prefix: origin === 'fossil' ? 'scope1' : origin,
    gas: 'CO2',
    gases: ['CO2'],
    source: `carbon ${name}`,
    terms: [term],
    formula: FORMULA,
  };
  return { line, isKnown: isHere(candidates) };
}
