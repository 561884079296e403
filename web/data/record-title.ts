import type { RecordView } from '../../client/generated/openapi.ts';

/** Returns a title, as a list or a statement has it; `otherwise` where there is no text. */
export function titleOr(title: unknown, otherwise: string): string {
  return typeof title === 'string' && title !== '' ? title : otherwise;
}

/** Returns the title of a record; `otherwise` where its statement has none, or else the subject of its stream. */
export function titleOf(
  { statement, record }: Pick<RecordView, 'statement' | 'record'>,
  otherwise = record.subject,
): string {
  return titleOr(statement['title'], otherwise);
}
