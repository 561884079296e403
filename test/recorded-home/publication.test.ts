import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import { watch } from '../e2e/started-ledger.ts';
import { configOf } from '../helpers/chain.ts';
import { dumpDatabase } from '../helpers/dump.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { askRoutes } from './ask-routes.ts';
import { loadDatabase } from './recorded-database.ts';
import { parseRecorded, type RecordedChain, recordedPath, startRecordedChain } from './recorded.ts';

interface Deployment {
  readonly chainId: number;
  readonly ledger: string;
  readonly startBlock: number;
}

/** Tables that a restored database must have again, row for row: who signed what, in which batch, and the heads. */
const RESTORED = ['records', 'sealed_records', 'batch_levels', 'map_nodes', 'heads', 'holders', 'streams'];

/** Every public route is asked for every record, twice. */
const LONG = 120_000;

describe('the recorded publication', () => {
  const deployment = parseRecorded('home/chain/deployment.json') as Deployment;
  let chain: RecordedChain;
  let database: TestDatabase;
  let folder: string;

  beforeAll(async () => {
    chain = await startRecordedChain();
  });

  afterAll(() => chain.stop());

  beforeEach(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), 'recorded-publication-'));
    await cp(recordedPath('home/publication'), folder, { recursive: true });
  });

  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  /** Runs `npm run operator -- restore` on an empty database. */
  async function restore(): Promise<{ exit: number | NodeJS.Signals; output: string }> {
    const { chainId, ledger } = deployment;
    const program = watch(['operator/main.ts', 'restore', '--from', folder, '--json'], {
      DATABASE_URL: database.url,
      RPC_URL: chain.url,
      LEDGER_ADDRESS: ledger,
      CHAIN_ID: String(chainId),
    });
    return { exit: await program.ended, output: program.output() };
  }

  /** Reads registry and anchors from the chain, as the indexer does, up to its newest block. */
  async function followChain(pool: Pool): Promise<void> {
    const { ledger, startBlock } = deployment;
    const followed = await openFollowedChain(pool, configOf(chain, { ledger, block: startBlock }));
    for (;;) {
      const step = await indexOnce({ pool, chain: followed, log: keepLog() });
      if (step.kind === 'halted') throw new Error(`the indexer halted: ${step.message}`);
      if (step.kind === 'read' && !step.isBehind) return;
    }
  }

  it('restores an empty database, which answers as the ledger did then', { timeout: LONG }, async () => {
    const { exit, output } = await restore();
    expect({ exit, output }).toMatchObject({ exit: 0 });
    const { number } = parseRecorded('home/publication/latest.json') as { number: number };
    const original = await loadDatabase();
    const known = await original.pool.query('select from sealed_records');
    const restored = { batches: number, records: known.rowCount, rejected: 0, newest: number };
    expect(output).toContain(JSON.stringify({ ...restored, documents: 0, documentsDamaged: 0 }));
    await followChain(database.pool);
    const [asked, again] = [await askRoutes(original.pool), await askRoutes(database.pool)];
    expect(Object.keys(asked).length).toBeGreaterThan(120);
    expect(again).toEqual(asked);
    const [before, after] = await Promise.all([dumpDatabase(original.pool), dumpDatabase(database.pool)]);
    await original.drop();
    for (const table of RESTORED) expect({ [table]: after[table] }).toEqual({ [table]: before[table] });
  });

  it.each([
    ['records file', '.ndjson', '"public":true', '"public":false', 'copy-damaged'],
    ['header', '.json', '"recordCount": ', '"recordCount": 1', 'header-mismatch'],
  ])(
    'is refused when the %s of one batch differs from what was anchored',
    async (_part, ending, before, after, code) => {
      const batches = join(folder, 'batches');
      const [name] = (await readdir(batches)).filter((each) => each.endsWith(ending)).sort();
      const text = await readFile(join(batches, name!), 'utf8');
      expect(text).toContain(before);
      await writeFile(join(batches, name!), text.replace(before, after));
      const { exit, output } = await restore();
      expect(exit).toBe(1);
      expect(output).toContain(`"code":"${code}"`);
      expect((await dumpDatabase(database.pool))['records']).toEqual([]);
    },
  );
});
