import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { toByteaArray } from '../../db/rows/bytea.ts';
import { checkWholeLedger } from './check-whole-ledger.ts';
import { startFront } from './front.ts';
import { apiUrl, untilOpen } from './ledger-states.ts';
import { startLoad } from './load.ts';
import { queryOnce } from './plan-database.ts';
import { openRandom } from './random.ts';
import { startWholeLedger, type WholeLedger } from './whole-ledger.ts';

const MINUTE = 60_000;
const RECEIPTS = 10;

/** PostgreSQL confirms a commit up to ten seconds before it is on disk. */
const FORGETFUL = ['synchronous_commit=off', 'wal_writer_delay=10s'];

it(
  'the check names each record that was lost when a database was killed that confirms commits too early',
  { timeout: 10 * MINUTE },
  async () => {
    const { seed } = inject('properties');
    const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-endurance-'));
    const one = { database: FORGETFUL, ofEach: 1 };
    const ledger = await startWholeLedger(folder, openRandom(seed), one);
    const front = await startFront(() => ledger.apis(), openRandom(seed + 1));
    try {
      await untilOpen(ledger);
      // Tables are not lost, only records.
      await queryOnce(ledger.databaseUrl, 'checkpoint');
      const load = startLoad(ledger, front, seed);
      await expect.poll(() => load.receipts.length, { timeout: 2 * MINUTE }).toBeGreaterThan(RECEIPTS);
      await load.stop();
      const { receipts, entries } = load;
      const [database] = ledger.parts;
      await database!.kill();
      await database!.start();
      const kept = await countKept(
        ledger,
        receipts.map(({ record }) => record),
      );
      expect(kept).toBeLessThan(receipts.length);
      const evidence = {
        receipts,
        entries,
        operator: ledger.keys.operator.address,
        policy: ledger.policy,
      };
      const found = await checkWholeLedger(apiUrl(ledger), evidence).then(
        () => [],
        (error: unknown) =>
          String(error).match(/0x\w{64} was accepted at \d+, but is not in the ledger/g) ?? String(error),
      );
      expect(found).toHaveLength(receipts.length - kept);
    } finally {
      await front.stop();
      await ledger.stop();
      await rm(folder, { recursive: true });
    }
  },
);

async function countKept({ databaseUrl }: WholeLedger, ids: readonly string[]): Promise<number> {
  const query = 'select count(*) as kept from records where id = any($1::bytea[])';
  const [row] = await queryOnce<{ kept: string }>(databaseUrl, query, [toByteaArray(ids)]);
  return Number(row?.kept);
}
