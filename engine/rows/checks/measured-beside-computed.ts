import type { Row } from '../row.ts';
import { activitiesOf, warn, type CheckedRows, type RowWarning } from './check.ts';

/**
 * Warns where emissions of a gas were measured at a source, and fuel was burnt that gives the same gas there: a stack's monitor
 * beside its fuel counts the gas twice. A source is compared by its own name and by its facility.
 */
export function warnOfMeasuredBesideComputed(checked: CheckedRows): RowWarning[] {
  const fuels = activitiesOf(checked, 'fuel-use');
  const measured = activitiesOf(checked, 'measured-emission');
  if (fuels.length === 0 || measured.length === 0) return [];
  const byFacility = Map.groupBy(fuels, ({ detail }) => detail.facility);
  const warned = new Map<string, RowWarning>();
  for (const row of measured) {
    const { source, gas, facility } = row.detail;
    const name = [facility, source].find((place) => place !== undefined && byFacility.has(place));
    if (name === undefined || warned.has(`${name}/${gas}`)) continue;
    const burnt = byFacility.get(name)!.find(({ detail }) => givesGas(detail.fuel, gas, checked.factors));
    if (burnt === undefined) continue;
    const message =
      `${row.key} gives measured ${gas} of ${name}, and ${burnt.key} gives fuel burnt there: ` +
      'remove one of them if both describe the same emissions';
    warned.set(`${name}/${gas}`, warn('measured-and-computed', message, [row, burnt], [row]));
  }
  return [...warned.values()];
}

/** Every fuel gives CO2; it gives another gas where a factor says so. */
function givesGas(fuel: string, gas: string, rows: readonly Row[]): boolean {
  return (
    gas === 'CO2' ||
    rows.some(({ detail }) => detail.row === 'emission-factor' && detail.fuel === fuel && detail.gas === gas)
  );
}
