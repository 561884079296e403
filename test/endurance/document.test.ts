import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { sendDocument } from '../../client/http/transfer-document.ts';
import { restoreLedger } from '../../operator/restore.ts';
import { openDocumentRoom } from '../../server/documents/document-room.ts';
import { publishDocuments } from '../../server/publication/publish-documents.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { runLine } from '../cli/test-terminal.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import { nameDocument, openTestSession } from '../helpers/documents.ts';
import { startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { IS_LONG } from '../helpers/long.ts';

/** Rows and columns: 5 MB, or 770 MB in `npm run test:long`. */
const SIZE = IS_LONG ? 9_800 : 790;
const GIBIBYTE = 1 << 30;
/** What reading the matrix may hold, and what sending, publishing, restoring and getting it may add to this process, in bytes. */
const READING = 1.2 * GIBIBYTE;
const MOVING = 0.6 * GIBIBYTE;
const NOW = 1_000_000;

const run = promisify(execFile);
const script = (name: string): string => join(import.meta.dirname, 'fixtures', name);

let chain: TestChain;
let ledger: ChainedLedger;
let databases: [TestDatabase, TestDatabase];
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'large-document-'));
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  databases = [await createTestDatabase(), await createTestDatabase()];
  await ledger.index(databases[0].pool);
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  await chain.stop();
  await rm(home, { recursive: true });
});

function serve({ pool }: TestDatabase, folder: string): ReturnType<typeof startHttpServer> {
  const documents = openDocumentRoom(folder, { quota: GIBIBYTE, atOnce: 2 });
  return startHttpServer(pool, NOW, {}, ledger.domain, { documents });
}

it('a large matrix is registered, sent over a connection that is cut, published, restored, got and read, in little memory', async () => {
  const [sent, publication, restored] = ['sent', 'publication', 'restored'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  const file = join(home, 'matrix.parquet');
  await run('node', [script('write-matrix.ts'), file, String(SIZE)]);
  const { size } = await stat(file);
  const { sha256 } = await hashBytes(createReadStream(file));
  const before = process.resourceUsage().maxRSS;

  const { provider: by } = ledger.parties;
  const entries = [nameDocument({ sha256, bytes: { length: size } })];
  const [{ pool }] = databases;
  await ledger.accept(pool, ledger.sign({ by, subject: 'matrix', entries }), true);
  await ledger.publish(pool, publication);

  const server = await serve(databases[0], sent);
  const proxy = await startCuttingProxy(server.url, 2, size / 3, 'request');
  const token = await openTestSession(pool, by.key, NOW + 3600);
  const retries: string[] = [];
  await sendDocument(
    openApi(proxy.url, { token }),
    { sha256, size },
    (start) => createReadStream(file, { start }),
    { onBytes: () => {}, onRetry: ({ code }) => void retries.push(code) },
  );
  await proxy.stop();
  await server.stop();
  expect(retries).not.toEqual([]);
  expect(await readdir(sent)).toEqual(['.unfinished', sha256]);
  expect(await readdir(join(sent, '.unfinished'))).toEqual([]);

  const publishing = { pool, domain: ledger.domain, documents: sent, folder: publication, now: () => NOW };
  expect(await publishDocuments(publishing)).toMatchObject({ published: 1 });
  const operator = ledger.operator(databases[1].pool, publication, () => {}, restored);
  expect(await restoreLedger(operator)).toMatchObject({ documents: 1 });

  const again = await serve(databases[1], restored);
  const args = ['document', 'get', sha256, '-o', 'got.parquet', '--url', again.url];
  expect(await runLine(args, { cwd: home })).toMatchObject({ exit: 0 });
  await again.stop();
  expect(1024 * (process.resourceUsage().maxRSS - before)).toBeLessThan(MOVING);

  const { stdout } = await run('node', [script('read-matrix.ts'), join(home, 'got.parquet')]);
  const { memory, ...read } = JSON.parse(stdout) as { readonly memory: number };
  expect(read).toEqual({ rows: SIZE, columns: SIZE, wrong: 0 });
  expect(memory).toBeLessThan(READING);
  process.stdout.write(
    `${size} bytes: this process grew by ${1024 * (process.resourceUsage().maxRSS - before)} bytes, the reader held ${memory}\n`,
  );
}, 1_200_000);
