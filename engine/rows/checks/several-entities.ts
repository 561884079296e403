import type { Row } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { textOf, warn, type CheckedRows, type RowWarning } from './check.ts';

/**
 * Warns where activities of two entities are added up in full, because no entity row that a figure uses says how they are held. The warning
 * is about the first row of the second entity.
 */
export function warnOfSeveralEntities({ activities, factors }: CheckedRows): RowWarning[] {
  if (factors.some(({ detail }) => detail.row === 'entity')) return [];
  const first = new Map<string, Row>();
  for (const rows of activities.values()) addEntities(first, rows);
  const rows = [...first.values()];
  const [, second] = rows;
  if (second === undefined) return [];
  const message =
    `the rows are of ${rows.length} entities, and no entity row says how they are held, so all count in full: ` +
    listSome([...first].map(([entity, { key }]) => `${entity} (${key})`));
  return [warn('several-entities', message, [second], [])];
}

function addEntities(first: Map<string, Row>, rows: readonly Row[]): void {
  let last: Row['detail'] | undefined;
  for (const row of rows) {
    if (row.detail === last) continue;
    last = row.detail;
    const entity = textOf(last, 'entity');
    if (entity !== undefined && !first.has(entity)) first.set(entity, row);
  }
}
