import type { Warning } from '../../factors/factor.ts';
import { isActivityType } from '../activity.ts';
import type { InputRecord } from '../input.ts';
import type { Period, Row, RowOf } from '../row.ts';
import type { RowDetail, RowType } from '../row-detail.ts';
import type { RowIndex } from '../row-index.ts';
import type { RowWarningCode } from './warning-codes.ts';

/** What the checks must know of a run besides its rows. */
export interface CheckContext {
  /** The records of the run. Only their ids and streams are read. */
  readonly inputs: readonly Pick<InputRecord, 'record' | 'stream'>[];
  /** Whether a figure of the run uses a row. */
  readonly isUsed: (row: Row) => boolean;
  /** The row types that the method reads. */
  readonly reads: readonly string[];
  readonly period: Period;
  /** The GWP set of the run; absent where its method has none and so gives no CO2e. */
  readonly gwpSet?: string;
  /** How the entities of an inventory are consolidated; absent where the parameters do not say it. */
  readonly consolidation?: unknown;
}

/** A warning about a row, and the rows that it concerns: it belongs to each figure that uses one of them. */
export interface RowWarning extends Warning {
  readonly code: RowWarningCode;
  readonly rows: readonly Row[];
}

/** Returns the warning about rows; it names the first of them. */
export function warn(code: RowWarningCode, message: string, rows: readonly [Row, ...Row[]]): RowWarning {
  const [{ record, key }] = rows;
  return { code, message, row: { record, key }, rows };
}

/** Returns warnings by the rows that they concern, in the form in which figures state them. */
export function groupWarnings(warnings: readonly RowWarning[]): Map<Row, Warning[]> {
  const byRow = new Map<Row, Warning[]>();
  for (const { code, message, row, rows } of warnings)
    for (const each of rows) {
      const own = byRow.get(each) ?? [];
      if (own.length === 0) byRow.set(each, own);
      own.push({ code, message, row });
    }
  return byRow;
}

/** The rows of a run that its checks look at. Each list is in the order of `readRows`. */
export interface CheckedRows {
  /** By row type: activities that the method reads and that are inside the period, at least in part. */
  readonly activities: ReadonlyMap<string, readonly Row[]>;
  /** All other rows that a figure uses. */
  readonly factors: readonly Row[];
}

/** Selects the rows that the checks look at. */
export function selectChecked({ byType }: RowIndex, { reads, period, isUsed }: CheckContext): CheckedRows {
  const activities = new Map<string, readonly Row[]>();
  const factors: Row[] = [];
  const isInside = ({ from, until }: Period): boolean => until > period.from && from < period.until;
  for (const [type, rows] of byType)
    if (!isActivityType(type) || !reads.includes(type)) {
      for (const row of rows) if (isUsed(row)) factors.push(row);
    } else activities.set(type, rows.every(isInside) ? rows : rows.filter(isInside));
  return { activities, factors };
}

/** Returns the activities of one type. */
export function activitiesOf<T extends RowType>(
  { activities }: Pick<CheckedRows, 'activities'>,
  type: T,
): readonly RowOf<T>[] {
  return (activities.get(type) ?? []) as readonly RowOf<T>[];
}

/** Returns a member of a detail that is a text, whatever the row type; absent where the type does not have it. */
export function textOf(detail: RowDetail, member: string): string | undefined {
  const value = (detail as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : undefined;
}

/** The most rows or names that a message lists. */
const MOST_LISTED = 10;

/** Returns texts for a message: the first ten, and how many more there are. */
export function listSome(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return `${texts.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
