import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { FailedCheck } from '../../core/errors.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { type Entry, hashEntries } from '../../core/records/entry.ts';
import { hashRecord, type LedgerRecord } from '../../core/records/record.ts';
import type { RecordSummary } from '../generated/openapi.ts';
import { ApiError } from './api-error.ts';

/** A record of a list. Its statement and title are those that were signed, unless it is marked: the server sent another record then. */
export type ListedRecord = RecordSummary & { readonly differs?: true };

/** The server that an answer is from, as errors name it. */
interface Origin {
  readonly url: string;
}

/** Checks that a record of an answer has the id that was asked for. @throws ApiError `server-answer` */
export function checkRecordId({ url }: Origin, id: string, record: LedgerRecord): void {
  const actual = hashRecord(record);
  if (actual !== id) throw refuse(`expected record ${id} from ${url}, got ${actual}`);
}

/**
 * Checks that an answer shows the record that was asked for, as it was signed: its id is the hash of the record, which names the hash of the
 * statement. State, time and batch stay the word of the server.
 * @throws ApiError `server-answer`
 */
export function checkRecord(
  origin: Origin,
  id: string,
  { record, statement }: { readonly record: LedgerRecord; readonly statement: JsonObject },
): void {
  checkRecordId(origin, id, record);
  if (hashJson(statement) !== record.statement)
    throw refuse(`the server sent another statement of record ${id} than the one that was signed`);
}

/** Returns a record of a list as it was signed; marked, and without statement and title, where the server sent another one. */
export function checkListed(origin: Origin, item: RecordSummary): ListedRecord {
  try {
    checkRecord(origin, item.id, item);
  } catch {
    return { ...item, statement: {}, title: null, differs: true };
  }
  const { title } = item.statement;
  return { ...item, title: typeof title === 'string' ? title : null };
}

/** Checks that entries of an answer are those that were signed: they give the root that the record names. @throws FailedCheck `proof-root` */
export function checkEntries(id: string, record: { readonly entries: Hex }, entries: readonly Entry[]): void {
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
