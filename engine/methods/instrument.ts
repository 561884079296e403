import { statedQuantity, type Quantity } from '../figures/expression.ts';
import { EngineError, placeOf } from '../errors.ts';
import { showTime } from '../factors/factor.ts';
import { readUnit, type Period, type RowOf } from '../rows/row.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';

const INTENSITY = 't/MW.h';

/**
 * Throws when two rows have the same certificate. Ids are compared without blanks and without case.
 * @throws EngineError `duplicate-instrument`
 */
export function refuseUsedTwice(instruments: readonly RowOf<'instrument'>[]): void {
  const seen = new Set<string>();
  for (const row of instruments) {
    const { id } = row.detail;
    const name = id.replaceAll(/\s/g, '').replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
    if (seen.has(name))
      throw new EngineError(
        'duplicate-instrument',
        `the certificate ${id} is used twice: remove one of its rows`,
        id,
        placeOf(row, 'detail.id'),
      );
    seen.add(name);
  }
}

/**
 * Throws when the vintage of a certificate is outside the period of its row. A vintage that begins with a year is for that year.
 * @throws EngineError `instrument-out-of-time`
 */
export function refuseOtherVintage(row: RowOf<'instrument'>): void {
  const { vintage } = row.detail;
  const year = /^[0-9]{4}(?![0-9])/.exec(vintage)?.[0];
  const years = [row.from, row.until - 1].map((time) => showTime(time).slice(0, 4));
  if (year === undefined || (years[0]! <= year && year <= years[1]!)) return;
  const text = `${row.key}: expected a vintage in the period of its row, ${[...new Set(years)].join(' to ')}, got ${vintage}`;
  throw new EngineError('instrument-out-of-time', text, vintage, placeOf(row, 'detail.vintage'));
}

/** The length of a leap year in seconds. */
const YEAR = 366 * 86_400;

/**
 * Throws when the period of a run with certificates is longer than a year: certificates of one year could then cover another.
 * @throws EngineError `instrument-out-of-time`
 */
export function refuseYears([row]: readonly RowOf<'instrument'>[], { from, until }: Period): void {
  if (row === undefined || until - from <= YEAR) return;
  const text = `${row.key} could cover the use of another year, because the period is longer than a year: run one year at a time`;
  throw new EngineError('instrument-out-of-time', text, { from, until }, placeOf(row, 'from'));
}

/**
 * Returns the intensity of a certificate in tonnes per MW.h.
 * @throws EngineError `bad-value`, `out-of-range`, `bad-unit`, `unit-mismatch`
 */
export function instrumentIntensity(row: RowOf<'instrument'>): Quantity {
  const { factor, factorUnit } = row.detail;
  const columns = { value: 'detail.factor', unit: 'detail.factorUnit' };
  return statedQuantity('IF', row, { value: factor, unit: factorUnit, columns }, INTENSITY);
}

/** Returns the unit of a certificate's factor. @throws EngineError `bad-unit`, `unit-mismatch` */
export function unitOfInstrument(row: RowOf<'instrument'>): Unit {
  const unit = readUnit(row.detail.factorUnit, row, 'detail.factorUnit');
  if (unit.dimension === parseUnit(INTENSITY).dimension) return unit;
  const text = `the factor of ${row.key} is in ${unit.text}, which cannot be converted to ${INTENSITY}`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'detail.factorUnit'));
}
