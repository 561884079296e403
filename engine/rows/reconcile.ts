import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import { liesOutside } from './activity.ts';
import { listSome } from '../errors/list-some.ts';
import type { Period, Row } from './row.ts';
import type { Role } from './types/row-type.ts';
import { findRowType } from './types/row-types.ts';
import { nameSet } from './gwp-set-name.ts';

/** Why a run leaves out a row: reason → meaning. A method can name further reasons. */
export const LEFT_OUT_REASONS = {
  'outside-period': 'the row is outside the period of the run',
  'type-not-read': 'the method does not read rows of this type',
  'other-gwp-set': 'the row is of another GWP set than the run',
  'other-basis': 'the factor has a basis that no activity of the run names',
  'not-needed': 'no activity of the run takes this factor',
  'not-counted': 'the method gives no figure to which the row belongs',
  'retired-for-others': 'the certificate was retired for an organisation that the parameters do not name',
  consolidation: 'the consolidation that the parameters declare does not include the row',
  document: 'the row is a document without a quantity',
} as const;

/** The rows of one record that a run leaves out for one reason, with their keys, ascending. */
export interface LeftOut {
  readonly reason: string;
  readonly role: Role;
  readonly keys: readonly string[];
}

/** What became of the rows of one record: `read` is `used` plus the keys of all that is left out. */
export interface RecordReconciliation {
  readonly record: string;
  readonly read: number;
  readonly used: number;
  /** Activities first, then factors, cells of tables, and documents; ascending by reason. */
  readonly leftOut: readonly LeftOut[];
}

/** What became of every row of a run, by record, ascending by id. */
export type Reconciliation = readonly RecordReconciliation[];

/** A row as far as its reconciliation needs it. */
export type ReconciledRow = RowName & Period & { readonly detail: object };

/** What a reconciliation must know of a run. */
export interface Reconciled<R extends ReconciledRow = Row> {
  /** Whether a figure of the run uses a row. */
  readonly isUsed: (row: R) => boolean;
  /** The row types that the method reads. */
  readonly reads: readonly string[];
  readonly period: Period;
  /** The GWP set of the run, where it has one. */
  readonly gwpSet?: string;
  /** Returns the reason of a method to leave out a row, such as `consolidation`; null where it has none of its own. */
  readonly reasonOf?: (row: R) => string | null;
}

/**
 * Returns what became of each row, after the figures of a run were computed: used by a figure, or left out for a reason. A row that a figure
 * only warns of is left out. The rows are in the order of `readRows`.
 */
export function reconcile<R extends ReconciledRow>(rows: readonly R[], run: Reconciled<R>): Reconciliation {
  let collected: ReadonlySet<string> | undefined;
  const bases = (): ReadonlySet<string> => (collected ??= collectBases(rows, run));
  const result: RecordReconciliation[] = [];
  let start = 0;
  while (start < rows.length) {
    const { record } = rows[start]!;
    let end = start;
    while (end < rows.length && rows[end]!.record === record) end++;
    result.push(reconcileRecord(record, rows, { start, end }, (row) => explain(row, run, bases)));
    start = end;
  }
  return result;
}

/** A reconciliation with the number of rows in place of their keys, as it is stored with a run. */
export interface RecordCounts extends Omit<RecordReconciliation, 'leftOut'> {
  readonly leftOut: readonly (Omit<LeftOut, 'keys'> & { readonly count: number })[];
}

/** Returns a reconciliation with counts in place of keys. Its size does not depend on the number of rows. */
export function countRows(reconciliation: Reconciliation): RecordCounts[] {
  return reconciliation.map(({ leftOut, ...record }) => ({
    ...record,
    leftOut: leftOut.map(({ reason, role, keys }) => ({ reason, role, count: keys.length })),
  }));
}

/**
 * Throws when a run leaves out an activity. Factors that nothing needs are a library, and documents have no quantity: both are
 * allowed.
 * @throws EngineError `left-out-rows`
 */
export function refuseLeftOut(reconciliation: Reconciliation): void {
  const found = reconciliation.flatMap(({ record, leftOut }) =>
    leftOut
      .filter(({ role }) => role === 'activity')
      .flatMap(({ reason, keys }) => keys.map((key) => ({ record, key, reason }))),
  );
  const [first] = found;
  if (first === undefined) return;
  const text =
    `the run leaves out ${found.length === 1 ? 'an activity' : `${found.length} activities`}: ` +
    `${listSome(found.map(({ key, reason }) => `${key} (${reason})`))}. Remove these rows, or change the period or the method`;
  throw new EngineError('left-out-rows', text, first.key, placeOf(first, 'key'));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function reconcileRecord<R extends ReconciledRow>(
  record: string,
  rows: readonly R[],
  { start, end }: Range,
  explainRow: (row: R) => string | null,
): RecordReconciliation {
  const groups = new Map<string, { reason: string; role: Role; keys: string[] }>();
  let used = 0;
  for (let at = start; at < end; at++) {
    const row = rows[at]!;
    const reason = explainRow(row);
    if (reason === null) {
      used++;
      continue;
    }
    const role = roleOf(row);
    const name = `${ROLES.indexOf(role)}/${reason}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { reason, role, keys: [row.key] });
    else group.keys.push(row.key);
  }
  const leftOut = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  return { record, read: end - start, used, leftOut };
}

const ROLES: readonly Role[] = ['activity', 'factor', 'cell', 'document'];

function roleOf(row: ReconciledRow): Role {
  return findRowType(typeOf(row))?.role ?? 'document';
}

function typeOf({ detail }: ReconciledRow): string {
  return memberOf(detail, 'row') ?? '';
}

/** Bases that methods use for activities that name none: fuels burn, and grid factors are of generation. */
const COMMON_BASES = ['combustion', 'generation'];

/** Returns the bases that activities in the period name: a factor must have one of them to be of use. */
function collectBases(
  rows: readonly ReconciledRow[],
  { reads, period }: Pick<Reconciled, 'reads' | 'period'>,
): ReadonlySet<string> {
  const bases = new Set(COMMON_BASES);
  for (const row of rows) {
    const basis = memberOf(row.detail, 'basis');
    if (basis === undefined || !reads.includes(typeOf(row)) || roleOf(row) !== 'activity') continue;
    if (!liesOutside(row, period)) bases.add(basis);
  }
  return bases;
}

function explain<R extends ReconciledRow>(
  row: R,
  run: Reconciled<R>,
  bases: () => ReadonlySet<string>,
): string | null {
  const { isUsed, reads, period, gwpSet, reasonOf } = run;
  const own = reasonOf?.(row) ?? null;
  if (own !== null) return own;
  if (isUsed(row)) return null;
  const { detail } = row;
  const role = roleOf(row);
  if (!reads.includes(typeOf(row))) return role === 'document' ? 'document' : 'type-not-read';
  if (role === 'activity') return liesOutside(row, period) ? 'outside-period' : 'not-counted';
  if (role === 'document') return 'document';
  const set = setOf(detail);
  if (gwpSet !== undefined && set !== undefined && set !== gwpSet) return 'other-gwp-set';
  const basis = memberOf(detail, 'basis');
  return basis !== undefined && !bases().has(basis) ? 'other-basis' : 'not-needed';
}

/** Returns the name of the GWP set of a factor. */
function setOf(detail: object): string | undefined {
  const stated = memberOf(detail, 'gwpSet');
  const { horizon } = detail as { readonly horizon?: unknown };
  if (stated === undefined || typeof horizon !== 'number') return stated;
  return nameSet({ gwpSet: stated, horizon, metric: memberOf(detail, 'metric') === 'GTP' ? 'GTP' : 'GWP' });
}

function memberOf(detail: object, member: string): string | undefined {
  const value = (detail as Readonly<Record<string, unknown>>)[member];
  return typeof value === 'string' ? value : undefined;
}
