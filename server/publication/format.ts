import { z } from 'zod';
import { type BatchHeader, headerSchema } from '../../core/batches/batch.ts';
import { domainSchema } from '../../core/hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../../core/records/entry.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { recordSchema } from '../../core/records/record.ts';
import { hashSchema, signatureSchema, timeSchema, uintSchema } from '../../core/encoding/schema.ts';

/** The names and shapes of what is published before a header is sent: docs/spec/publication.md. */
export const PUBLICATION_FORMAT = 'carbon-ledger-publication/1';

/** Of which ledger a folder tells. */
export const LEDGER_FILE = 'ledger.json';
/** Which batch was published last. */
export const LATEST_FILE = 'latest.json';
export const BATCH_FOLDER = 'batches';

const NUMBER_DIGITS = 8;

export const ledgerFileSchema = z.strictObject({
  format: z.literal(PUBLICATION_FORMAT),
  ...domainSchema.shape,
});

/** A batch by its number and header id: two batches of one number, of which one is void, never share a file. */
export const batchNameSchema = z.strictObject({ number: uintSchema(1), id: hashSchema });

export interface BatchName {
  readonly number: number;
  /** The header id. */
  readonly id: Hex;
}

export const batchFileSchema = z.strictObject({
  format: z.literal(PUBLICATION_FORMAT),
  id: hashSchema,
  header: headerSchema,
  records: z.strictObject({
    /** The name of the file of records, in the same folder. */
    file: z.string(),
    bytes: uintSchema(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

/** What the file of a batch says: its header, and where its records stand. */
export interface BatchFile {
  readonly format: typeof PUBLICATION_FORMAT;
  readonly id: Hex;
  readonly header: BatchHeader;
  readonly records: { readonly file: string; readonly bytes: number; readonly sha256: string };
}

/** A line of a file of records. */
export const recordLineSchema = z.strictObject({
  id: hashSchema,
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: signatureSchema,
  receipt: z.strictObject({ acceptedAt: timeSchema, anchorBy: timeSchema, signature: signatureSchema }),
  /** Place in the order of acceptance. */
  arrival: uintSchema(1),
  /** Whether anyone may read the entries. */
  public: z.boolean(),
  /** The entries of a public record that was registered with them; null of all others. */
  entries: z.array(entrySchema).nullable(),
});

export type RecordLine = z.output<typeof recordLineSchema>;

/** Returns the name, without ending, of the two files of a batch. */
export function nameBatch({ number, id }: BatchName): string {
  return `${BATCH_FOLDER}/${String(number).padStart(NUMBER_DIGITS, '0')}-${id.slice(2)}`;
}

/** Returns the path of the file that says what a batch is; it is written last. */
export function nameBatchFile(name: BatchName): string {
  return `${nameBatch(name)}.json`;
}

/** Returns the path of the records of a batch. */
export function nameRecordsFile(name: BatchName): string {
  return `${nameBatch(name)}.ndjson`;
}
