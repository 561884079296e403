import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer } from '../../../core/records/kind.ts';
import { type KnownRecord, listKnownRecords } from '../../../jobs/explain/known-record.ts';
import type { FileToday } from '../../verification/verdict/surroundings.tsx';

/**
 * Returns the records that the figures of a file were made from. Of an old file, no record is called current by the file itself: only a
 * fresh one tells. Answers of others are no part of how it was computed.
 */
export function listKnownToday({ bundle, now, isOld }: FileToday): Map<Hex, KnownRecord> {
  const fresh = now === null ? new Map<Hex, KnownRecord>() : listKnownRecords(now);
  const known = [...listKnownRecords(bundle)].filter(([, { record }]) => !isAnswer(record.kind));
  if (!isOld) return new Map(known);
  return new Map(
    known.map(([id, each]) => {
      const wasReplaced = each.newest !== null && each.newest.sequence > each.record.sequence;
      return [id, { ...each, newest: fresh.get(id)?.newest ?? (wasReplaced ? each.newest : null) }];
    }),
  );
}
