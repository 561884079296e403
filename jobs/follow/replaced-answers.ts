import type { Hex } from '../../core/encoding/hex.ts';
import type { RecordSummary } from '../../client/generated/openapi.ts';

/** An answer as a list or its record gives it. */
export type ListedAnswer = Pick<RecordSummary, 'id' | 'state'> & {
  readonly record: Pick<RecordSummary['record'], 'party' | 'kind' | 'subject' | 'sequence'>;
};

/** Returns those of some answers that count no longer: their party has given or withdrawn a newer one in the same stream. */
export function listReplaced(answers: readonly ListedAnswer[]): ReadonlySet<Hex> {
  const streamOf = ({ party, kind, subject }: ListedAnswer['record']): string =>
    `${party} ${kind} ${subject}`;
  const newest = new Map<string, number>();
  for (const { record, state } of answers) {
    const stream = streamOf(record);
    if (state !== 'rejected' && record.sequence > (newest.get(stream) ?? 0))
      newest.set(stream, record.sequence);
  }
  return new Set(
    answers.filter(({ record }) => record.sequence < (newest.get(streamOf(record)) ?? 0)).map(({ id }) => id),
  );
}
