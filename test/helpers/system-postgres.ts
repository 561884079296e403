import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '../../devnet/postgres/free-port.ts';

/** A PostgreSQL from the packages of the distribution, as an operator installs it, with its superuser. */
export interface SystemPostgres {
  /** The folder of `psql`, `pg_dump` and `pg_restore`. */
  readonly programs: string;
  /** The environment that lets these programs connect as the superuser. */
  readonly superuser: Readonly<Record<'PGHOST' | 'PGPORT' | 'PGUSER' | 'PGPASSWORD' | 'PGDATABASE', string>>;
  stop(): void;
}

/** Returns the folder of the newest PostgreSQL from Debian's packages; null if there is none. */
export function findSystemPostgres(): string | null {
  const folders = globSync('/usr/lib/postgresql/*/bin').filter((folder) =>
    ['initdb', 'pg_ctl', 'psql', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(folder, name))),
  );
  return folders.sort((a, b) => majorOf(b) - majorOf(a))[0] ?? null;
}

function majorOf(folder: string): number {
  return Number(/\d+/.exec(folder)?.[0] ?? 0);
}

/** Starts a new cluster in a folder that any user can enter. */
export async function startSystemPostgres(programs: string, folder: string): Promise<SystemPostgres> {
  const user = process.getuid?.() === 0 ? findUser('postgres') : null;
  const [data, passwordFile] = [join(folder, 'cluster'), join(folder, 'superuser')];
  const port = String(await findFreePort());
  mkdirSync(folder, { recursive: true });
  writeFileSync(passwordFile, 'superuser');
  if (user !== null) chownSync(folder, user.uid, user.gid);
  const run = (name: string, ...args: string[]): void => {
    const options: SpawnSyncOptions = { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] };
    const { status, stderr, error } = spawnSync(join(programs, name), args, options);
    if (status !== 0) throw new Error(`${name} failed: ${String(error ?? stderr)}`);
  };
  run('initdb', '-D', data, '-U', 'superuser', '--pwfile', passwordFile, '-A', 'scram-sha-256', '--no-sync');
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`;
  run('pg_ctl', 'start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', settings);
  return {
    programs,
    superuser: {
      PGHOST: '127.0.0.1',
      PGPORT: port,
      PGUSER: 'superuser',
      PGPASSWORD: 'superuser',
      PGDATABASE: 'postgres',
    },
    stop: () => run('pg_ctl', 'stop', '-w', '-m', 'immediate', '-D', data),
  };
}

function findUser(name: string): { uid: number; gid: number } {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = (line ?? '').split(':');
  return { uid: Number(uid), gid: Number(gid) };
}
