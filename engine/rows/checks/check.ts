import type { Warning } from '../../errors/warning.ts';
import { isActivityType } from '../activity.ts';
import type { InputRecord } from '../input.ts';
import type { Period, Row, RowOf } from '../row.ts';
import type { RowDetail, RowType } from '../row-detail.ts';
import { keep, type RowIndex } from '../row-index.ts';
import type { RowWarningCode } from '../../errors/warning.ts';

/** What the checks must know of a run besides its rows. */
export interface CheckContext {
  /** The records of the run. Only their ids and streams are read. */
  readonly inputs: readonly Pick<InputRecord, 'record' | 'stream'>[];
  /** The row types that the method reads. */
  readonly reads: readonly string[];
  readonly period: Period;
  /** The GWP set of the run; absent where its method has none and so gives no CO2e. */
  readonly gwpSet?: string;
  /**
   * Whether the run is repeated from the rows that it used. Rows that define a GWP set and that no figure uses are then not there, so
   * names of sets are not looked at.
   */
  readonly isRepeated?: boolean;
}

/** Tells whether a figure of a run uses a row. */
export interface Usage {
  readonly isUsed: (row: Row) => boolean;
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

/** The rows that the figures of a run use. Each list is in the order of `readRows`. */
export interface CheckedRows {
  readonly activities: Activities;
  readonly factors: readonly Row[];
}

/** Activities by row type. */
export type Activities = ReadonlyMap<string, readonly Row[]>;

/** Selects the activities that the method reads and that are inside the period, at least in part. */
export function selectActivities({ byType }: RowIndex, { reads, period }: CheckContext): Activities {
  const isInside = ({ from, until }: Period): boolean => until > period.from && from < period.until;
  const read = [...byType].filter(([type]) => isActivityType(type) && reads.includes(type));
  return new Map(read.map(([type, rows]) => [type, keep(rows, isInside)]));
}

/** Selects of the activities, and of all other rows, those that are used. */
export function selectUsed(
  { byType }: RowIndex,
  activities: Activities,
  isUsed: Usage['isUsed'],
): CheckedRows {
  const factors = [...byType].flatMap(([type, rows]) => (activities.has(type) ? [] : rows.filter(isUsed)));
  return { activities: new Map([...activities].map(([type, rows]) => [type, keep(rows, isUsed)])), factors };
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
