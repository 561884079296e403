import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { readCommandLine } from './command-line.ts';
import { findFreePort, isPortFree } from './free-port.ts';
import { type PostgresPlace, type PostgresPrograms, findPostgresPrograms } from './postgres-programs.ts';
import { DevnetError } from '../terminal/devnet-error.ts';

/** A PostgreSQL on 127.0.0.1 that belongs to one data directory. */
export interface RunningPostgres {
  /** Connection string of its first database, with the password. */
  readonly url: string;
  /** Whether it was still running from an earlier start that did not stop it. */
  readonly adopted: boolean;
  /** Returns whether it is still running. */
  isRunning(): Promise<boolean>;
  /** Disconnects all clients, and resolves when the data is on disk and the server has ended. */
  stop(): Promise<void>;
}

/** `durable` keeps acknowledged data even after a power cut. `fast` does not, and is for tests. */
export type PostgresProfile = 'durable' | 'fast';

export interface PostgresOptions {
  /** Folder for the cluster, its password and its port. It is made if it is missing. */
  readonly dataDir: string;
  /** TCP port. Default: the port of the last start if it is free, otherwise any free port. */
  readonly port?: number;
  readonly profile?: PostgresProfile;
  readonly machine?: PostgresPlace;
}

interface Cluster {
  readonly dataDir: string;
  /** PostgreSQL's PGDATA. */
  readonly data: string;
  readonly password: string;
  readonly programs: PostgresPrograms;
}

const USER = 'carbon_ledger';
const STOP_SECONDS = '60';
const START_SECONDS = '300';

/** Gives strings the same order on every machine. */
const TEXT_ORDER = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

const PROFILES: Readonly<Record<PostgresProfile, readonly string[]>> = {
  durable: ['fsync=on', 'synchronous_commit=on'],
  fast: [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'autovacuum=off',
    'io_method=sync',
    'max_connections=300',
  ],
};

/**
 * Starts the PostgreSQL of a data directory, which the first start makes. A server left running by a killed program is adopted.
 * The server outlives this process on purpose, because Ctrl-C must not take the database from a program that still finishes
 * requests. The caller must call `stop`.
 *
 * @throws DevnetError `port-in-use`, `other-version`, `not-installed`, `not-permitted`, `died`
 */
export async function startPostgres({
  dataDir,
  port,
  profile = 'durable',
  machine,
}: PostgresOptions): Promise<RunningPostgres> {
  const cluster = await openCluster(resolve(dataDir), profile, machine);
  const adopted = await adoptServer(cluster);
  if (!adopted) await startServer(cluster, await choosePort(cluster, port), profile);
  const url = await readUrl(cluster);
  await answerOnce(url);
  return {
    url,
    adopted,
    isRunning: async () => isRunning(cluster),
    stop: async () => stopServer(cluster),
  };
}

async function openCluster(
  dataDir: string,
  profile: PostgresProfile,
  machine?: PostgresPlace,
): Promise<Cluster> {
  await mkdir(dataDir, { recursive: true });
  const cluster = {
    dataDir,
    data: join(dataDir, 'cluster'),
    password: await readOrMakePassword(dataDir),
    programs: findPostgresPrograms(dataDir, machine),
  };
  const version = await readFile(join(cluster.data, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) await initialiseCluster(cluster, profile);
  else await checkVersion(cluster, version.trim());
  return cluster;
}

async function readOrMakePassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'password');
  const stored = await readFile(file, 'utf8').catch(() => '');
  if (stored !== '') return stored;
  const password = randomBytes(24).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}

/** Makes the cluster as `cluster.new` and renames it, so that a cluster is whole or missing. The next start removes `cluster.new`. */
async function initialiseCluster(cluster: Cluster, profile: PostgresProfile): Promise<void> {
  const fresh = `${cluster.data}.new`;
  const passwordFile = join(cluster.dataDir, 'initial-password');
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { mode: 0o700 });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  await Promise.all([fresh, passwordFile].map(async (path) => giveToOwner(path, cluster.programs)));
  const who = [`--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const disk = profile === 'fast' ? ['--no-sync'] : [];
  const args = [`--pgdata=${fresh}`, ...who, ...TEXT_ORDER, ...disk, '--no-instructions'];
  await cluster.programs.run('initdb', args).catch((cause: unknown) => {
    throw new DevnetError(
      'died',
      `PostgreSQL cannot make its data directory ${cluster.data} (${takeLastLines(String(cause))}). Fix the cause, or set DATABASE_URL to your own PostgreSQL.`,
      cause,
    );
  });
  await rm(passwordFile);
  await rename(fresh, cluster.data);
}

async function giveToOwner(path: string, { owner }: PostgresPrograms): Promise<void> {
  if (owner !== null) await chown(path, owner.uid, owner.gid);
}

async function checkVersion({ data, programs }: Cluster, stored: string): Promise<void> {
  const own = /\d+/.exec(await programs.run('postgres', ['--version']))?.[0];
  if (own === stored) return;
  throw new DevnetError(
    'other-version',
    `${data} was written by PostgreSQL ${stored}, but this is PostgreSQL ${String(own)}. Move the folder away to start with an empty database, or set DATABASE_URL to a PostgreSQL ${stored}.`,
  );
}

/** Returns whether the server of an earlier start runs and answers. Stops a server that does not answer. */
async function adoptServer(cluster: Cluster): Promise<boolean> {
  if (!(await isRunning(cluster))) return false;
  try {
    await answerOnce(await readUrl(cluster));
    return true;
  } catch {
    await stopServer(cluster);
    return false;
  }
}

/**
 * Returns whether the cluster's server runs. PostgreSQL itself only looks at the process id, which may belong to another program
 * after a restart of the machine. This also looks for the cluster in the command line.
 */
async function isRunning(cluster: Cluster): Promise<boolean> {
  const [pid] = await readPidFile(cluster);
  if (pid === undefined) return false;
  if (readCommandLine(Number(pid)).includes(cluster.data)) return true;
  await rm(join(cluster.data, 'postmaster.pid'), { force: true });
  return false;
}

/** Returns the lines of `postmaster.pid`: the process id is the first, the port the fourth. Without a server there are no lines. */
async function readPidFile({ data }: Cluster): Promise<string[]> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? [] : text.split('\n');
}

async function choosePort({ dataDir }: Cluster, port: number | undefined): Promise<number> {
  if (port !== undefined) {
    if (await isPortFree(port)) return port;
    throw new DevnetError(
      'port-in-use',
      `Port ${port} for PostgreSQL is in use. Choose another port, or stop the program that uses it.`,
    );
  }
  const last = Number(await readFile(join(dataDir, 'port'), 'utf8').catch(() => '0'));
  return last > 0 && (await isPortFree(last)) ? last : findFreePort();
}

async function startServer(
  { dataDir, data, programs }: Cluster,
  port: number,
  profile: PostgresProfile,
): Promise<void> {
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...PROFILES[profile],
  ];
  const options = settings.map((setting) => `-c ${setting}`).join(' ');
  const log = join(data, 'server.log');
  const waiting = ['--wait', `--timeout=${START_SECONDS}`, '--silent'];
  try {
    await programs.run('pg_ctl', [
      'start',
      ...waiting,
      `--pgdata=${data}`,
      `--log=${log}`,
      `--options=${options}`,
    ]);
  } catch (cause) {
    throw new DevnetError(
      'died',
      `PostgreSQL did not start (${await readLastLines(log)}). Fix the cause (the whole log: ${log}), or use your own PostgreSQL with DATABASE_URL.`,
      cause,
    );
  }
  await writeFile(join(dataDir, 'port'), `${port}\n`);
}

async function readLastLines(log: string): Promise<string> {
  return takeLastLines(await readFile(log, 'utf8').catch(() => ''));
}

function takeLastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join(' | ');
}

async function readUrl(cluster: Cluster): Promise<string> {
  const port = (await readPidFile(cluster))[3];
  return `postgresql://${USER}:${cluster.password}@127.0.0.1:${String(port)}/postgres`;
}

async function answerOnce(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query('select 1');
  await client.end();
}

async function stopServer(cluster: Cluster): Promise<void> {
  if (!(await isRunning(cluster))) return;
  const waiting = ['--wait', `--timeout=${STOP_SECONDS}`, '--silent'];
  await cluster.programs.run('pg_ctl', ['stop', ...waiting, '--mode=fast', `--pgdata=${cluster.data}`]);
}
