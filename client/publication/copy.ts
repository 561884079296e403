import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Domain } from '../../core/hashing/domain.ts';
import { parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import {
  type BatchFile,
  type BatchName,
  LATEST_FILE,
  LEDGER_FILE,
  type RecordLine,
  batchFileSchema,
  batchNameSchema,
  ledgerFileSchema,
  nameBatchFile,
  nameDocumentFile,
  nameRecordsFile,
  recordLineSchema,
} from '../../core/publication/format.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { LINE, NEWLINE, splitLines } from './lines.ts';
import { openSource, type Source } from './source.ts';

/** A publication to read: a folder, or the URL of a web server with that folder. Its content is not trusted. */
export interface PublishedCopy {
  /** The folder or URL. */
  readonly from: string;
  ledger(): Promise<Domain>;
  /** The batch that was published last; null before the first. */
  latest(): Promise<BatchName | null>;
  /** The file of a batch; null if the copy lacks it. */
  batch(name: BatchName): Promise<BatchFile | null>;
  /**
   * Yields the lines of a batch as they are in the file, whole lines in blocks of some hundred KiB. Throws at the end if the file
   * differs from its length or hash in `batch`.
   */
  blocks(batch: BatchFile): AsyncGenerator<Uint8Array>;
  /** Yields the records of a batch. Throws as `blocks` does. */
  records(batch: BatchFile): AsyncGenerator<RecordLine>;
  /** Returns the bytes of a document; null if the copy lacks it. Reading throws at the end if they have another length or hash. */
  document(name: DocumentName): Promise<AsyncIterable<Uint8Array> | null>;
}

/** A document by its SHA-256 (64 hex digits), with its size in bytes. */
interface DocumentName {
  readonly sha256: string;
  readonly size: number;
}

/** No file but the records of a batch is longer. */
const MOST_JSON_BYTES = 64 << 10;
/** A block of lines has at least this many bytes, except the last one. */
const BLOCK_BYTES = 256 << 10;

/** Opens a publication. Every method may throw PublicationError `copy-unreadable`, `copy-damaged`. `signal` ends all reading from a URL. */
export function openCopy(from: string, signal?: AbortSignal): PublishedCopy {
  const source = openSource(from, signal);
  return {
    from,
    async ledger() {
      const named = await readJson(source, LEDGER_FILE, ledgerFileSchema);
      if (named !== null) return { chainId: named.chainId, ledger: named.ledger };
      throw new PublicationError(
        'copy-unreadable',
        `There is no publication at ${from}: ${LEDGER_FILE} is missing. Check the path or URL.`,
      );
    },
    latest: () => readJson(source, LATEST_FILE, batchNameSchema),
    batch: (name) => readJson(source, nameBatchFile(name), batchFileSchema),
    blocks: (batch) => readBlocks(source, batch),
    records: (batch) => readRecords(source, batch),
    async document(name) {
      const path = nameDocumentFile(name.sha256);
      const bytes = await source(path);
      return bytes === null ? null : checkBytes(bytes, path, { bytes: name.size, sha256: name.sha256 });
    },
  };
}

async function readJson<Out>(source: Source, path: string, schema: z.ZodType<Out>): Promise<Out | null> {
  const stream = await source(path);
  if (stream === null) return null;
  return parse(await joinBytes(stream, path), path, schema);
}

async function joinBytes(stream: AsyncIterable<Uint8Array>, path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > MOST_JSON_BYTES) throw damaged(path, `expected at most ${MOST_JSON_BYTES} bytes, got more.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function damaged(path: string, why: string, cause?: unknown): PublicationError {
  return new PublicationError('copy-damaged', `${path} is damaged: ${why} Find another copy.`, cause);
}

function parse<Out>(bytes: Uint8Array, where: string, schema: z.ZodType<Out>): Out {
  try {
    return parseWith(schema, parseJson(bytes, LINE));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw damaged(where, why.endsWith('.') ? why : `${why}.`, cause);
  }
}

async function* readRecords(source: Source, batch: BatchFile): AsyncGenerator<RecordLine> {
  const path = nameRecordsFile({ number: batch.header.number, id: batch.id });
  let line = 0;
  for await (const block of readBlocks(source, batch))
    for (const text of splitLines(block)) yield parse(text, `line ${++line} of ${path}`, recordLineSchema);
}

async function* readBlocks(source: Source, { id, header, records }: BatchFile): AsyncGenerator<Uint8Array> {
  const path = nameRecordsFile({ number: header.number, id });
  const stream = await source(path);
  if (stream === null)
    throw new PublicationError('copy-lacks', `The publication lacks ${path}. Find another copy.`);
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of checkBytes(stream, path, records)) {
    const end = size + chunk.length < BLOCK_BYTES ? 0 : chunk.lastIndexOf(NEWLINE) + 1;
    if (end > 0) yield Buffer.concat([...parts, chunk.subarray(0, end)]);
    if (end > 0) [parts, size] = [[], 0];
    parts.push(chunk.subarray(end));
    size += chunk.length - end;
    if (size > LINE.bytes) throw damaged(path, `a line has more than ${LINE.bytes} bytes.`);
  }
  if (size > 0) yield Buffer.concat(parts);
}

/** Yields bytes as they come, and throws at the end if their length or hash is another one. */
async function* checkBytes(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  expected: { readonly bytes: number; readonly sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
    if (bytes > expected.bytes) throw damaged(path, `expected ${expected.bytes} bytes, got more.`);
    yield chunk;
  }
  const digest = hash.digest('hex');
  if (bytes === expected.bytes && digest === expected.sha256) return;
  throw damaged(
    path,
    `expected ${expected.bytes} bytes with SHA-256 ${expected.sha256}, got ${bytes} bytes with ${digest}.`,
  );
}
