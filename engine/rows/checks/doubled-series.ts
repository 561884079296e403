import { listSome } from '../../errors/list-some.ts';
import type { Period, Row } from '../row.ts';
import { textOf, warn, type RowWarning } from './check.ts';
import { describeSeries, type Series, type SeriesIndex } from './series.ts';

/** Of so many series of one source, or of one meter, each is compared with the others. */
const MOST_COMPARED = 50;

/** Warns of series that likely count the same: a year without a meter beside metered months, and a meter that is given twice. */
export function warnOfDoubledSeries(series: SeriesIndex): RowWarning[] {
  return [...warnOfUnmetered(series), ...warnOfMeterPlaces(series), ...warnOfReadings(series)];
}

/** Warns of rows without a meter that include the periods of several rows with one, or the other way round, of the same source. */
function warnOfUnmetered(series: SeriesIndex): RowWarning[] {
  const bySource = Map.groupBy(series.all, ({ source }) => source);
  return [...bySource.values()].flatMap((all) => {
    const [metered, others] = [true, false].map((isMetered) =>
      all.filter((each) => each.isMetered === isMetered).slice(0, MOST_COMPARED),
    ) as [Series[], Series[]];
    const pairs = others.flatMap((one) =>
      metered.flatMap((two) => [[one, two] as const, [two, one] as const]),
    );
    return pairs.flatMap(([whole, parts]) => {
      const found = whole.samples.filter((row) => countInside(parts.periods, row) >= 2);
      const [first] = found;
      if (first === undefined) return [];
      const rows = series
        .rowsOf([whole])
        .get(whole)!
        .filter((row) => found.some((one) => isSamePeriod(one, row)));
      const message =
        `${listSome(rows.map(({ key }) => key))}: a longer period of ${describeSeries(whole)} beside shorter ones of ` +
        `${describeSeries(parts)} (${parts.first.key}): remove one of them if both measure the same`;
      return [warn('likely-double', message, [rows[0] ?? first, ...rows.slice(1), parts.first], rows)];
    });
  });
}

function countInside(periods: readonly Period[], { from, until }: Period): number {
  return periods.filter(
    (own) => own.from >= from && own.until <= until && own.until - own.from < until - from,
  ).length;
}

function isSamePeriod(a: Period, b: Period): boolean {
  return a.from === b.from && a.until === b.until;
}

/** A name with so many digits is a number of a device, which no second device has. */
const SERIAL = /(\d.*){4}/;

/** Warns of a meter that two places or organisations read at the same time. Names such as `main` can be those of several meters. */
function warnOfMeterPlaces(series: SeriesIndex): RowWarning[] {
  const metered = series.all.filter(({ isMetered }) => isMetered);
  const byMeter = Map.groupBy(metered, ({ first }) => `${first.detail.row} ${meterOf(first)}`);
  return [...byMeter.values()].flatMap((all) =>
    all.slice(1, MOST_COMPARED).flatMap((each, index) => {
      const other = all.slice(0, index + 1).find((before) => isReadTwice(before, each));
      if (other === undefined) return [];
      const rows = series.rowsOf([each]).get(each)!;
      const message =
        `meter ${meterOf(each.first)} is given twice: ${describeSeries(other)} (${other.first.key}) and ` +
        `${describeSeries(each)} (${each.first.key}): remove one of them, or name two meters differently`;
      return [warn('likely-double', message, [each.first, other.first, ...rows.slice(1)], rows)];
    }),
  );
}

function meterOf({ detail }: Row): string {
  return textOf(detail, 'meter') ?? '';
}

function isReadTwice(a: Series, b: Series): boolean {
  const isSerial = SERIAL.test(meterOf(a.first));
  return a.samples.some((one) =>
    b.samples.some((two) =>
      isSerial
        ? one.from < two.until && two.from < one.until
        : isSamePeriod(one, two) && one.value === two.value && one.unit === two.unit && !one.amount.isZero(),
    ),
  );
}

/**
 * Warns of periods for which a meter has two rows, where most have one: a reading that was given twice, if corrected. Where all periods
 * have several rows, they are those of tariffs.
 */
function warnOfReadings(series: SeriesIndex): RowWarning[] {
  const several = series.all.filter(({ isMetered, count, periods }) => isMetered && count > periods.length);
  const rows = series.rowsOf(several);
  return several.flatMap((each) => {
    const periods = [...Map.groupBy(rows.get(each)!, ({ from, until }) => `${from} ${until}`).values()];
    const doubled = periods.filter((own) => own.length > 1);
    if (2 * doubled.length >= periods.length) return [];
    const [first, ...others] = doubled.flatMap((own) => (hasCopy(own) ? [] : own.slice(1)));
    if (first === undefined) return [];
    const firsts = doubled.map(([own]) => own!);
    const message =
      `${listSome([first, ...others].map(({ key }) => key))}: another row of ${describeSeries(each)} for a period that has one ` +
      `(${listSome(firsts.map(({ key }) => key))}): remove what is given twice`;
    return [warn('likely-double', message, [first, ...others, ...firsts], [first, ...others])];
  });
}

/** Whether rows of one period have the same amount: another check says that. */
function hasCopy(rows: readonly Row[]): boolean {
  return new Set(rows.map(({ value, unit }) => `${value} ${unit.text}`)).size < rows.length;
}
