import * as z from 'zod';
import { uintSchema } from '../../core/encoding/schema.ts';
import { ApiError } from './api-error.ts';
import type { Api, SentBytes } from './api.ts';
import { pauseAfter } from './retry-request.ts';

/** A document by its SHA-256 (64 hex digits), with its size in bytes. */
export interface DocumentName {
  readonly sha256: string;
  readonly size: number;
}

/** What a transfer reports: bytes that have arrived, of `size` in all if that is known; and failures that are tried again. */
export interface TransferReport {
  readonly onBytes: (arrived: number) => void;
  /** `pause` is in milliseconds. */
  readonly onRetry: (error: ApiError, pause: number) => void;
}

/**
 * Failures in a row after which a transfer is given up. The pauses between are 15.5 seconds together: a server forgets in 15 seconds that
 * a process that crashed was writing the document.
 */
const ATTEMPTS = 6;

const stateSchema = z.object({ received: uintSchema(), isComplete: z.boolean() });

/** Codes of a server whose operator must act first. */
const LASTING = ['document-disk-full', 'document-lost'];
/** Codes of a server that holds a part of a document: the transfer asks what has arrived, and goes on. */
const CONTINUED = ['document-busy', 'document-offset', 'body-interrupted', 'body-too-slow'];

/**
 * Sends a document; after a cut connection it continues where it was cut. `open` gives its bytes from an offset on, or is the document as
 * a blob, such as a file in a browser. Returns false if the server had it before.
 * @throws ApiError
 */
export async function sendDocument(
  api: Api,
  { sha256, size }: DocumentName,
  open: ((from: number) => AsyncIterable<Uint8Array>) | Blob,
  report: TransferReport,
): Promise<boolean> {
  const path = `/v1/documents/${sha256}`;
  const asked = `bytes */${size}`;
  let isSent = size === 0;
  let stored = 0;
  await repeat(report, async (onProgress) => {
    const { received: from, isComplete } = await api.putBytes(
      path,
      { range: asked, bytes: new Blob([]) },
      stateSchema,
    );
    report.onBytes(from);
    // A blob that was cut off reported nothing itself.
    if (from > stored) onProgress();
    stored = Math.max(stored, from);
    if (isComplete) return;
    isSent = true;
    const onBytes = (arrived: number): void => {
      report.onBytes(arrived);
      onProgress();
    };
    const put = async (bytes: SentBytes['bytes'], start: number, end: number): Promise<void> => {
      await api.putBytes(path, { range: `bytes ${start}-${end - 1}/${size}`, bytes }, stateSchema);
    };
    if (!(open instanceof Blob)) return put(watchBytes(open(from), from, onBytes), from, size);
    await sendPieces(from, size, async (start, end) => {
      await put(open.slice(start, end), start, end);
      onBytes(end);
    });
  });
  return isSent;
}

/** Bytes of a blob that are sent in one request, so that it is known how many have arrived. */
const PIECE = 4 << 20;

/** Sends the bytes of a blob from an offset on, one piece after the other. `send` sends those from an offset until another one. */
async function sendPieces(
  from: number,
  size: number,
  send: (from: number, until: number) => Promise<void>,
): Promise<void> {
  for (let at = from; at < size; at += PIECE) await send(at, Math.min(at + PIECE, size));
}

async function* watchBytes(
  bytes: AsyncIterable<Uint8Array>,
  from: number,
  onBytes: (arrived: number) => void,
): AsyncGenerator<Uint8Array> {
  let arrived = from;
  for await (const chunk of bytes) {
    yield chunk;
    arrived += chunk.length;
    onBytes(arrived);
  }
}

/** Where a document that is read is written to. */
export interface DocumentTarget {
  /** How many bytes it has already. */
  readonly size: () => number;
  /** Adds a chunk at its end. */
  write(chunk: Uint8Array): Promise<void>;
  /** Forgets what was written: the server begins anew. */
  restart(): Promise<void>;
}

/**
 * Reads a document into a target; after a cut connection, or with a target that has a part, it continues there. The caller compares the
 * hash: what a server sends is not trusted.
 * @throws ApiError; what the target throws
 */
export async function fetchDocument(
  api: Api,
  sha256: string,
  target: DocumentTarget,
  report: TransferReport,
): Promise<void> {
  await repeat(report, async (onProgress) => {
    const from = target.size();
    const headers: Readonly<Record<string, string>> =
      from === 0 ? {} : { range: `bytes=${from}-`, 'if-range': `"${sha256}"` };
    const answer = await api.openBytes(`/v1/documents/${sha256}`, headers).catch((error: unknown) => {
      // The part is the whole document.
      if (error instanceof ApiError && error.code === 'range-unsatisfiable') return null;
      throw error;
    });
    if (answer === null) return;
    if (from > 0 && answer.status !== 206) await target.restart();
    for await (const chunk of answer.bytes) {
      await target.write(chunk);
      report.onBytes(target.size());
      onProgress();
    }
  });
}

/** Does work until it succeeds, or has failed several times without any progress between. */
async function repeat(
  { onRetry }: TransferReport,
  work: (onProgress: () => void) => Promise<void>,
): Promise<void> {
  let failures = 0;
  for (;;) {
    try {
      return await work(() => (failures = 0));
    } catch (error) {
      if (!(error instanceof ApiError) || !isWorthAnother(error) || ++failures >= ATTEMPTS) throw error;
      const pause = pauseAfter(failures);
      onRetry(error, pause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

function isWorthAnother({ code, isTemporary }: ApiError): boolean {
  return CONTINUED.includes(code) || (isTemporary && !LASTING.includes(code));
}
