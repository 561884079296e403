import * as z from 'zod';
import { findReaders } from '../../../db/documents/document-names.ts';
import { findPartiesOfKey } from '../../../db/chain/party-views.ts';
import { parseContentRange, parseRange } from '../../documents/content-range.ts';
import { documentPath, sizeOf } from '../../documents/document-files.ts';
import type { DocumentRoom } from '../../documents/document-room.ts';
import { receiveDocument } from '../../documents/receive-document.ts';
import { HttpError } from '../../errors/http-error.ts';
import { authenticate } from '../../sessions/session.ts';
import { defineRoute, type HttpContext } from '../route.ts';
import { documentParams, documentSchema } from '../schemas.ts';

const TAG = 'Documents';
const PATH = '/v1/documents/{sha256}';

function requireRoom({ documents }: HttpContext): DocumentRoom {
  if (documents !== null) return documents;
  throw new HttpError('documents-not-kept', 'this server keeps no documents');
}

const STATUSES = { known: 200, stored: 201, incomplete: 202 } as const;

export const sendDocument = defineRoute({
  operation: 'sendDocument',
  method: 'put',
  path: PATH,
  tag: TAG,
  summary: 'Send a document',
  description:
    'Stores a file that an entry of a record of your party names by `sha256`, `size` and `mediaType`; the record is sealed or waits. It has at most 1 GiB. Send it whole, or in parts with `Content-Range: bytes FIRST-LAST/SIZE` (RFC 9110, 14.5): each part begins where what has arrived ends, and has at least one byte. `Content-Range: bytes */SIZE` with an empty body asks how much has arrived; do so after a connection was cut. From byte 0 on, the document is sent anew. The hash is computed when all has arrived: a file with another one is not stored. A part that is not continued, and a document that no sealed record names, is dropped after a day.',
  session: 'required',
  params: documentParams,
  headers: z.strictObject({
    'Content-Range': z
      .string()
      .optional()
      .meta({ description: 'The bytes that this request sends.', examples: ['bytes 0-1048575/5000000'] }),
  }),
  bytes: 'body',
  answers: {
    200: 'Your party had sent the document before.',
    201: 'The document has arrived whole, has the right hash, and is stored.',
    202: 'More is needed: continue at the byte `received`.',
  },
  answer: documentSchema,
  refusals: [
    ...[
      'unauthorized',
      'documents-not-kept',
      'document-not-named',
      'document-too-large',
      'document-over-quota',
    ],
    ...['document-range', 'document-offset', 'document-busy', 'document-size', 'document-hash'],
    ...['document-disk-full', 'body-interrupted', 'body-too-slow', 'unsupported-media-type', 'overloaded'],
  ],
  handle: async (context, { params: { sha256 }, token, headers, lines, client, signal }) => {
    const { pool, now } = context;
    const room = requireRoom(context);
    const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
    const range = parseContentRange(headers['content-range']);
    const length = headers['content-length'] === undefined ? null : Number(headers['content-length']);
    const visitor = { client, signal, party: parties[0] ?? null };
    const { size, received, state } = await room.send(lines, visitor, (arriving) =>
      receiveDocument({ pool, now, ...room }, { sha256, parties, range, length, arriving }),
    );
    const value = { sha256, size, received, isComplete: state !== 'incomplete' };
    return { status: STATUSES[state], cache: 'private', value };
  },
});

export const readDocument = defineRoute({
  operation: 'readDocument',
  method: 'get',
  path: PATH,
  tag: TAG,
  summary: 'Read a document',
  description:
    'The bytes of a document. Anyone may read it if the entries of a record that names it are public; else who may read the entries of such a record. The record counts if its party has sent the document. One range of bytes can be asked for with `Range`, under the condition of `If-Range` with the entity tag: the hash in quotes. Hash what you get: the server is not trusted.',
  session: 'optional',
  params: documentParams,
  headers: z.strictObject({
    Range: z
      .string()
      .optional()
      .meta({ description: 'One range of bytes.', examples: ['bytes=1048576-'] }),
    'If-Range': z.string().optional().meta({ description: 'Ignore `Range` unless this is the entity tag.' }),
    'If-None-Match': z.string().optional().meta({ description: 'Answer 304 if this is the entity tag.' }),
  }),
  bytes: 'answer',
  answers: { 200: 'The document.', 206: 'The range of it that was asked for.', 304: 'You have it already.' },
  answer: null,
  refusals: [
    ...['unauthorized', 'documents-not-kept', 'document-unknown', 'document-lost'],
    ...['range-unsatisfiable', 'overloaded'],
  ],
  handle: async (context, { params: { sha256 }, token, headers, client, signal }) => {
    const { pool, now } = context;
    const room = requireRoom(context);
    const parties =
      token === null ? [] : await findPartiesOfKey(pool, await authenticate(pool, token, now()));
    const found = await findReaders(pool, sha256, parties);
    if (!found?.isReadable)
      throw new HttpError('document-unknown', `no document ${sha256} that you may read`, {
        path: 'sha256',
        value: sha256,
      });
    const { size } = found;
    const etag = `"${sha256}"`;
    const cache = found.isPublic ? 'immutable' : 'private';
    const about = {
      ETag: etag,
      'Accept-Ranges': 'bytes',
      'Repr-Digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      'Content-Disposition': `attachment; filename="${sha256}"`,
    };
    if (listTags(headers['if-none-match']).some((tag) => tag === etag || tag === '*'))
      return { status: 304, cache, headers: about, empty: true };
    const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
    const range = isSame ? parseRange(headers.range, size) : null;
    const { from, until } = range ?? { from: 0, until: size };
    const path = documentPath(room.folder, sha256);
    if ((await sizeOf(path)) !== size)
      throw new HttpError('document-lost', `the file of the document ${sha256} is missing`);
    return {
      status: range === null ? 200 : 206,
      cache,
      headers: {
        ...about,
        ...(range === null ? {} : { 'Content-Range': `bytes ${from}-${until - 1}/${size}` }),
      },
      openBytes: (cut) =>
        room.read(path, { from, until }, { client, signal, party: parties[0] ?? null }, cut),
      length: until - from,
    };
  },
});

function listTags(text = ''): string[] {
  return text.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
