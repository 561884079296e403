import { statedQuantity, type Quantity } from '../../../figures/expression.ts';
import { EngineError, placeOf } from '../../../errors/engine-error.ts';
import { showTime } from '../../../factors/factor.ts';
import { canonicalGas } from '../../../factors/gas-names.ts';
import { readUnit, type Period, type RowOf } from '../../../rows/row.ts';
import { parseUnit, type Unit } from '../../../quantities/unit.ts';
import { bareName } from './serials.ts';
import { addMonths, parseVintage, VINTAGE_FORMS } from './vintage.ts';

const INTENSITY = 't/MW.h';

export type Instrument = RowOf<'instrument'>;

/**
 * Checks the quality criteria of instruments that a single run can check (Scope 2 Guidance, table 7.1): each is counted once, is
 * retired after its electricity was generated if it is a certificate, is close in time to the use, and is no offset. An engine has no clock:
 * it can't tell that a retirement is in the future.
 * @throws EngineError `offset-refused`, `duplicate-instrument`, `instrument-not-retired`, `instrument-out-of-time`, `bad-detail`
 */
export function checkInstruments(instruments: readonly Instrument[], period: Period): void {
  instruments.forEach(refuseOffset);
  refuseUsedTwice(instruments);
  refuseYears(instruments, period);
  instruments.forEach(refuseUnretired);
  instruments.forEach(refuseOtherTimes);
}

/** Whether an instrument counts for these organisations: it was retired for one of them, or needs no retirement. */
export function isForAny({ detail: { retirement } }: Instrument, entities: readonly string[]): boolean {
  return retirement === undefined || entities.includes(retirement.for);
}

/** Whether a row is a certificate, as it is where it does not say otherwise. */
export function isCertificate({ detail: { kind } }: Instrument): boolean {
  return kind !== 'contract' && kind !== 'tariff';
}

/** Throws for an offset, which is a mass: it reduces emissions elsewhere and says nothing about electricity. */
function refuseOffset(row: Instrument): void {
  const { dimension, text: unit } = row.unit;
  if (dimension !== parseUnit('t').dimension) return;
  const why = `is in ${unit}, and certificates are amounts of electricity`;
  const text = `${row.key} ${why}: an offset or carbon credit covers no electricity, so remove its row`;
  throw new EngineError('offset-refused', text, unit, placeOf(row, 'unit'));
}

/** Throws when two rows have the same id. Ids are compared without blanks, punctuation and case: REC-001 is REC001. */
function refuseUsedTwice(instruments: readonly Instrument[]): void {
  const seen = new Map<string, Instrument>();
  for (const row of instruments) {
    const { id } = row.detail;
    const other = seen.get(bareName(id));
    seen.set(bareName(id), row);
    if (other === undefined) continue;
    const same = id === other.detail.id ? '' : `, which is ${other.detail.id} without blanks and punctuation`;
    const text = `the instrument ${id}${same} is used twice, in ${other.key} and ${row.key}: remove one of its rows`;
    throw new EngineError('duplicate-instrument', text, id, placeOf(row, 'detail.id'));
  }
}

function refuseUnretired(row: Instrument): void {
  if (!isCertificate(row) || row.detail.retirement !== undefined) return;
  const text =
    `${row.key} is a certificate that states no retirement: add date, by, for, registry and serials to detail.retirement, ` +
    'or state detail.kind as contract or tariff if it is one';
  throw new EngineError('instrument-not-retired', text, row.detail.id, placeOf(row, 'detail.retirement'));
}

/** Throws when the vintage names no time, or begins after the retirement. */
function refuseOtherTimes(row: Instrument): void {
  const { vintage, retirement } = row.detail;
  const made = parseVintage(vintage);
  if (made === null) {
    const text = `${row.key}: expected a vintage such as ${VINTAGE_FORMS}, got ${vintage}`;
    throw new EngineError('bad-detail', text, vintage, placeOf(row, 'detail.vintage'));
  }
  if (retirement === undefined || parseVintage(retirement.date)!.from >= made.from) return;
  const text = `${row.key} was retired on ${retirement.date}, before its electricity was generated (${vintage}): correct one of them`;
  throw new EngineError(
    'instrument-out-of-time',
    text,
    retirement.date,
    placeOf(row, 'detail.retirement.date'),
  );
}

/**
 * Throws where the vintage of an instrument does not fit the period of use: it must overlap it, or lie within what the rule of its market
 * allows, where a row states one.
 * @throws EngineError `instrument-out-of-time`
 */
export function refuseVintage(row: Instrument, rule: RowOf<'market-boundary'>['detail']['vintage']): void {
  const { vintage } = row.detail;
  const made = parseVintage(vintage)!;
  const from = addMonths(row.from, -(rule?.before ?? 0));
  const until = addMonths(row.until, rule?.after ?? 0);
  if (rule === undefined ? made.from < until && from < made.until : from <= made.from && made.until <= until)
    return;
  const where = rule === undefined ? 'the period of its row' : 'what its market allows';
  const text = `${row.key}: expected a vintage within ${where}, ${showTime(from)} to ${showTime(until - 1)}, got ${vintage}`;
  throw new EngineError('instrument-out-of-time', text, vintage, placeOf(row, 'detail.vintage'));
}

/** The length of a leap year in seconds. */
const YEAR = 366 * 86_400;

/** Throws when the period of a run with instruments is longer than a year: those of one year could then cover another. */
function refuseYears([row]: readonly Instrument[], { from, until }: Period): void {
  if (row === undefined || until - from <= YEAR) return;
  const text = `${row.key} could cover the use of another year, because the period is longer than a year: run one year at a time`;
  throw new EngineError('instrument-out-of-time', text, { from, until }, placeOf(row, 'from'));
}

/**
 * Returns the intensity of an instrument in tonnes per MW.h.
 * @throws EngineError `bad-value`, `out-of-range`, `bad-unit`, `unit-mismatch`
 */
export function instrumentIntensity(row: Instrument): Quantity {
  const { factor, factorUnit } = row.detail;
  const columns = { value: 'detail.factor', unit: 'detail.factorUnit' };
  return statedQuantity('IF', row, { value: factor, unit: factorUnit, columns }, INTENSITY);
}

/** Returns the gas of an instrument's factor, or CO2e. @throws EngineError `bad-unit`, `unit-mismatch`, `mixed-gases` where its unit names none */
export function gasOfInstrument(row: Instrument): string {
  const { substance, text: unit } = unitOfInstrument(row);
  if (substance !== null) return canonicalGas(substance);
  const text = `${row.key} is in ${unit}, which names no gas: write it as in kg{CO2}/kW.h`;
  throw new EngineError('mixed-gases', text, unit, placeOf(row, 'detail.factorUnit'));
}

/** Returns the unit of an instrument's factor. @throws EngineError `bad-unit`, `unit-mismatch` */
export function unitOfInstrument(row: Instrument): Unit {
  const unit = readUnit(row.detail.factorUnit, row, 'detail.factorUnit');
  if (unit.dimension === parseUnit(INTENSITY).dimension) return unit;
  const text = `the factor of ${row.key} is in ${unit.text}, which cannot be converted to ${INTENSITY}`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'detail.factorUnit'));
}
