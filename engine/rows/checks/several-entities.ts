import type { Row } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { textOf, warn, type CheckContext, type CheckedRows, type RowWarning } from './check.ts';

/**
 * Warns where activities of two entities are added up and the parameters declare no consolidation. The warning is about the first
 * row of the second entity.
 */
export function warnOfSeveralEntities(
  { activities }: Pick<CheckedRows, 'activities'>,
  { consolidation }: CheckContext,
): RowWarning[] {
  if (consolidation !== undefined) return [];
  const first = new Map<string, Row>();
  for (const rows of activities.values()) addEntities(first, rows);
  const rows = [...first.values()];
  const [, second] = rows;
  if (second === undefined) return [];
  const message =
    `the rows are of ${rows.length} entities, and the parameters declare no consolidation: ` +
    listSome([...first].map(([entity, { key }]) => `${entity} (${key})`));
  return [warn('several-entities', message, [second], [])];
}

function addEntities(first: Map<string, Row>, rows: readonly Row[]): void {
  let last: string | undefined;
  for (const row of rows) {
    const entity = textOf(row.detail, 'entity');
    if (entity === last || entity === undefined) continue;
    last = entity;
    if (!first.has(entity)) first.set(entity, row);
  }
}
