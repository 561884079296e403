import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import {
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type RequestOptions,
} from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { voidBatches } from '../../../db/batches/void-batches.ts';
import { withTransaction } from '../../../db/pool.ts';
import { storeGrant } from '../../../db/records/grants.ts';
import { dropDocuments } from '../../../server/documents/drop-documents.ts';
import { openDocumentRoom } from '../../../server/documents/document-room.ts';
import { mountDisk } from '../../endurance/disk.ts';
import { makeDocument, nameDocument, openTestSession, type TestDocument } from '../../helpers/documents.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

const START = SEED_FINAL + 100;
const DAY = 86_400;
const MEBIBYTE = 1 << 20;
const QUOTA = 24 * MEBIBYTE;

let database: TestDatabase;
let ledger: SeededLedger;
let folder: string;
let server: HttpServer;
let company: string;
let auditor: string;
let provider: string;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
});
afterAll(() => database.drop());

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'documents-'));
  await database.pool.query('delete from documents');
  await database.pool.query('delete from document_uploads');
  server = await startHttpServer(database.pool, START, {}, TEST_DOMAIN, {
    documents: openDocumentRoom(folder, { quota: QUOTA, atOnce: 4 }),
  });
  const signIn = ({ key }: TestParty): Promise<string> =>
    openTestSession(database.pool, key, START + 30 * DAY);
  [company, auditor, provider] = await Promise.all(
    [ledger.company, ledger.auditor, ledger.provider].map(signIn) as [
      Promise<string>,
      Promise<string>,
      Promise<string>,
    ],
  );
  return async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  };
});

let count = 0;

/** Registers a record of a party that names documents. */
async function register(
  by: TestParty,
  documents: readonly TestDocument[],
  isPublic = false,
  changes: Readonly<Record<string, string | number>> = {},
): Promise<SignedRecord> {
  const record = signRecord({
    by,
    subject: `documents/${++count}`,
    entries: documents.map((document) => nameDocument(document, changes)),
  });
  await ledger.accept(
    isPublic
      ? { ...record, submission: { ...record.submission, public: true } as SignedRecord['submission'] }
      : record,
  );
  return record;
}

async function put(
  sha256: string,
  body: Uint8Array,
  token: string | null,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await fetch(`${server.url}/v1/documents/${sha256}`, {
    method: 'PUT',
    headers: {
      'Content-Type': 'application/octet-stream',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: JSON.parse(text) as Record<string, unknown>,
  };
}

const send = ({ sha256, bytes }: TestDocument, token: string | null): Promise<Answered> =>
  put(sha256, bytes, token);

const sendRange = (
  { sha256, bytes }: TestDocument,
  from: number,
  until: number,
  token = company,
): Promise<Answered> =>
  put(sha256, bytes.subarray(from, until), token, {
    'Content-Range': `bytes ${from}-${until - 1}/${bytes.length}`,
  });

const ask = ({ sha256, bytes }: TestDocument, token = company): Promise<Answered> =>
  put(sha256, new Uint8Array(), token, { 'Content-Range': `bytes */${bytes.length}` });

async function get(
  { sha256 }: TestDocument,
  token: string | null = null,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly bytes: Buffer }> {
  const response = await fetch(`${server.url}/v1/documents/${sha256}`, {
    headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

/** The names of all files in the folder. */
async function listFiles(at = folder): Promise<string[]> {
  const found = await readdir(at, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ name }) => name);
}

/** Returns the path of what has arrived of a document. */
async function findPart({ sha256 }: TestDocument): Promise<string> {
  const parts = await readdir(join(folder, '.unfinished'));
  return join(
    folder,
    '.unfinished',
    parts.find((name) => name.startsWith(sha256))!,
  );
}

/** Returns how many bytes this process has read so far, from files and sockets. */
async function countRead(): Promise<number> {
  return Number(/rchar: (\d+)/.exec(await readFile('/proc/self/io', 'utf8'))![1]);
}

/** Sends the first bytes of a document, then cuts the connection once the server has stored some. */
async function cutOff({ sha256, bytes }: TestDocument, at: number): Promise<void> {
  const { hostname, port } = new URL(server.url);
  const path = `/v1/documents/${sha256}`;
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': bytes.length,
    Authorization: `Bearer ${company}`,
  };
  const cut = request({ hostname, port, method: 'PUT', path, headers });
  cut.on('error', () => {});
  cut.write(bytes.subarray(0, at));
  await expect.poll(async () => (await ask({ sha256, bytes })).body['received']).toBe(at);
  await new Promise((resolve) => cut.once('close', resolve).destroy());
}

describe('a document', () => {
  it('of 5 MB that a waiting record names is stored, and comes back unchanged', async () => {
    const document = makeDocument(5_000_000);
    await register(ledger.company, [document], true);
    const { status, body } = await send(document, company);
    expect({ status, body }).toEqual({
      status: 201,
      body: { sha256: document.sha256, size: 5_000_000, received: 5_000_000, isComplete: true },
    });
    expect(await listFiles()).toEqual([document.sha256]);
    const read = await get(document);
    expect(read.status).toBe(200);
    expect(read.bytes.equals(document.bytes)).toBe(true);
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-length': '5000000',
      'content-type': 'application/octet-stream',
      etag: `"${document.sha256}"`,
    });
  });

  it('that its party sends again is not stored again', async () => {
    const document = makeDocument(1000);
    await register(ledger.company, [document]);
    expect((await send(document, company)).status).toBe(201);
    expect((await send(document, company)).status).toBe(200);
    expect((await ask(document)).body).toMatchObject({ received: 1000, isComplete: true });
  });

  it('may be empty, and sent in no parts at all', async () => {
    const document = makeDocument(0);
    await register(ledger.company, [document], true);
    expect((await ask(document)).status).toBe(201);
    expect(await get(document)).toMatchObject({ status: 200, bytes: Buffer.alloc(0) });
  });

  it('is found by whatever entry states hash, size and media type, beside a text with the character zero', async () => {
    const document = makeDocument(10);
    await register(ledger.company, [document], false, { row: 'source', title: 'a\u0000b' });
    expect((await send(document, company)).status).toBe(201);
  });

  it('is read by range, and as a whole where the range cannot be used', async () => {
    const document = makeDocument(1000);
    await register(ledger.company, [document], true);
    await send(document, company);
    const etag = `"${document.sha256}"`;
    const middle = await get(document, null, { Range: 'bytes=10-19', 'If-Range': etag });
    expect(middle.status).toBe(206);
    expect(middle.headers.get('content-range')).toBe('bytes 10-19/1000');
    expect(middle.bytes.equals(document.bytes.subarray(10, 20))).toBe(true);
    const rest = await get(document, null, { Range: 'bytes=990-' });
    expect(rest.bytes.equals(document.bytes.subarray(990))).toBe(true);
    const end = await get(document, null, { Range: 'bytes=-5' });
    expect(end.bytes.equals(document.bytes.subarray(995))).toBe(true);
    for (const headers of [
      { Range: 'bytes=10-19', 'If-Range': '"another"' },
      { Range: 'bytes=1-2,5-6' },
      { Range: 'lines=1-2' },
    ])
      expect(await get(document, null, headers), JSON.stringify(headers)).toMatchObject({ status: 200 });
    const beyond = await get(document, null, { Range: 'bytes=1000-' });
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe('bytes */1000');
    expect((await get(document, null, { 'If-None-Match': etag })).status).toBe(304);
    const { status, headers } = await server.call('HEAD', `/v1/documents/${document.sha256}`);
    expect([status, headers.get('content-length')]).toEqual([200, '1000']);
  });
});

describe('sending a document', () => {
  it('continues after a cut connection where it was cut', async () => {
    const document = makeDocument(5_000_000);
    await register(ledger.company, [document]);
    await cutOff(document, 3 * MEBIBYTE);
    const sendRest = async (): Promise<number> => (await sendRange(document, 3 * MEBIBYTE, 5_000_000)).status;
    await expect.poll(sendRest, { timeout: 20_000 }).toBe(201);
    expect((await get(document, company)).bytes.equals(document.bytes)).toBe(true);
    expect(await listFiles()).toEqual([document.sha256]);
  });

  it('in parts is complete with the last one', async () => {
    const document = makeDocument(3000);
    await register(ledger.company, [document]);
    expect(await sendRange(document, 0, 1000)).toMatchObject({ status: 202, body: { received: 1000 } });
    expect(await get(document, company)).toMatchObject({ status: 404 });
    expect(await sendRange(document, 1000, 3000)).toMatchObject({ status: 201 });
  });

  it('in a part that leaves a gap is refused, with the byte to continue at', async () => {
    const document = makeDocument(3000);
    await register(ledger.company, [document]);
    await sendRange(document, 0, 1000);
    expect(await sendRange(document, 2000, 3000)).toMatchObject({
      status: 409,
      body: { code: 'document-offset', details: { received: 1000, size: 3000 } },
    });
    expect(await sendRange(document, 1000, 3000)).toMatchObject({ status: 201 });
  });

  it('leaves nothing of a document with another hash', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    const wrong = { ...document, bytes: makeDocument(2000).bytes };
    expect(await send(wrong, company)).toMatchObject({ status: 422, body: { code: 'document-hash' } });
    expect(await listFiles()).toEqual([]);
    expect(await ask(document)).toMatchObject({ status: 202, body: { received: 0 } });
    expect((await send(document, company)).status).toBe(201);
  });

  it('finds a wrong byte in what had arrived before', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    const wrong = { ...document, bytes: Buffer.concat([Buffer.alloc(1), document.bytes.subarray(1)]) };
    await sendRange(wrong, 0, 1000);
    expect(await sendRange(document, 1000, 2000)).toMatchObject({ body: { code: 'document-hash' } });
    expect(await listFiles()).toEqual([]);
  });

  it('in an empty part is refused: nothing of what has arrived is read for it', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    await sendRange(document, 0, 1000);
    const empty = { 'Content-Range': 'bytes 1000-999/2000' };
    expect(await put(document.sha256, new Uint8Array(), company, empty)).toMatchObject({
      status: 400,
      body: { code: 'document-range', details: { value: 'bytes 1000-999/2000' } },
    });
  });

  it.skipIf(process.platform !== 'linux')(
    'in many parts reads what has arrived once, when it is whole (counted where the system is Linux)',
    async () => {
      const document = makeDocument(16 * MEBIBYTE);
      await register(ledger.company, [document]);
      expect((await sendRange(document, 0, 16 * MEBIBYTE - 8)).status).toBe(202);
      const before = await countRead();
      for (let at = 16 * MEBIBYTE - 8; at < 16 * MEBIBYTE - 1; at++)
        expect((await sendRange(document, at, at + 1)).status).toBe(202);
      expect((await countRead()) - before).toBeLessThan(8 * MEBIBYTE);
      expect((await sendRange(document, 16 * MEBIBYTE - 1, 16 * MEBIBYTE)).status).toBe(201);
      expect((await countRead()) - before).toBeLessThan(24 * MEBIBYTE);
    },
  );

  it('whose process was killed when all bytes were there is stored by asking what has arrived, if its hash is right', async () => {
    const [right, wrong] = [makeDocument(2000), makeDocument(2000)];
    await register(ledger.company, [right, wrong]);
    for (const document of [right, wrong]) {
      expect((await sendRange(document, 0, 1999)).status).toBe(202);
      await appendFile(await findPart(document), document === right ? document.bytes.subarray(1999) : 'x');
    }
    await database.pool.query(`update document_uploads set writer = 'killed'`);
    expect(await ask(right)).toMatchObject({ status: 409, body: { code: 'document-busy' } });
    await server.stop();
    server = await startHttpServer(database.pool, START + 15, {}, TEST_DOMAIN, {
      documents: openDocumentRoom(folder, { quota: QUOTA, atOnce: 4 }),
    });
    expect(await ask(right)).toMatchObject({ status: 201, body: { received: 2000, isComplete: true } });
    expect((await get(right, company)).bytes.equals(right.bytes)).toBe(true);
    expect(await ask(wrong)).toMatchObject({ status: 422, body: { code: 'document-hash' } });
    expect(await ask(wrong)).toMatchObject({ status: 202, body: { received: 0 } });
  });

  it('is refused where size, range, session or record do not fit, before anything is stored', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    const refusals: [Promise<Answered>, number, string][] = [
      [put(document.sha256, document.bytes.subarray(1), company), 422, 'document-size'],
      [
        put(document.sha256, document.bytes, company, { 'Content-Range': 'bytes 0-9/2000' }),
        400,
        'document-range',
      ],
      [put(document.sha256, document.bytes, company, { 'Content-Range': 'bytes x' }), 400, 'document-range'],
      [
        put(document.sha256, new Uint8Array(), company, { 'Content-Range': 'bytes 0--1/2000' }),
        400,
        'document-range',
      ],
      [
        put(document.sha256, document.bytes, company, { 'Content-Range': 'bytes 0-1999/2001' }),
        422,
        'document-size',
      ],
      [
        put(document.sha256, document.bytes, company, { 'Content-Type': 'text/csv' }),
        415,
        'unsupported-media-type',
      ],
      [put('0'.repeat(64), document.bytes, company), 403, 'document-not-named'],
      [send(document, provider), 403, 'document-not-named'],
      [send(document, null), 401, 'unauthorized'],
      [send(document, 'wrong'), 401, 'unauthorized'],
    ];
    for (const [answer, status, code] of refusals)
      expect(await answer).toMatchObject({ status, body: { code } });
    expect(await listFiles()).toEqual([]);
  });

  it('refuses a document that the entry states to be larger than a gibibyte', async () => {
    const document = makeDocument(10);
    const size = 2 ** 30 + 1;
    await register(ledger.company, [document], false, { size });
    const answer = await put(document.sha256, new Uint8Array(), company, {
      'Content-Range': `bytes */${size}`,
    });
    expect(answer).toMatchObject({ status: 413, body: { code: 'document-too-large' } });
  });

  it('refuses what is over the quota of the party, counting what is arriving, and stores nothing', async () => {
    const [first, second, third] = [
      makeDocument(10 * MEBIBYTE),
      makeDocument(10 * MEBIBYTE),
      makeDocument(5 * MEBIBYTE),
    ];
    await register(ledger.company, [first, second, third]);
    expect((await send(first, company)).status).toBe(201);
    expect((await sendRange(second, 0, 10)).status).toBe(202);
    for (const answer of [await ask(third), await send(third, company)])
      expect(answer).toMatchObject({ status: 413, body: { code: 'document-over-quota' } });
    expect((await listFiles()).filter((name) => name.startsWith(third.sha256))).toEqual([]);
    await register(ledger.provider, [third]);
    expect((await send(third, provider)).status).toBe(201);
  });

  it('is refused while another request sends the same document', async () => {
    const document = makeDocument(2 * MEBIBYTE);
    await register(ledger.company, [document]);
    const { hostname, port } = new URL(server.url);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Length': document.bytes.length,
      Authorization: `Bearer ${company}`,
    };
    const first = request({
      hostname,
      port,
      method: 'PUT',
      path: `/v1/documents/${document.sha256}`,
      headers,
    });
    first.write(document.bytes.subarray(0, MEBIBYTE));
    await expect.poll(async () => (await ask(document)).body['received']).toBe(MEBIBYTE);
    expect(await send(document, company)).toMatchObject({ status: 409, body: { code: 'document-busy' } });
    first.end(document.bytes.subarray(MEBIBYTE));
    const [answer] = (await once(first, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(201);
  });

  it('continues what a crashed process was writing, once 15 seconds have passed', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    await sendRange(document, 0, 1000);
    await database.pool.query(`update document_uploads set writer = 'crashed'`);
    server.now += 14;
    expect(await sendRange(document, 1000, 2000)).toMatchObject({ body: { code: 'document-busy' } });
    server.now += 1;
    expect((await sendRange(document, 1000, 2000)).status).toBe(201);
  });

  it('loses the document to a later request that took it over, and stores nothing then', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    const { hostname, port } = new URL(server.url);
    const headers = {
      'Content-Type': 'application/octet-stream',
      'Content-Length': document.bytes.length,
      Authorization: `Bearer ${company}`,
    };
    const slow = request({
      hostname,
      port,
      method: 'PUT',
      path: `/v1/documents/${document.sha256}`,
      headers,
    });
    slow.write(document.bytes.subarray(0, 1000));
    await expect.poll(async () => (await ask(document)).body['received']).toBe(1000);
    await database.pool.query(`update document_uploads set writer = 'another'`);
    slow.end(document.bytes.subarray(1000));
    const [answer] = (await once(slow, 'response')) as [{ statusCode: number }];
    expect(answer.statusCode).toBe(409);
    expect((await get(document, company)).status).toBe(404);
  });

  it('by two parties needs the bytes from both: a hash that somebody names opens nothing', async () => {
    const document = makeDocument(1000);
    await register(ledger.company, [document]);
    await send(document, company);
    await register(ledger.provider, [document], true);
    expect((await get(document, provider)).status).toBe(404);
    expect((await get(document)).status).toBe(404);
    expect((await send(document, provider)).status).toBe(201);
    expect((await get(document)).status).toBe(200);
    expect(await listFiles()).toEqual([document.sha256]);
  });

  it('brings back a document whose file was lost', async () => {
    const document = makeDocument(1000);
    await register(ledger.company, [document], true);
    await send(document, company);
    await rm(join(folder, document.sha256));
    expect((await get(document)).status).toBe(503);
    expect((await send(document, company)).status).toBe(201);
    expect((await get(document)).status).toBe(200);
  });

  it('is refused by a server without a folder for documents', async () => {
    const other = await startHttpServer(database.pool, START);
    const { status, body } = await other.call('GET', `/v1/documents/${'0'.repeat(64)}`);
    await other.stop();
    expect({ status, code: body['code'] }).toEqual({ status: 404, code: 'documents-not-kept' });
  });
});

describe('clients that send and read documents slowly', () => {
  const PLACES = 4;
  let slow: ClientRequest[] = [];
  let tight: HttpServer;

  beforeEach(async () => {
    tight = await startHttpServer(database.pool, START, { trustProxy: 1 }, TEST_DOMAIN, {
      documents: openDocumentRoom(folder, { quota: QUOTA, atOnce: PLACES }),
    });
    return async () => {
      for (const each of slow) each.destroy();
      slow = [];
      await tight.stop();
    };
  });

  /** Opens a request of one of several addresses. */
  const open = (at: number, { sha256 }: TestDocument, options: RequestOptions): ClientRequest => {
    const headers = { ...(options.headers as OutgoingHttpHeaders), 'X-Forwarded-For': `192.0.2.${at}` };
    const opened = request(`${tight.url}/v1/documents/${sha256}`, { ...options, headers, agent: false });
    slow.push(opened.on('error', () => {}));
    return opened;
  };
  const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

  it('hold no place: those of another address are sent and read meanwhile', async () => {
    const large = makeDocument(20 * MEBIBYTE);
    const parts = Array.from({ length: 2 * PLACES }, () => makeDocument(2000));
    const honest = makeDocument(2000);
    await register(ledger.company, [large], true);
    await register(ledger.company, parts);
    await register(ledger.provider, [honest]);
    await send(large, company);
    for (const [at, part] of parts.entries()) {
      const headers = {
        'Content-Type': 'application/octet-stream',
        'Content-Length': part.bytes.length,
        ...bearer(company),
      };
      open(at, part, { method: 'PUT', headers }).write(part.bytes.subarray(0, 1000));
      // A reader that takes the beginning and no more.
      const reading = open(at, large, {}).end();
      const [response] = (await once(reading, 'response')) as [IncomingMessage];
      response.on('error', () => {}).pause();
      expect(response.statusCode).toBe(200);
    }
    await expect.poll(async () => (await ask(parts.at(-1)!)).body['received']).toBe(1000);
    const headers = { 'Content-Type': 'application/octet-stream', ...bearer(provider) };
    const path = `/v1/documents/${honest.sha256}`;
    const sent = await fetch(`${tight.url}${path}`, {
      method: 'PUT',
      headers,
      body: new Uint8Array(honest.bytes),
    });
    expect(sent.status).toBe(201);
    const read = await fetch(`${tight.url}${path}`, { headers: bearer(provider) });
    expect(Buffer.from(await read.arrayBuffer()).equals(honest.bytes)).toBe(true);
  });
});

/** Why a full disk is not tested; empty if it is. */
const SKIPPED = process.getuid?.() === 0 ? '' : ': only as root, who can mount a small disk';

describe.skipIf(SKIPPED !== '')(`a full disk${SKIPPED}`, () => {
  it('refuses a document that does not fit, leaves nothing of it, and takes it once there is space', async () => {
    const disk = mountDisk(join(folder, 'disk'), 4);
    const small = await startHttpServer(database.pool, START, {}, TEST_DOMAIN, {
      documents: openDocumentRoom(disk.folder, { quota: QUOTA, atOnce: 4 }),
    });
    try {
      const [large, fitting] = [makeDocument(6 * MEBIBYTE), makeDocument(2 * MEBIBYTE)];
      await register(ledger.company, [large, fitting]);
      const send = async ({ sha256, bytes }: TestDocument): Promise<[number, unknown]> => {
        const response = await fetch(`${small.url}/v1/documents/${sha256}`, {
          method: 'PUT',
          headers: { 'Content-Type': 'application/octet-stream', Authorization: `Bearer ${company}` },
          body: new Uint8Array(bytes),
        });
        const { code } = (await response.json()) as { code?: string };
        return [response.status, code];
      };
      expect(await send(large)).toEqual([507, 'document-disk-full']);
      expect(await listFiles(disk.folder)).toEqual([]);
      disk.fill();
      expect(await send(fitting)).toEqual([507, 'document-disk-full']);
      expect(await listFiles(disk.folder)).toEqual(['filler']);
      const { rows } = await database.pool.query(
        'select from document_uploads union all select from documents',
      );
      expect(rows).toEqual([]);
      disk.free();
      expect(await send(fitting)).toEqual([201, undefined]);
    } finally {
      await small.stop();
      disk.unmount();
    }
  });
});

describe('reading a private document', () => {
  it('is for its party and parties with a grant', async () => {
    const document = makeDocument(1000);
    const { id } = await register(ledger.company, [document]);
    await send(document, company);
    const mine = await get(document, company);
    expect([mine.status, mine.headers.get('cache-control')]).toEqual([200, 'private, no-store']);
    for (const token of [null, auditor]) expect((await get(document, token)).status).toBe(404);
    expect((await get(document, 'wrong')).status).toBe(401);
    await storeGrant(database.pool, id, ledger.auditor.party, START);
    expect((await get(document, auditor)).status).toBe(200);
    expect((await get(document, provider)).status).toBe(404);
  });
});

describe('dropDocuments', () => {
  const drop = (): ReturnType<typeof dropDocuments> =>
    dropDocuments({ pool: database.pool, folder, now: () => server.now });

  it('looks again at a document that was kept once the batch of its record is void', async () => {
    const document = makeDocument(1000);
    await register(ledger.company, [document]);
    const { number } = await ledger.seal();
    await send(document, company);
    server.now += DAY;
    expect(await drop()).toMatchObject({ documents: 0 });
    await withTransaction(database.pool, (client) => voidBatches(client, number));
    expect(await drop()).toMatchObject({ documents: 1 });
    expect((await get(document, company)).status).toBe(404);
  });

  it('drops after a day what no sealed record names, and keeps the rest', async () => {
    const [sealed, waiting] = [makeDocument(1000), makeDocument(1001)];
    await register(ledger.company, [sealed]);
    await ledger.seal();
    await register(ledger.company, [waiting]);
    for (const document of [sealed, waiting]) await send(document, company);
    server.now += DAY - 1;
    expect(await drop()).toMatchObject({ documents: 0, parts: 0 });
    server.now += 1;
    expect(await drop()).toEqual({ documents: 1, parts: 0, isMore: false });
    expect(await listFiles()).toEqual([sealed.sha256]);
    expect((await get(waiting, company)).status).toBe(404);
    expect((await send(waiting, company)).status).toBe(201);
  });

  it('drops a part that was not continued for a day, and what a crash left', async () => {
    const document = makeDocument(2000);
    await register(ledger.company, [document]);
    await sendRange(document, 0, 1000);
    await writeFile(join(folder, document.sha256), document.bytes);
    server.now += DAY;
    expect(await drop()).toMatchObject({ documents: 0, parts: 1 });
    expect(await listFiles()).toEqual([]);
    expect((await ask(document)).body['received']).toBe(0);
  });
});

describe('entries that were stored before', () => {
  it('are found by a restoration from a backup of their table too', async () => {
    const document = makeDocument(100);
    const record = await register(ledger.company, [document]);
    await database.pool.query(`delete from entries where record = decode($1, 'hex')`, [record.id.slice(2)]);
    await database.pool.query(`delete from document_names where record = decode($1, 'hex')`, [
      record.id.slice(2),
    ]);
    expect((await send(document, company)).status).toBe(403);
    await database.pool.query(`insert into entries (record, list) values (decode($1, 'hex'), $2)`, [
      record.id.slice(2),
      JSON.stringify(record.submission.entries),
    ]);
    expect((await send(document, company)).status).toBe(201);
    expect((await readFile(join(folder, document.sha256))).equals(document.bytes)).toBe(true);
  });
});
