import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { publishedRun } from '../engine/published-rows.ts';
import { createPolicy, pinContracts } from '../../jobs/verify/new-policy.ts';
import { openReader } from '../../jobs/verify/policy-reader.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { digestRecord } from '../../core/records/record.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { ask } from '../../library/agents.ts';
import { parseDraft } from '../../library/client.ts';
import { plainText, plainWriting, render } from '../../library/gate.ts';
import { openDocumentRoom } from '../../server/documents/document-room.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { openTestWallet } from '../helpers/test-wallet.ts';
import { COLUMNS, PLAN, SET, writeTables } from '../tables/shown-tables.ts';
import { HAS_CHROMIUM, WITHOUT } from './chromium.ts';
import { type OpenPage, openPage, type PageFiles, servePage } from './open-page.ts';

const ENTRY = join(import.meta.dirname, 'fixtures/rooms.ts');
const FIGURE = {
  ...{ key: 'electricity', value: '12.5', unit: 'MW.h', from: 1_704_067_200, until: 1_735_689_600 },
  detail: { row: 'electricity-use', category: 'purchased electricity', geography: 'CN' },
};

/** What a page answers. */
interface AskedThere {
  readonly proof: string;
  readonly words: string;
  readonly file: string | null;
}

/** The engines as a server gives them. */
async function readEngines(): Promise<PageFiles> {
  const engines = await engineFolder.list();
  const files = await Promise.all(
    engines.map(
      async ({ version, digest }) => [`engines/${version}.mjs`, (await engineFolder.read(digest))!] as const,
    ),
  );
  return { ...Object.fromEntries(files), 'engines/index.json': JSON.stringify({ engines }) };
}

describe.skipIf(!HAS_CHROMIUM)(`The client in a browser ${WITHOUT}`, () => {
  let folder: string;
  let database: TestDatabase;
  let chain: TestChain;
  let ledger: ChainedLedger;
  let server: HttpServer;
  let policy: Policy;
  let page: OpenPage;
  /** A record that is final. */
  let settled: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-browser-'));
    [database, chain] = await Promise.all([createTestDatabase(), startTestChain()]);
    ledger = await deployChainedLedger(chain);
    await ledger.index(database.pool);
    const documents = openDocumentRoom(folder, { quota: 1 << 30, atOnce: 4 });
    const { time } = await chain.head();
    server = await startHttpServer(database.pool, time, {}, ledger.domain, {
      documents,
      answer: await servePage(ENTRY, await readEngines()),
    });
    const { chainId } = chain;
    const basis = createPolicy({ chainId, ledger: ledger.domain.ledger, urls: [chain.url] });
    policy = await pinContracts(basis, await openReader(basis));
    page = await openPage(server.url);
  }, 120_000);
  afterAll(async () => {
    await page.close();
    await server.stop();
    await Promise.all([chain.stop(), database.drop(), rm(folder, { recursive: true })]);
  });

  const sketch = (subject: string, changes: object = {}): object => ({
    party: ledger.parties.company.identifier,
    subject,
    entries: [FIGURE],
    ...changes,
  });

  /** Makes what was registered final. */
  async function settle(): Promise<void> {
    const { pool } = database;
    await ledger.seal(pool);
    await ledger.anchor(pool, null);
    // Who may sign is judged by a final block later than the one that anchors.
    await chain.mineAt((await chain.head()).time + 60);
    await chain.mine(4);
    await ledger.index(pool);
  }

  it('signs in with a key, registers a record, waits until it is final, and verifies its proof file there', async () => {
    const { address, privateKey } = ledger.parties.company.key;
    expect(await page.call('signIn', formatHex(privateKey))).toBe(address);
    const { id, file } = (await page.call('register', sketch('activity/2024'))) as {
      id: string;
      file: string;
    };
    const draft = parseDraft(file);
    expect(draft.secret).not.toBeNull();
    expect(draft.receipt?.record).toBe(id);
    const verified = page.call('verify', id, policy);
    await settle();
    expect(await verified).toEqual({ verdict: 'verified', shown: ['12.5'], failed: [] });
    expect(await page.call('readValues', id)).toEqual(['12.5']);
    expect(await page.call('verify', id, policy, ['"12.5"', '"12.6"'])).toMatchObject({
      verdict: 'not-verified',
      failed: ['entries'],
    });
    settled = id;
  }, 60_000);

  it('answers a question from a proof file that it verifies, as Node.js does, and states nothing of an altered one', async () => {
    const question = 'Which activity does the record state?';
    const type = 'registered-figures';
    const { version, digest } = (await engineFolder.list()).at(-1)!;
    const asked = { id: settled, type, policy, engine: `engines/${version}.mjs` };
    const there = (await page.call('ask', question, asked)) as AskedThere;
    const bytes = new TextEncoder().encode(there.proof);
    const engine = (await engineFolder.read(digest))!;
    const here = await ask({ question, type, proofs: [bytes], policy, engine });
    expect(there.words).toMatch(/electricity.* 12\.5 MW\.h.* \[f1\]/u);
    expect(there.words).toBe(plainText(render(here.admitted, plainWriting('en'))));
    expect(there.file).toBe(here.file);
    const altered = (await page.call('ask', question, {
      ...asked,
      change: ['"12.5"', '"12.6"'],
    })) as AskedThere;
    expect(altered.words).toContain('[proof-fails]');
    expect(altered.words).not.toContain('12.');
  }, 60_000);

  it('signs in and signs a record with a wallet of the page', async () => {
    const { address, privateKey } = ledger.parties.company.key;
    const wallet = openTestWallet(formatHex(privateKey), { chainId: 1, known: [chain.chainId] });
    await page.page.exposeFunction('askTestWallet', (asked: Parameters<typeof wallet.request>[0]) =>
      wallet.request(asked),
    );
    await page.page.evaluate(
      'window.ethereum = { request: (asked) => globalThis.askTestWallet(asked) }; undefined',
    );
    expect(await page.call('signIn', null)).toBe(address);
    const { id, file } = (await page.call('register', sketch('activity/wallet'))) as {
      id: string;
      file: string;
    };
    const { domain, record, signature } = parseDraft(file);
    expect(recoverAddress(digestRecord(domain, record), signature)).toBe(address);
    expect(await page.call('readValues', id)).toEqual(['12.5']);
  });

  it('makes a key file in a worker, which opens there with its password only', async () => {
    const { value, progress } = (await page.call('inWorker', 'createKey', ['a password'])) as {
      value: { address: string; text: string };
      progress: number;
    };
    expect(progress).toBe(1);
    const wallet = await Wallet.fromEncryptedJson(value.text, 'a password');
    expect(wallet.address).toBe(value.address);
    expect(await page.call('inWorker', 'openKey', [value.text, 'a password'])).toEqual({
      value: value.address,
      progress: 1,
    });
    await expect(page.call('inWorker', 'openKey', [value.text, 'other'])).rejects.toMatchObject({
      name: 'KeyFileError',
      code: 'wrong-password',
    });
    await expect(page.call('inWorker', 'createKey', ['x'], 0.1)).rejects.toMatchObject({
      name: 'WorkerStopped',
    });
  }, 60_000);

  it('computes a result in a worker with the engine of the server, digit for digit as here', async () => {
    const { inputs, parameters } = publishedRun('inventory@2');
    const { run, listEntries } = await openMethodEngine('inventory@2', engineFolder);
    const expected = listEntries(await run(inputs, parameters), parameters);
    expect(expected.length).toBeGreaterThan(10);
    const { value } = (await page.call('inWorker', 'compute', ['inventory@2', inputs, parameters])) as {
      value: unknown;
    };
    expect(value).toEqual(expected);
    await expect(page.call('inWorker', 'compute', ['inventory@2', inputs, {}])).rejects.toMatchObject({
      name: 'EngineError',
      code: 'bad-parameters',
    });
  }, 60_000);

  it.each(Object.keys(writeTables()))(
    'imports %s in a worker, and names the cells with faults',
    async (name) => {
      const importIn = (bytes: Uint8Array): Promise<unknown> => {
        const base64 = Buffer.from(bytes).toString('base64');
        return page.call('inWorker', 'importTable', [name, base64, { ...PLAN, set: SET }]);
      };
      const bytes = writeTables(2)[name]!;
      expect(await importIn(bytes)).toMatchObject({
        value: {
          overview: { columns: COLUMNS },
          entries: [{ key: 'boiler-1', value: '12.5' }, { key: 'boiler-2', value: '3' }, { key: 'source' }],
          source: { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
        },
      });
      await expect(importIn(writeTables()[name]!)).rejects.toMatchObject({
        code: 'bad-value',
        details: {
          problems: [
            { row: 4, column: 'Quantity', value: 'many' },
            { row: 4, value: 'km' },
          ],
        },
      });
    },
  );

  it('registers more records than one request of a browser takes, and says which were refused', async () => {
    const many = Array.from({ length: 120 }, (_, at) => sketch(`activity/${at === 110 ? 0 : at}`));
    const outcomes = (await page.call('registerMany', many)) as string[];
    expect(outcomes).toHaveLength(120);
    // The salts are random, so the second record in a stream is another one.
    expect(outcomes[110]).toBe('stream-conflict');
    expect(outcomes.filter((outcome) => outcome === 'created true')).toHaveLength(119);
  }, 60_000);

  it('sends a document as a blob, piece by piece, and reads it', async () => {
    const bytes = Buffer.alloc(9_000_000, 7);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const named = {
      ...{ key: 'source', value: null, unit: '', from: 0, until: 0 },
      detail: {
        ...{ row: 'source', dataset: 'activity', title: 'Meters', provider: 'Test', licence: 'internal' },
        ...{ mediaType: 'text/csv', size: bytes.length, sha256 },
      },
    };
    await page.call('register', sketch('activity/documents', { entries: [FIGURE, named] }));
    expect(await page.call('sendDocument', sha256, bytes.length, 7)).toEqual([
      0,
      4 << 20,
      8 << 20,
      9_000_000,
    ]);
    expect((await readFile(join(folder, sha256))).equals(bytes)).toBe(true);
    expect(await page.call('readDocument', sha256)).toBe(9_000_000);
  });

  it('says what to check where a server cannot be reached, or does not answer pages of other sites', async () => {
    const other = createServer((_, response) => response.end('{"now":1}'));
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as AddressInfo;
    const expected = {
      name: 'ApiError',
      code: 'server-unreachable',
      message: expect.stringContaining('Check') as string,
    };
    await expect(page.call('readStatus', `http://127.0.0.1:${port}`)).rejects.toMatchObject(expected);
    other.closeAllConnections();
    await new Promise((done) => other.close(done));
    await expect(page.call('readStatus', `http://127.0.0.1:${port}`)).rejects.toMatchObject(expected);
  });

  it('breaks no rule of the content security policy of the portal', () => {
    expect(page.faults.filter((fault) => fault.includes('Content Security Policy'))).toEqual([]);
  });
});
