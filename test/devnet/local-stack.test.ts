import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { openPool } from '../../db/pool.ts';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { startLedgerIn } from '../e2e/started-ledger.ts';

it('npm start refuses a folder with a database of another version, says what to do, and begins no chain there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'local-stack-'));
  const home = join(folder, '.carbon-ledger');
  const postgres = await startPostgres({ dataDir: join(home, 'postgres') });
  const pool = openPool(postgres.url);
  await pool.query(
    'create table schema_migrations (number integer primary key, name text not null, digest text not null)',
  );
  await pool.query("insert into schema_migrations values (1, '0001-chain.sql', '')");
  await pool.end();
  await postgres.stop();
  const start = startLedgerIn(home);
  expect(await start.ended).toBe(EXIT_CODES.refused);
  expect(start.output()).toMatch(
    /Another version of this program made the ledger in .*LEDGER_HOME to another/s,
  );
  expect(await readdir(home)).not.toContain('chain');
  await rm(folder, { recursive: true });
}, 60_000);
