import type { Entry, RecordView } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { FailedCheck } from '../../core/errors.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { hashRecord } from '../../core/records/record.ts';

/**
 * Checks that an answer shows the record that was asked for, as it was signed: its id is the hash of the record, which names the hash of the
 * statement. State, time and batch stay the word of the server.
 * @throws ApiError `server-answer`
 */
export function checkRecord(
  id: string,
  { record, statement }: Pick<RecordView, 'record' | 'statement'>,
): void {
  const actual = hashRecord({ ...record, sources: [...record.sources] });
  if (actual !== id) throw refuse(`expected record ${id} from the server, got ${actual}`);
  const hash = hashJson(statement);
  if (hash !== record.statement)
    throw refuse(`the server sent another statement of record ${id} than the one that was signed`);
}

/** Checks that entries of an answer are those that were signed: they give the root that the record names. @throws FailedCheck `proof-root` */
export function checkEntries(
  id: string,
  record: Pick<RecordView['record'], 'entries'>,
  entries: readonly Entry[],
): void {
  const actual = hashEntries(entries);
  if (actual === record.entries) return;
  throw new FailedCheck(
    'proof-root',
    `the server sent other entries of record ${id} than those that were signed: expected the root ${record.entries}, they give ${actual}`,
    record.entries,
    actual,
  );
}

function refuse(message: string): ApiError {
  return new ApiError(200, 'server-answer', message);
}
