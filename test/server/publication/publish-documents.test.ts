import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isStored, storeDocument } from '../../../db/documents/documents.ts';
import { openCopy } from '../../../client/publication/copy.ts';
import { publishMissing } from '../../../operator/publish-missing.ts';
import { type RestoreResult, restoreLedger } from '../../../operator/restore.ts';
import { openDocumentRoom } from '../../../server/documents/document-room.ts';
import { publishDocuments, startDocumentPublisher } from '../../../server/publication/publish-documents.ts';
import { startScrubber } from '../../../server/publication/scrub.ts';
import { type ChainedLedger, startChainedLedger } from '../../helpers/chained-ledger.ts';
import { makeDocument, nameDocument, type TestDocument } from '../../helpers/documents.ts';
import { serveFiles } from '../../helpers/file-server.ts';
import { startHttpServer } from '../../helpers/http-server.ts';
import { keepLog } from '../../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';

const WAIT = { timeout: 20_000, interval: 20 };
const MEGABYTE = 1_000_000;

let ledger: ChainedLedger;
let database: TestDatabase;
let home: string;
let folder: string;
let documents: string;
let count = 0;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'published-documents-'));
});
afterAll(() => rm(home, { recursive: true }));

beforeEach(async () => {
  ledger = await startChainedLedger();
  database = await createTestDatabase();
  const own = await mkdtemp(join(home, 'ledger-'));
  [folder, documents] = [join(own, 'publication'), join(own, 'documents')];
  await mkdir(documents);
  await ledger.index(database.pool);
});
afterEach(async () => {
  await database.drop();
  await ledger.chain.stop();
});

/** Registers a record that names documents. */
async function register(isPublic: boolean, ...named: readonly TestDocument[]): Promise<void> {
  const { provider: by } = ledger.parties;
  const record = ledger.sign({
    by,
    subject: `named/${++count}`,
    entries: named.map((each) => nameDocument(each)),
  });
  await ledger.accept(database.pool, record, isPublic);
}

/** Seals what waits, publishes and anchors it. */
async function seal(): Promise<void> {
  await ledger.publish(database.pool, folder);
}

/** Stores a document as if a party had sent it, the provider unless another is given. */
async function store({ sha256, bytes }: TestDocument, by = ledger.parties.provider.party): Promise<void> {
  await writeFile(join(documents, sha256), bytes);
  await storeDocument(database.pool, { sha256, size: bytes.length }, by, 1000);
}

const deps = (): Parameters<typeof publishDocuments>[0] => ({
  ...{ pool: database.pool, domain: ledger.domain, documents, folder },
  now: () => 2000,
});

const listPublished = (): Promise<string[]> => readdir(join(folder, 'documents')).catch(() => []);

async function restoreInto(
  { pool }: TestDatabase,
  from: string,
  into: string | null,
  lines: string[] = [],
): Promise<RestoreResult> {
  return restoreLedger(ledger.operator(pool, from, (line) => void lines.push(line), into));
}

describe('publishDocuments', () => {
  it('publishes a public document once its record is sealed, no private one, and none that another party sent', async () => {
    const [open, closed, waiting] = [makeDocument(MEGABYTE), makeDocument(10), makeDocument(20)];
    const other = makeDocument(30);
    await register(true, open, other);
    await register(false, closed);
    for (const document of [open, closed, waiting]) await store(document);
    await store(other, ledger.parties.company.party);
    expect((await publishDocuments(deps())).published).toBe(0);
    await seal();
    await register(true, waiting);
    expect(await publishDocuments(deps())).toEqual({ published: 1, failed: new Map() });
    expect(await listPublished()).toEqual([open.sha256]);
    expect((await readFile(join(folder, 'documents', open.sha256))).equals(open.bytes)).toBe(true);
    await seal();
    expect((await publishDocuments(deps())).published).toBe(1);
    expect((await publishDocuments(deps())).published).toBe(0);
    expect((await listPublished()).sort()).toEqual([open.sha256, waiting.sha256].sort());
  });

  it('publishes no damaged document, says so, and publishes the others', async () => {
    const [damaged, whole] = [makeDocument(100), makeDocument(100)];
    await register(true, damaged, whole);
    await seal();
    for (const document of [damaged, whole]) await store(document);
    await writeFile(join(documents, damaged.sha256), Buffer.alloc(100));
    const { published, failed } = await publishDocuments(deps());
    expect([published, [...failed.keys()]]).toEqual([1, [damaged.sha256]]);
    expect(String(failed.get(damaged.sha256))).toMatch(/is damaged/);
    expect(await listPublished()).toEqual([whole.sha256]);
  });

  it('writes nothing into a folder that is not that of the ledger', async () => {
    const document = makeDocument(10);
    await register(true, document);
    await seal();
    await store(document);
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await expect(publishDocuments(deps())).rejects.toMatchObject({ code: 'folder-lost' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('runs while the process is the one that anchors', async () => {
    const document = makeDocument(10);
    await register(true, document);
    await seal();
    await store(document);
    const start = (worker: string): ReturnType<typeof startDocumentPublisher> =>
      startDocumentPublisher({ ...deps(), log: keepLog(), pauseMs: 5, worker });
    const [other, own] = [start('another'), start('anchorer')];
    await expect.poll(listPublished, WAIT).toEqual([document.sha256]);
    await Promise.all([other.stop(), own.stop()]);
  });
});

describe('a restoration', () => {
  it('brings public documents back, from a folder or a URL, and continues where it stopped', async () => {
    const [first, second, never] = [makeDocument(MEGABYTE), makeDocument(50), makeDocument(60)];
    await register(true, first, second, never);
    await seal();
    for (const document of [first, second]) await store(document);
    await publishDocuments(deps());
    const restored = await createTestDatabase();
    const into = join(home, `restored-${count}`);
    const files = await serveFiles(folder);
    try {
      const lines: string[] = [];
      expect(await restoreInto(restored, files.url, null, lines)).toMatchObject({ batches: 1, documents: 0 });
      expect(lines.at(-1)).toMatch(/DOCUMENTS_DIR is not set/);
      expect(await restoreInto(restored, files.url, into)).toMatchObject({
        documents: 2,
        documentsDamaged: 0,
      });
      expect(await restoreInto(restored, folder, into)).toMatchObject({ batches: 0, documents: 0 });
      expect((await readFile(join(into, first.sha256))).equals(first.bytes)).toBe(true);
      const server = await startHttpServer(restored.pool, 3000, {}, ledger.domain, {
        documents: openDocumentRoom(into, { quota: 0, atOnce: 2 }),
      });
      const answer = await fetch(`${server.url}/v1/documents/${first.sha256}`);
      expect(Buffer.from(await answer.arrayBuffer()).equals(first.bytes)).toBe(true);
      await server.stop();
    } finally {
      await files.stop();
      await restored.drop();
    }
  });

  it('leaves out a document that the copy has damaged, and takes it from another copy', async () => {
    const [damaged, whole] = [makeDocument(100), makeDocument(100)];
    await register(true, damaged, whole);
    await seal();
    for (const document of [damaged, whole]) await store(document);
    await publishDocuments(deps());
    const published = join(folder, 'documents', damaged.sha256);
    await copyFile(published, `${published}.good`);
    await writeFile(published, Buffer.alloc(100));
    const restored = await createTestDatabase();
    const into = join(home, `restored-${count}`);
    const lines: string[] = [];
    expect(await restoreInto(restored, folder, into, lines)).toMatchObject({
      documents: 1,
      documentsDamaged: 1,
    });
    expect(lines.join()).toMatch(new RegExp(`documents/${damaged.sha256} is damaged`));
    expect(await isStored(restored.pool, damaged.sha256)).toBe(false);
    expect((await readdir(into, { recursive: true })).sort()).toEqual(['.unfinished', whole.sha256].sort());
    await copyFile(`${published}.good`, published);
    expect(await restoreInto(restored, folder, into)).toMatchObject({ documents: 1, documentsDamaged: 0 });
    await restored.drop();
  });
});

describe('a publication that lost a document', () => {
  it('is noticed by the scrubber, and filled by publish-missing', async () => {
    const [lost, broken] = [makeDocument(100), makeDocument(200)];
    await register(true, lost, broken);
    await seal();
    for (const document of [lost, broken]) await store(document);
    await publishDocuments(deps());
    await rm(join(folder, 'documents', lost.sha256));
    await writeFile(join(folder, 'documents', broken.sha256), Buffer.alloc(200));
    const scrubber = startScrubber({ pool: database.pool, folder, log: keepLog(), pauseMs: 2 });
    try {
      await expect.poll(() => scrubber.gaps(), WAIT).toBe(2);
      const operator = ledger.operator(database.pool, folder, () => {}, documents);
      expect(await publishMissing(operator)).toEqual({
        ...{ batches: 1, written: 0 },
        ...{ documents: 2, documentsWritten: 2, documentsMissing: 0 },
      });
      await expect.poll(() => scrubber.gaps(), WAIT).toBe(0);
    } finally {
      await scrubber.loop.stop();
    }
    const copy = openCopy(folder);
    const chunks: Uint8Array[] = [];
    for await (const chunk of (await copy.document({ sha256: lost.sha256, size: 100 }))!) chunks.push(chunk);
    expect(Buffer.concat(chunks).equals(lost.bytes)).toBe(true);
  });
});
