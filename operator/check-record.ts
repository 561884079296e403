import { BadInput } from '../core/errors.ts';
import type { Hex } from '../core/encoding/hex.ts';
import { formatJson } from '../core/encoding/json.ts';
import type { Domain } from '../core/hashing/domain.ts';
import { hashJson } from '../core/hashing/json-hash.ts';
import { type Recover, recoverAddress } from '../core/hashing/signature.ts';
import { hashEntries } from '../core/records/entry.ts';
import { digestRecord, hashRecord, hashStream } from '../core/records/record.ts';
import { formatEntries } from '../db/records/entries.ts';
import type { ImportedRecord } from '../db/records/imported-records.ts';
import type { RecordLine } from '../core/publication/format.ts';
import { PublicationError } from '../core/publication/publication-error.ts';

/**
 * Returns a published record as it is stored, after computing its id, the hashes of its statement and entries, and its signer
 * again.
 * @throws PublicationError `record-mismatch`
 */
export function checkRecordLine(line: RecordLine, domain: Domain, recover: Recover): ImportedRecord {
  checkHashes(line);
  const { id, record, statement, signature, receipt, arrival, entries } = line;
  return {
    id,
    stream: hashStream(record),
    record,
    statementText: formatJson(statement),
    signature,
    signer: recoverSigner(line, domain, recover),
    entriesText: entries === null ? null : formatEntries(entries),
    publicEntries: line.public,
    receipt: { record: id, ...receipt },
    arrival,
  };
}

function checkHashes({ id, record, statement, entries }: RecordLine): void {
  const root = entries === null ? record.entries : hashEntries(entries);
  expectHash(id, 'record', hashRecord(record), id);
  expectHash(id, 'statement', hashJson(statement), record.statement);
  expectHash(id, 'entries map', root, record.entries);
}

function expectHash(id: Hex, what: string, found: Hex, expected: Hex): void {
  if (found === expected) return;
  throw new PublicationError(
    'record-mismatch',
    `The ${what} of published record ${id} hashes to ${found}, expected ${expected}. Find another copy.`,
  );
}

function recoverSigner({ id, record, signature }: RecordLine, domain: Domain, recover: Recover): string {
  try {
    return recoverAddress(digestRecord(domain, record), signature, recover);
  } catch (cause) {
    if (!(cause instanceof BadInput)) throw cause;
    throw new PublicationError(
      'record-mismatch',
      `Published record ${id} has no valid signature: ${cause.message}. Find another copy.`,
      cause,
    );
  }
}
