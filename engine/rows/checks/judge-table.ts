import { EngineError } from '../../errors/engine-error.ts';
import type { EngineErrorCode } from '../../errors/engine-error.ts';
import type { RowWarningCode } from '../../errors/warning.ts';
import { isActivityType } from '../activity.ts';
import type { InputEntry } from '../input.ts';
import { indexRows } from '../row-index.ts';
import { readRows, type Period, type Row } from '../row.ts';
import { groupCarriers } from './carrier.ts';
import type { Activities, RowWarning } from './check.ts';
import { warnOfCopiedValues } from './copied-values.ts';
import { warnOfDoubledSeries } from './doubled-series.ts';
import { warnOfTotals } from './likely-totals.ts';
import { warnOfMissingMonths } from './missing-months.ts';
import { refuseOverlaps } from './overlapping-periods.ts';
import { warnOfSameInvoices } from './same-invoices.ts';
import { indexSeries } from './series.ts';
import { warnOfOtherYears, warnOfUnusualAmounts } from './unusual-amounts.ts';

/** What a run would say of the activities of a table, before the table is signed. Keys are those of the rows that may be wrong. */
export interface Caution {
  readonly code: RowWarningCode | EngineErrorCode;
  readonly message: string;
  readonly keys: readonly string[];
}

const OWN = `0x${'f'.repeat(64)}`;
const EARLIER = `0x${'0'.repeat(64)}`;

/**
 * Judges the activities of a table as a run judges its rows: months without a row, rows that count twice, totals among what they add up, amounts
 * unlike the rest of their series, or unlike those of the year before where `earlier` has them.
 * @throws EngineError as `readRows`
 */
export function judgeTable(
  entries: readonly InputEntry[],
  earlier: readonly InputEntry[] = [],
): readonly Caution[] {
  const own = readRows([{ record: OWN, entries: entries.filter(isActivity) }]);
  if (own.length === 0) return [];
  const before = readRows([{ record: EARLIER, entries: earlier.filter(isActivity) }]);
  const activities: Activities = indexRows(own).byType;
  const period = before.length === 0 ? spanOf(own) : widen(spanOf(own), spanOf(before));
  const series = indexSeries(activities);
  const warnings = [
    ...warnOfMissingMonths(series, { period }),
    ...warnOfDoubledSeries(series),
    ...groupCarriers(activities).flatMap((rows) => [...warnOfSameInvoices(rows), ...warnOfTotals(rows)]),
    ...warnOfCopiedValues(series),
    ...warnOfUnusualAmounts(activities),
    ...(before.length === 0 ? [] : warnOfOtherYears(indexRows([...before, ...own]), activities, { period })),
  ];
  return [...findOverlaps(activities), ...warnings.map(cautionOf)];
}

function isActivity({ detail }: InputEntry): boolean {
  return isActivityType(String(detail?.['row']));
}

function spanOf(rows: readonly Row[]): Period {
  return {
    from: rows.reduce((least, { from }) => (from < least ? from : least), rows[0]!.from),
    until: rows.reduce((most, { until }) => (until > most ? until : most), 0),
  };
}

const YEAR = 365 * 86_400;
/** Years and months differ by days, and a month is missing where more is. */
const MOST_OF_MONTH = 20 * 86_400;

/** Returns a period with the months at its ends that the same one of the year before had. */
function widen(own: Period, before: Period): Period {
  if (before.until > own.from) return own;
  const [from, until] = [before.from + YEAR, before.until + YEAR];
  return {
    from: own.from - from > MOST_OF_MONTH && own.from - from < YEAR ? from : own.from,
    until: until - own.until > MOST_OF_MONTH && until - own.until < YEAR ? until : own.until,
  };
}

/** A run refuses overlaps: it adds up nothing twice. */
function findOverlaps(activities: Activities): Caution[] {
  try {
    refuseOverlaps(indexSeries(activities));
    return [];
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return [{ code: error.code, message: error.message, keys: [String(error.value)] }];
  }
}

function cautionOf({ code, message, rows, counted = [] }: RowWarning): Caution {
  return { code, message, keys: (counted.length > 0 ? counted : rows).map(({ key }) => key) };
}
