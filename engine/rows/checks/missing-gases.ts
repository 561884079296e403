import type { Row, RowOf } from '../row.ts';
import { warn, type CheckContext, type CheckedRows, type RowWarning } from './check.ts';

/** The gases of combustion besides CO2. */
const OTHERS = ['CH4', 'N2O'] as const;

/**
 * Warns of each fuel whose CO2 enters a total in CO2e while the run has no factor of its CH4 or N2O: the total leaves them out.
 * The warning is about the factor of CO2, or of carbon.
 */
export function warnOfMissingGases(
  { factors: used }: Pick<CheckedRows, 'factors'>,
  { gwpSet }: CheckContext,
): RowWarning[] {
  if (gwpSet === undefined) return [];
  const burned = new Set(used.flatMap(({ detail }) => (detail.row === 'oxidation' ? [detail.fuel] : [])));
  const ofFuels = used.filter(isFuelFactor).filter(({ detail }) => isOfCombustion(detail, burned));
  return [...Map.groupBy(ofFuels, ({ detail }) => detail.fuel)].flatMap(([fuel, factors]) => {
    const gases = new Set(factors.flatMap(({ detail }) => gasesOf(detail)));
    const missing = OTHERS.filter((gas) => !gases.has(gas));
    const ofCarbon = factors.filter(({ detail }) => gasesOf(detail).includes('CO2'));
    const carbon = ofCarbon.find(({ detail }) => detail.row === 'emission-factor') ?? ofCarbon[0];
    if (carbon === undefined || missing.length === 0) return [];
    const message = `${carbon.key} gives the CO2 of ${fuel}, but no factor gives its ${missing.join(' and ')}: the total leaves them out`;
    return [warn('missing-gases', message, [carbon])];
  });
}

type FuelFactor = RowOf<'emission-factor' | 'carbon-content'>;

function isFuelFactor(row: Row): row is FuelFactor {
  return row.detail.row === 'emission-factor' || row.detail.row === 'carbon-content';
}

/** Whether a factor is about what burns: a carbon content is where the share that burns is known, and not in a mass balance. */
function isOfCombustion(detail: FuelFactor['detail'], burned: ReadonlySet<string>): boolean {
  return detail.row === 'emission-factor' || burned.has(detail.fuel);
}

function gasesOf(detail: FuelFactor['detail']): readonly string[] {
  if (detail.row === 'carbon-content') return ['CO2'];
  const { gases } = detail as { readonly gases?: readonly string[] };
  return gases ?? [detail.gas];
}
