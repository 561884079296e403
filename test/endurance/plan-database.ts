import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { findPostgresPrograms } from '../../devnet/postgres/postgres-programs.ts';
import { type Part, planPart } from './part.ts';
import type { Random } from './random.ts';
import { findServicePort } from '../helpers/service-port.ts';
import { askUntil, type Site, withLog } from './site.ts';

/**
 * Plans PostgreSQL. Committed data is on disk, as in operation, unless `settings` change that. A kill ends either the server alone,
 * whose child processes then end by themselves, or all processes at once.
 */
export async function planDatabase(
  { home, onLoss }: Site,
  random: Random,
  settings: readonly string[],
): Promise<{ part: Part; url: string }> {
  const port = await findServicePort();
  const made = await startPostgres({ dataDir: home.postgres, port, profile: 'durable' });
  await made.stop();
  const programs = findPostgresPrograms(home.postgres);
  const all = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...settings];
  const args = ['-D', join(home.postgres, 'cluster'), ...all.flatMap((setting) => ['-c', setting])];
  const part = planPart({
    name: 'postgres',
    launch: () => withLog(home, 'postgres', (log) => programs.launch('postgres', args, log)),
    ready: (_, ended) => askUntil(() => askDatabase(made.url), ended),
    // The children of a killed server end later, and hold its shared memory until then.
    tries: 100,
    listChildren: (pid) => (random.below(2) === 0 ? [] : listChildren(pid)),
    onLoss,
  });
  return { part, url: made.url };
}

async function askDatabase(connectionString: string): Promise<void> {
  await queryOnce(connectionString, 'select 1');
}

/** Returns the rows of a statement, which runs on its own connection. */
export async function queryOnce<Row extends object>(
  connectionString: string,
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

function listChildren(parent: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, ppid]) => ppid === parent)
    .map(([pid = 0]) => pid);
}
