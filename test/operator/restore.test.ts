import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import type { ImportResult } from '../../operator/import-missing.ts';
import { restoreLedger } from '../../operator/restore.ts';
import { type BatchFile, nameBatchFile, nameRecordsFile } from '../../core/publication/format.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type Dump, dumpDatabase } from '../helpers/dump.ts';
import { failAt } from '../helpers/failing-pool.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type PlayedBatches, playBatches } from '../helpers/played-batches.ts';
import { type Answers, readPublicAnswers } from '../helpers/public-answers.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let original: TestDatabase;
let home: string;
let published: string;
let headers: BatchHeader[];
let records: PlayedBatches['records'];

let database: TestDatabase;
let copy: string;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  original = await createTestDatabase();
  home = await mkdtemp(join(tmpdir(), 'restore-'));
  published = join(home, 'published');
  ({ headers, records } = await playBatches(ledger, original.pool, published));
});

afterAll(async () => {
  await original.drop();
  await chain.stop();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  database = await createTestDatabase();
  copy = await mkdtemp(join(home, 'copy-'));
  await cp(published, copy, { recursive: true });
});

afterEach(() => database.drop());

async function restore(from = copy, pool = database.pool): Promise<ImportResult> {
  return restoreLedger(ledger.operator(pool, from));
}

/** Everything that a restored database must hold again. Data that belongs to one database alone is left out. */
async function dump(pool = database.pool): Promise<Dump> {
  // The time at which an anchor became final depends on when the chain was read, so that it differs here.
  const {
    transactions: _,
    chain_state: __,
    batches: ___,
    anchor_times: ____,
    ...rest
  } = await dumpDatabase(pool);
  const batches = await pool.query(
    'select number, id, previous, records, record_count, heads, sealed_at, first_record from batches',
  );
  const times = await pool.query('select number, first_accepted_at, late_total from anchor_times');
  const rowsOf = ({ rows }: { rows: unknown[] }): string[] => rows.map((row) => JSON.stringify(row)).sort();
  return { ...rest, batches: rowsOf(batches), anchor_times: rowsOf(times) };
}

async function answersOf(pool = database.pool): Promise<Answers> {
  return withServer(pool, readPublicAnswers);
}

async function withServer<Out>(
  pool: typeof database.pool,
  run: (server: HttpServer) => Promise<Out>,
): Promise<Out> {
  const server = await startHttpServer(pool, 1_800_000_000, {}, ledger.domain);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

function nameOf(index: number): { number: number; id: ReturnType<typeof hashHeader> } {
  return { number: index, id: hashHeader(headers[index - 1]!) };
}

/** Changes the records of a published batch, and the size and hash that the batch's file gives for them. */
async function forge(index: number, change: (lines: string[]) => string[]): Promise<void> {
  const file = join(copy, nameRecordsFile(nameOf(index)));
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const text = Buffer.from(`${change(lines).join('\n')}\n`);
  await writeFile(file, text);
  const batchFile = join(copy, nameBatchFile(nameOf(index)));
  const stored = JSON.parse(await readFile(batchFile, 'utf8')) as BatchFile;
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(
    batchFile,
    JSON.stringify({ ...stored, records: { ...stored.records, bytes: text.length, sha256 } }),
  );
}

describe('restoreLedger', () => {
  it('rebuilds an empty database: every public route answers the same, and its proof files verify', async () => {
    expect(await restore()).toEqual({
      ...{ batches: 3, records: 6, rejected: 0, newest: 3 },
      ...{ documents: 0, documentsDamaged: 0 },
    });
    await ledger.index(database.pool);
    const [before, after] = [await answersOf(original.pool), await answersOf()];
    expect(Object.keys(before).length).toBeGreaterThan(55);
    expect(after).toEqual(before);
    const bundle = await withServer(database.pool, (server) =>
      server.call('GET', `/v1/records/${records.restated.id}/bundle`),
    );
    const verification = await verifyBundle(new TextEncoder().encode(bundle.text), {
      policy: createPolicy({ ...ledger.domain, urls: [] }),
      reader: ledger.reader(),
      now: (await chain.head()).time,
    });
    expect(verification).toMatchObject({ verdict: 'verified' });
  });

  it('restores every row except transactions, private entries, the mark of the folder, who anchors and the count of rewrites', async () => {
    await restore();
    await ledger.index(database.pool);
    const [before, after] = [await dump(original.pool), await dump()];
    const isPublic = (row: string): boolean => row.includes(records.dataset.id.slice(2));
    expect(before['entries']).toHaveLength(2);
    expect(before['publication']).toHaveLength(1);
    expect(before['anchorer_turn']).toHaveLength(1);
    const entries = before['entries']!.filter(isPublic);
    const lost = { publication: [], anchorer_turn: [], entries, rewrites: after['rewrites'] };
    expect(after).toEqual({ ...before, ...lost });
    expect(entries).toHaveLength(1);
  });

  it('finds no private entries in the publication', async () => {
    for (const name of await readdir(join(published, 'batches'))) {
      const text = await readFile(join(published, 'batches', name), 'utf8');
      expect(text).not.toContain('scope1');
      expect(text).not.toContain(records.disclosure.submission.entries?.[0]?.salt);
    }
  });

  it('returns the same receipt for a record as before, and seals the next batch after the restored ones', async () => {
    await restore();
    await ledger.index(database.pool);
    const [first, again] = [
      await ledger.accept(original.pool, records.restated),
      await ledger.accept(database.pool, records.restated),
    ];
    expect(again).toEqual(first);
    const next = ledger.sign({ by: ledger.parties.company, kind: 'disclosure', after: records.restated });
    await ledger.accept(database.pool, next);
    expect(await ledger.seal(database.pool)).toMatchObject({ number: 4, previous: hashHeader(headers[2]!) });
  });

  it('reads the publication from a web server', async () => {
    const server = createServer((request, response) => {
      readFile(join(copy, request.url ?? '')).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await restore(`http://127.0.0.1:${port}`)).toMatchObject({ batches: 3 });
    server.closeAllConnections();
    server.close();
    await expect(restore(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'copy-unreadable' });
  });

  it('continues after a crash at any statement', { timeout: 60_000 }, async () => {
    await restore();
    const whole = await dump();
    const uncut = failAt(database.pool, 0, 'before');
    const fresh = await createTestDatabase();
    const counted = failAt(fresh.pool, 0, 'before');
    await restore(copy, counted.pool);
    await fresh.drop();
    expect(counted.count()).toBeGreaterThan(40);
    expect(await restore(copy, uncut.pool)).toMatchObject({ batches: 0, newest: 3 });
    for (let at = 1; at <= counted.count(); at += 7) {
      const cut = await createTestDatabase();
      const failing = failAt(cut.pool, at, at % 2 === 0 ? 'before' : 'after');
      await expect(restore(copy, failing.pool)).rejects.toThrow('fails');
      expect(await restore(copy, cut.pool)).toMatchObject({ newest: 3 });
      expect(await dump(cut.pool)).toEqual(whole);
      await cut.drop();
    }
  });

  it.each([
    ['a batch is missing', 'copy-lacks', () => rm(join(copy, nameBatchFile(nameOf(2))))],
    ['the records of a batch are missing', 'copy-lacks', () => rm(join(copy, nameRecordsFile(nameOf(2))))],
    [
      'a byte of the records was changed',
      'copy-damaged',
      async () => {
        const file = join(copy, nameRecordsFile(nameOf(2)));
        const bytes = await readFile(file);
        const at = bytes.indexOf('"arrival":') + '"arrival":'.length;
        bytes[at] = bytes[at] === 57 ? 56 : 57;
        await writeFile(file, bytes);
      },
    ],
    [
      'a line is cut short',
      'copy-damaged',
      () => forge(2, ([line = '', ...rest]) => [line.slice(0, -9), ...rest]),
    ],
    [
      'the entries of a record were changed',
      'record-mismatch',
      () => forge(1, (lines) => lines.map((line) => line.replace('"value":"1.5"', '"value":"1.6"'))),
    ],
    [
      'a statement was changed',
      'record-mismatch',
      () => forge(2, (lines) => lines.map((line) => line.replace('späte', 'frühe'))),
    ],
    [
      'a signature was replaced',
      'records-mismatch',
      () =>
        forge(3, (lines) =>
          lines.map((line) =>
            line.replace(records.alone.submission.signature, records.dataset.submission.signature),
          ),
        ),
    ],
    ['a record is missing', 'records-mismatch', () => forge(2, (lines) => lines.slice(1))],
    ['records are in another order', 'records-mismatch', () => forge(2, (lines) => lines.toReversed())],
    [
      'a header was changed',
      'header-mismatch',
      async () => {
        const file = join(copy, nameBatchFile(nameOf(2)));
        const stored = JSON.parse(await readFile(file, 'utf8')) as BatchFile;
        await writeFile(
          file,
          JSON.stringify({ ...stored, header: { ...stored.header, sealedAt: stored.header.sealedAt + 1 } }),
        );
      },
    ],
    [
      'the publication belongs to another ledger',
      'wrong-ledger',
      async () => {
        const file = join(copy, 'ledger.json');
        await writeFile(file, (await readFile(file, 'utf8')).replace('31337', '31338'));
      },
    ],
    ['there is no publication', 'copy-unreadable', () => rm(join(copy, 'ledger.json'))],
  ] as const)('refuses when %s (%s), and stores nothing of the batch', async (_, code, spoil) => {
    await spoil();
    const refused: unknown = await restore().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code });
    const { rows } = await database.pool.query<{ number: number }>(
      'select number from batches order by number',
    );
    const stored = await database.pool.query(
      'select from records r where not exists (select from sealed_records s where s.record = r.id)',
    );
    expect(stored.rowCount).toBe(0);
    expect(rows.length).toBeLessThan(3);
    expect(await restore(published)).toMatchObject({ newest: 3 });
  });

  it('refuses a halted database and a database with records that are not sealed', async () => {
    await ledger.index(database.pool);
    const { rows } = await database.pool.query('select halted_code from chain_state');
    expect(rows).toEqual([{ halted_code: 'unknown-header' }]);
    await expect(restore()).rejects.toMatchObject({ code: 'halted' });
    await database.pool.query('update chain_state set halted_code = null');
    await ledger.accept(database.pool, records.alone);
    await expect(restore()).rejects.toMatchObject({ code: 'database-not-empty' });
  });
});
