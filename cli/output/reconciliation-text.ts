import { LEFT_OUT_REASONS, type LeftOut, type Reconciliation } from '../../engine/rows/reconcile.ts';
import { formatCount, plainText } from './text-format.ts';
import { wrapLine } from './wrap-text.ts';

/** The most keys that are named for each reason. */
const MOST_KEYS = 3;

/**
 * Returns what became of the rows of a run: how many were used, then, for each reason to leave rows out, their number and the first
 * keys. Activities come first, with the mark `!`: what they say is missing in the figures.
 */
export function formatReconciliation(reconciliation: Reconciliation): string[] {
  const sum = (count: (record: Reconciliation[number]) => number): number =>
    reconciliation.reduce((total, record) => total + count(record), 0);
  const [read, used] = [sum((record) => record.read), sum((record) => record.used)];
  const groups = groupReasons(reconciliation);
  const head = `${formatCount(read, 'row')} read, ${used} used, ${read - used} left out`;
  return [head, ...groups.map(describeGroup)];
}

/** Adds up the rows that several records leave out for one reason. */
function groupReasons(reconciliation: Reconciliation): LeftOut[] {
  const groups = Map.groupBy(
    reconciliation.flatMap(({ leftOut }) => leftOut),
    ({ role, reason }) => `${ROLES.indexOf(role)} ${reason}`,
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => ({ ...same[0]!, keys: same.flatMap(({ keys }) => keys) }));
}

const ROLES: readonly LeftOut['role'][] = ['activity', 'factor', 'cell', 'document'];
const NAMES: Readonly<Record<LeftOut['role'], readonly [one: string, many: string]>> = {
  activity: ['activity', 'activities'],
  factor: ['factor', 'factors'],
  cell: ['cell of a table', 'cells of tables'],
  document: ['document', 'documents'],
};

function describeGroup({ role, reason, keys }: LeftOut): string {
  const [one, many] = NAMES[role];
  const known: Readonly<Record<string, string>> = LEFT_OUT_REASONS;
  const more = keys.length - MOST_KEYS;
  const listed = `${keys.slice(0, MOST_KEYS).map(plainText).join(', ')}${more > 0 ? ` and ${more} more (--json lists all)` : ''}`;
  const mark = role === 'activity' ? '!' : '–';
  return wrapLine(
    `${mark} ${formatCount(keys.length, one, many)} left out, as ${known[reason] ?? plainText(reason)}: ${listed}`,
    2,
  );
}
