import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import type { Period, Row } from '../rows/row.ts';
import type { RowDetail } from '../rows/row-detail.ts';
import { liesOutside } from '../rows/activity.ts';
import { rowsWhere } from '../rows/row-index.ts';
import { isForPlace, ofNarrowestPlace, type Proxy } from './factor.ts';
import { canonicalGas } from './gas-names.ts';

/** Factors that are given in CO2e, or one for each gas. */
export type GasFactor = Row<RowDetail & { readonly gases: readonly string[] }>;

/**
 * Returns the gas of a factor, which its unit names: CO2e for a sum of gases.
 * @throws EngineError `mixed-gases` where the unit names none, or where a factor of one gas lists others
 */
export function gasOfFactor(row: GasFactor): string {
  const { substance, text: unit } = row.unit;
  const { gases } = row.detail;
  if (substance === null) {
    const text = `${row.key} is in ${unit}, which names no gas: write it as in kg{CO2}/kW.h`;
    throw new EngineError('mixed-gases', text, unit, placeOf(row, 'unit'));
  }
  const gas = canonicalGas(substance);
  if (gas === 'CO2e' || gases.every((each) => canonicalGas(each) === gas)) return gas;
  const text = `${row.key} is a mass of ${gas}, and covers ${gases.join(', ')}: give one factor for each gas, or all of them in CO2e`;
  throw new EngineError('mixed-gases', text, gases, placeOf(row, 'detail.gases'));
}

/** Returns the factors of one gas, always as the same list. */
export function factorsOfGas<R extends GasFactor>(candidates: readonly R[], gas: string): readonly R[] {
  return rowsWhere(candidates, `gas ${gas}`, (row) => gasOfFactor(row) === gas);
}

/** Where and when factors are needed: a place, and the period of the run. */
interface Needed {
  readonly geography: string | undefined;
  readonly period: Period;
  readonly proxies: readonly Proxy[];
}

/**
 * Returns the gases that the factors of a place give: those of the narrowest place that has any, or of declared proxies. Without any factor
 * for the place, it returns the gas of some candidate, or CO2e, so that selecting one tells what is missing. Factors of other times count only
 * where there are no others.
 * @throws EngineError `mixed-gases` where one place has a factor in CO2e and others of single gases: both would count the same gases
 */
export function listGases(
  candidates: readonly GasFactor[],
  { geography, period, proxies }: Needed,
): readonly string[] {
  const ofPlace = ofNarrowestPlace<GasFactor['detail']>(candidates, geography) as readonly GasFactor[];
  const here = ofPlace.length > 0 ? ofPlace : candidates.filter((row) => isForPlace(row, geography, proxies));
  const inTime = here.filter((row) => !liesOutside(row, period));
  const [given = []] = [inTime, here, candidates.slice(0, 1)].filter((rows) => rows.length > 0);
  if (given.length === 0) return ['CO2e'];
  const gases = new Set(given.map(gasOfFactor));
  if (gases.has('CO2e') && gases.size > 1) throw refuseBoth(given);
  return [...gases].sort();
}

function refuseBoth(given: readonly GasFactor[]): EngineError {
  const single = given.find((row) => gasOfFactor(row) !== 'CO2e')!;
  const sum = given.find((row) => gasOfFactor(row) === 'CO2e')!;
  const text = `${single.key} is in ${single.unit.text}, and ${sum.key} in ${sum.unit.text}: keep the factors of single gases, or those in CO2e`;
  return new EngineError('mixed-gases', text, single.unit.text, placeOf(single, 'unit'));
}

/** Uses of one place, and the gases that their factors give. */
export interface GasUses {
  readonly first: Row;
  readonly place: string;
  readonly gases: readonly string[];
}

/** Warns of uses whose factors lack a gas that the factors of other uses give: it is left out. A factor in CO2e lacks none. */
export function warnOfGaps(uses: readonly GasUses[], subject: string): Warning[] {
  const all = new Set(uses.flatMap(({ gases }) => gases));
  return uses.flatMap(({ first: { record, key }, place, gases }) => {
    if (gases.includes('CO2e')) return [];
    const missing = [...all].filter((gas) => gas !== 'CO2e' && !gases.includes(gas)).sort();
    if (missing.length === 0) return [];
    const message = `${key} has no factor of ${missing.join(' and ')} of ${subject} for ${place}, and uses of other places have one: that is left out`;
    return [{ code: 'missing-gases', message, row: { record, key } } as const];
  });
}
