import { readdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { formatTime } from '../../core/encoding/time.ts';
import { parseJson } from '../../core/encoding/json.ts';
import { parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { Invariant } from '../../core/errors.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';

/** A folder that this process alone may use. */
export interface StateLock {
  release(): Promise<void>;
}

/** Milliseconds between two signs of life, and after which a process without one counts as ended if nothing else can tell. */
const TOUCH_EVERY = 10_000;
const LONGEST_SILENCE = 60_000;
/** Others that may come first before something is wrong. */
const MOST_TURNS = 100;

const NAME = /^lock\.([1-9][0-9]{0,14})$/;

const holderSchema = z.strictObject({
  /** Where the process id means something: host, start of the machine and space of process ids. */
  place: z.string(),
  pid: uintSchema(),
  /** When the process started, as the system counts it; null where that is not known. A process id is used again, with another start. */
  started: z.string().nullable(),
  /** Unix seconds. */
  since: uintSchema(),
});

type Holder = z.infer<typeof holderSchema>;

/**
 * Takes the lock of a folder. A process that was killed does not keep it: the lock names the process, and whether that one lives is
 * asked of the system, or, on another machine or in another container, seen from its signs of life.
 *
 * Each holder makes a file with the next number; only one process can make it. The newest file is never removed, so that nobody can
 * take a number that another one has judged: who finds a newer file than its own has come too late.
 * @throws ReplayError `state-locked`
 */
export async function takeLock(folder: string): Promise<StateLock> {
  const self: Holder = {
    place: await readPlace(),
    pid: process.pid,
    started: (await readStart(process.pid))?.started ?? null,
    since: Math.floor(Date.now() / 1000),
  };
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const last = await findNewest(folder);
    if (last > 0) await requireEnded(folder, last, self.place);
    const mine = join(folder, `lock.${last + 1}`);
    if (!(await create(mine, self))) continue;
    if ((await findNewest(folder)) === last + 1) {
      await removeOlder(folder, last + 1);
      return hold(mine);
    }
    await rm(mine, { force: true });
  }
  throw new Invariant(`${folder} was locked ${MOST_TURNS} times by others`);
}

async function listNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => (NAME.exec(name)?.[1] === undefined ? [] : [Number(NAME.exec(name)![1])]));
}

async function findNewest(folder: string): Promise<number> {
  return Math.max(0, ...(await listNumbers(folder)));
}

async function removeOlder(folder: string, number: number): Promise<void> {
  for (const older of await listNumbers(folder))
    if (older < number) await rm(join(folder, `lock.${older}`), { force: true });
}

/** Returns false if the file is there. Until its content is written, it counts as that of a process that lives. */
async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function hold(path: string): StateLock {
  const touch = (): void => void utimes(path, new Date(), new Date()).catch(() => {});
  const timer = setInterval(touch, TOUCH_EVERY).unref();
  return {
    async release() {
      clearInterval(timer);
      await writeFile(`${path}.released`, RELEASED);
      await rename(`${path}.released`, path);
    },
  };
}

/** The content of a lock that nobody holds any more. */
const RELEASED = '{}';

async function requireEnded(folder: string, number: number, place: string): Promise<void> {
  const path = join(folder, `lock.${number}`);
  const found = await readHolder(path);
  if (found === null || !(await isAlive(found, place))) return;
  const who =
    found.holder === null
      ? ''
      : `: process ${found.holder.pid} on ${found.holder.place.split(' ')[0]}, since ${formatTime(found.holder.since)}`;
  throw new ReplayError(
    'state-locked',
    `Another replay uses ${folder}${who}. Wait until it has ended, or name another folder with --state.`,
  );
}

interface Found {
  /** Null where the file is damaged. */
  readonly holder: Holder | null;
  /** Milliseconds since the last sign of life. */
  readonly silence: number;
}

/** Returns who holds a lock; null if nobody does any more. */
async function readHolder(path: string): Promise<Found | null> {
  try {
    const text = await readFile(path, 'utf8');
    if (text === RELEASED) return null;
    const silence = Math.abs(Date.now() - (await stat(path)).mtimeMs);
    return { holder: parseHolder(text), silence };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseHolder(text: string): Holder | null {
  try {
    return parseWith(holderSchema, parseJson(text));
  } catch {
    return null;
  }
}

async function isAlive({ holder, silence }: Found, place: string): Promise<boolean> {
  const byLife = silence < LONGEST_SILENCE;
  if (holder?.place !== place) return byLife;
  if (!exists(holder.pid)) return false;
  const found = await readStart(holder.pid);
  if (found === null || holder.started === null) return byLife;
  return found.isRunning && found.started === holder.started;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Returns what Linux says about a process; null where it says nothing. */
async function readStart(pid: number): Promise<{ started: string; isRunning: boolean } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  // The name of the program is in parentheses, and may hold blanks.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, started] = [fields?.[0], fields?.[19]];
  return state === undefined || started === undefined
    ? null
    : { started, isRunning: state !== 'Z' && state !== 'X' };
}

async function readPlace(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const space = await readlink('/proc/self/ns/pid').catch(() => '');
  return `${hostname()} ${boot.trim()} ${space}`;
}
