import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { type DocumentName, findNames } from '../../db/documents/document-names.ts';
import { hasSent, isStored, placeDocument, storeDocument } from '../../db/documents/documents.ts';
import {
  beginUpload,
  endUpload,
  leaveUpload,
  renewUpload,
  sumOthers,
  type Upload,
} from '../../db/documents/uploads.ts';
import { HttpError } from '../errors/http-error.ts';
import type { SentRange } from './content-range.ts';
import {
  documentPath,
  isFull,
  openUnfinished,
  placeFile,
  removeFile,
  sizeOf,
  unfinishedPath,
} from './document-files.ts';
import type { Arriving } from './document-room.ts';
import { hashFile } from './hash-file.ts';

/** The largest document, in bytes. */
export const LARGEST_DOCUMENT = 1 << 30;
/** Milliseconds after which a request shows that it still writes; well below the lease of an upload. */
const RENEW = 5_000;

/** What receiving documents works with. */
export interface ReceivingDeps {
  readonly pool: Pool;
  /** Unix seconds. */
  readonly now: () => number;
  readonly folder: string;
  /** The most bytes of one party. */
  readonly quota: number;
}

/** What a party sends. */
export interface Sending {
  readonly sha256: string;
  /** The parties of the session. */
  readonly parties: readonly Hex[];
  /** Null: the whole document. */
  readonly range: SentRange | null;
  /** The announced length of the body; null if it is not announced. */
  readonly length: number | null;
  readonly arriving: Arriving;
}

/** How much of a document has arrived, in bytes. */
export interface Arrived {
  readonly size: number;
  readonly received: number;
  /** `known` if the party had sent it before. */
  readonly state: 'known' | 'stored' | 'incomplete';
}

/**
 * Receives a document, or a part of it that continues what has arrived. Once it is whole, its file is hashed: so each byte is hashed once,
 * however many parts there are and whichever processes wrote them. A document that is whole and right is on disk before this returns. What
 * is cut off can be continued; of what is wrong, or does not fit on the disk, nothing remains.
 * @throws HttpError `document-…`, `body-interrupted`
 */
export async function receiveDocument(deps: ReceivingDeps, sending: Sending): Promise<Arrived> {
  const { sha256, range } = sending;
  const { party, size } = await chooseName(deps, sending);
  if (size > LARGEST_DOCUMENT)
    throw new HttpError(
      'document-too-large',
      `the document has ${size} bytes, expected at most ${LARGEST_DOCUMENT}`,
      { limit: LARGEST_DOCUMENT },
    );
  if (await isKept(deps, sha256, party, size)) return { size, received: size, state: 'known' };
  const path = unfinishedPath(deps.folder, sha256, party);
  const isQuestion = range !== null && range.until === 0 && size > 0;
  const received = isQuestion ? ((await sizeOf(path)) ?? 0) : 0;
  if (isQuestion && received < size) return answerReceived(deps, { sha256, party, size, received });
  const upload = { sha256, party, writer: randomUUID() };
  const begun = await beginUpload(deps.pool, upload, { size, quota: deps.quota, now: deps.now() });
  if (begun === 'busy')
    throw new HttpError('document-busy', 'another request is sending this document for the same party');
  if (begun === 'over-quota') throw overQuota(deps);
  // All has arrived where a question comes here: what kept the document from being stored may be over.
  const { from, until } = isQuestion ? { from: size, until: size } : (range ?? { from: 0, until: size });
  return writePart(deps, sending, { upload, path, size, from, until });
}

/** Returns the name by which the document is sent: a record of one of the parties states this size. */
async function chooseName(
  { pool }: ReceivingDeps,
  { sha256, parties, range, length }: Sending,
): Promise<DocumentName> {
  const names = await findNames(pool, sha256, parties);
  if (names.length === 0)
    throw new HttpError('document-not-named', `no entry of a record of yours names the document ${sha256}`, {
      path: 'sha256',
      value: sha256,
    });
  const given = range?.size ?? length;
  const expected = range === null ? 'the whole document' : `bytes ${range.from} to ${range.until}`;
  if (range !== null && length !== null && length !== range.until - range.from)
    throw new HttpError('document-range', `the body has ${length} bytes, expected ${expected}`, {
      path: 'Content-Length',
      value: length,
    });
  const name = names.find(({ size }) => given === null || size === given);
  if (name !== undefined) return name;
  const stated = [...new Set(names.map(({ size }) => size))];
  throw new HttpError('document-size', `expected ${stated.join(' or ')} bytes, got ${given ?? 0}`, {
    expected: stated[0],
    actual: given,
  });
}

/** Tells whether nothing is to be sent: the party has sent the document, and its file is there. */
async function isKept(
  { pool, folder }: ReceivingDeps,
  sha256: string,
  party: Hex,
  size: number,
): Promise<boolean> {
  return (await hasSent(pool, sha256, party)) && (await sizeOf(documentPath(folder, sha256))) === size;
}

async function answerReceived(
  deps: ReceivingDeps,
  { sha256, party, size, received }: { sha256: string; party: Hex; size: number; received: number },
): Promise<Arrived> {
  if ((await sumOthers(deps.pool, sha256, party)) + size > deps.quota) throw overQuota(deps);
  return { size, received, state: 'incomplete' };
}

function overQuota({ quota }: ReceivingDeps): HttpError {
  return new HttpError('document-over-quota', `the documents of a party may have ${quota} bytes together`, {
    limit: quota,
  });
}

interface Part {
  readonly upload: Upload;
  readonly path: string;
  readonly size: number;
  /** The bytes that the request sends: from `from` to before `until`. */
  readonly from: number;
  readonly until: number;
}

/** Writes a part and ends the upload: as stored, to be continued, or removed. */
async function writePart(deps: ReceivingDeps, { arriving }: Sending, part: Part): Promise<Arrived> {
  const { upload, path, size, from, until } = part;
  let file: FileHandle | null = null;
  try {
    await checkStart(part);
    file = await openUnfinished(deps.folder, path, from);
    const received = await copyBody(deps, arriving, { upload, file, from, until });
    if (received < until) throw interrupted(received, until);
    if (received < size) {
      await leaveUpload(deps.pool, upload, deps.now());
      return { size, received, state: 'incomplete' };
    }
    const digest = await whileRenewed(deps, upload, () => arriving.hash(() => hashFile(path)));
    if (digest !== upload.sha256)
      throw new HttpError('document-hash', `expected SHA-256 ${upload.sha256}, got ${digest}`, {
        expected: upload.sha256,
        actual: digest,
      });
    await file.sync();
    await storeFile(deps, part);
    return { size, received, state: 'stored' };
  } catch (error) {
    throw await endPart(deps, part, error);
  } finally {
    await file?.close().catch(() => {});
  }
}

/** A part must continue what has arrived; from zero, it replaces it. @throws HttpError `document-offset` */
async function checkStart({ path, size, from }: Part): Promise<void> {
  const received = from === 0 ? 0 : ((await sizeOf(path)) ?? 0);
  if (from === received) return;
  throw new HttpError('document-offset', `expected bytes from ${received} on, got them from ${from} on`, {
    received,
    size,
  });
}

interface Copying {
  readonly upload: Upload;
  readonly file: FileHandle;
  readonly from: number;
  readonly until: number;
}

/** Writes a body to a file; returns the byte after the last one. @throws HttpError `document-size` if it is longer */
async function copyBody(
  { pool, now }: ReceivingDeps,
  { body, write }: Arriving,
  { upload, file, from, until }: Copying,
): Promise<number> {
  let at = from;
  let renewed = performance.now();
  for await (const chunk of readWhole(body, () => at, until)) {
    if (at + chunk.length > until)
      throw new HttpError('document-size', `the body has more bytes than were announced: ${until - from}`, {
        expected: until - from,
      });
    if (performance.now() - renewed > RENEW) {
      if (!(await renewUpload(pool, upload, now())))
        throw new HttpError('document-busy', 'another request has continued this document');
      renewed = performance.now();
    }
    await write(() => writeAll(file, chunk, at));
    at += chunk.length;
  }
  return at;
}

/** Runs work, and shows meanwhile that the request is still at it. */
async function whileRenewed<Out>(
  { pool, now }: ReceivingDeps,
  upload: Upload,
  work: () => Promise<Out>,
): Promise<Out> {
  // If it fails, the end of the upload finds out whether another request has taken over.
  const timer = setInterval(() => void renewUpload(pool, upload, now()).catch(() => false), RENEW);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, at: number): Promise<void> {
  for (let done = 0; done < chunk.length;)
    done += (await file.write(chunk, done, chunk.length - done, at + done)).bytesWritten;
}

/** A client that leaves is no fault of the server's. */
async function* readWhole(
  body: AsyncIterable<Uint8Array>,
  at: () => number,
  until: number,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw cause instanceof HttpError ? cause : interrupted(at(), until, cause);
  }
}

function interrupted(received: number, until: number, cause?: unknown): HttpError {
  const message = `the body ended after byte ${received}, expected ${until}`;
  return new HttpError('body-interrupted', message, { received, limit: until }, cause);
}

/** Stores the document and its sender, and gives the file its name. The upload ends in the same transaction. */
async function storeFile({ pool, folder, now }: ReceivingDeps, { upload, path, size }: Part): Promise<void> {
  const { sha256, party } = upload;
  await placeDocument(pool, sha256, async (client) => {
    if (!(await renewUpload(client, upload, now())))
      throw new HttpError('document-busy', 'another request has continued this document');
    const isThere = (await isStored(client, sha256)) && (await sizeOf(documentPath(folder, sha256))) === size;
    if (isThere) await removeFile(path);
    else await placeFile(folder, path, sha256);
    // Last: from here on, others wait that change what is counted of documents.
    await endUpload(client, upload);
    await storeDocument(client, { sha256, size }, party, now());
  });
}

/** After these, what has arrived is of no use. */
const USELESS = ['document-hash', 'document-size', 'document-disk-full'];

/** Ends an upload that failed; returns the error to answer with. What the client can continue is kept, anything else is removed. */
async function endPart(
  { pool, now }: ReceivingDeps,
  { upload, path }: Part,
  error: unknown,
): Promise<unknown> {
  const answer = isFull(error)
    ? new HttpError('document-disk-full', 'the disk of the documents is full', {}, error)
    : error;
  const code = answer instanceof HttpError ? answer.code : '';
  try {
    if (!USELESS.includes(code)) await leaveUpload(pool, upload, now());
    else if (await renewUpload(pool, upload, now())) {
      // The file goes first: without its row, nothing would ever remove it.
      await removeFile(path);
      await endUpload(pool, upload);
    }
  } catch {
    // The database does not answer: the lease ends by itself, and after a day the part is dropped.
  }
  return answer;
}
