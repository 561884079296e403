import * as z from 'zod';
import { type BatchHeader, headerSchema } from '../batches/batch.ts';
import { domainSchema } from '../hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../records/entry.ts';
import type { Hex } from '../encoding/hex.ts';
import { recordSchema } from '../records/record-schema.ts';
import { hashSchema, signatureSchema, timeSchema, uintSchema } from '../encoding/schema.ts';

/** The format of a publication, which has each batch before its header is sent: docs/spec/publication.md. */
export const PUBLICATION_FORMAT = 'carbon-ledger-publication/1';

/** Names the ledger of a publication. */
export const LEDGER_FILE = 'ledger.json';
/** Names the batch that was published last. */
export const LATEST_FILE = 'latest.json';
export const BATCH_FOLDER = 'batches';
/** The folder of documents that entries of public records name. Each file has the name of its SHA-256. */
export const DOCUMENT_FOLDER = 'documents';

const NUMBER_DIGITS = 8;

export const ledgerFileSchema = z.strictObject({
  format: z.literal(PUBLICATION_FORMAT),
  ...domainSchema.shape,
});

/** A batch by number and header id, so that a void batch and its replacement with the same number have different files. */
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
    /** The name of the file with the records, in the same folder. */
    file: z.string(),
    bytes: uintSchema(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});

/** The file of a batch: its header, and the file with its records. */
export interface BatchFile {
  readonly format: typeof PUBLICATION_FORMAT;
  readonly id: Hex;
  readonly header: BatchHeader;
  readonly records: { readonly file: string; readonly bytes: number; readonly sha256: string };
}

/** A line in a file of records. */
export const recordLineSchema = z.strictObject({
  id: hashSchema,
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: signatureSchema,
  receipt: z.strictObject({ acceptedAt: timeSchema, anchorBy: timeSchema, signature: signatureSchema }),
  /** Position in the order of acceptance. */
  arrival: uintSchema(1),
  /** Whether anyone may read the entries. */
  public: z.boolean(),
  /** The entries of a public record that was registered with them; null for all other records. */
  entries: z.array(entrySchema).nullable(),
});

export type RecordLine = z.output<typeof recordLineSchema>;

/** Returns the path of the two files of a batch, without the extension. */
export function nameBatch({ number, id }: BatchName): string {
  return `${BATCH_FOLDER}/${String(number).padStart(NUMBER_DIGITS, '0')}-${id.slice(2)}`;
}

/** Returns the path of the file of a batch. It is written last. */
export function nameBatchFile(name: BatchName): string {
  return `${nameBatch(name)}.json`;
}

/** Returns the path of the file with the records of a batch. */
export function nameRecordsFile(name: BatchName): string {
  return `${nameBatch(name)}.ndjson`;
}

/** Returns the path of a document, by its SHA-256 as 64 hex digits. */
export function nameDocumentFile(sha256: string): string {
  return `${DOCUMENT_FOLDER}/${sha256}`;
}
