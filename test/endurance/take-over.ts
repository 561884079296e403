import { setTimeout as wait } from 'node:timers/promises';
import type { Part } from './part.ts';
import { queryOnce } from './plan-database.ts';
import type { Random } from './random.ts';

/** One process continued the work of another that was killed. */
export interface TakeOver {
  readonly killed: string;
  readonly by: string;
  readonly did: string;
}

/** Work that one process does at a time, and another one when that process is dead. */
export type Work = 'sealer' | 'anchorer' | 'indexer';

/** The numbers of the locks in `db/locks.ts`. */
const LOCKS = { sealer: 0x63_0001, anchorer: 0x63_0003 } as const;

/** When a process holds the lock in the middle of its work: a batch is due and the last one anchored; or a batch is not anchored yet. */
const MIDDLE = { sealer: '=', anchorer: '>' } as const;

/** What only processes of this kind change. */
const PROGRESS: Readonly<Record<Work, { query: string; more: number; say: (value: number) => string }>> = {
  sealer: {
    query: 'select coalesce(max(number), 0) as value from batches',
    more: 1,
    say: (value) => `sealed batch ${value}`,
  },
  anchorer: {
    // The killed process may have sent the current batch, but none that was sealed later.
    query: 'select coalesce(max(number), 0) as value from transactions',
    more: 2,
    say: (value) => `sent batch ${value}`,
  },
  indexer: {
    query: 'select coalesce(max(number), 0) as value from blocks',
    more: 2,
    say: (value) => `read block ${value}`,
  },
};

const LOOK_MS = 2;
const PROGRESS_MS = 50;

/** Kills one of two processes in the middle of its work, and waits until the other one continues it. The killed one stays dead. */
export async function killWorker(
  parts: readonly Part[],
  databaseUrl: string,
  work: Work,
  random: Random,
): Promise<TakeOver> {
  const name =
    work === 'indexer' ? random.pick(workersOf(parts, work)).name : await untilHeld(databaseUrl, work);
  const { killed, other } = pair(parts, work, name);
  await killed.kill();
  const did = await untilContinued(databaseUrl, work);
  return { killed: name, by: other.name, did };
}

/** A process that was stopped or cut off in the middle of its work, and how long it took until the other one continued that. */
export interface Silenced extends TakeOver {
  readonly part: Part;
  readonly seconds: number;
}

/**
 * Silences one of two processes while its session of the database holds locks, and waits until the other one continues its work. The session
 * stays open. `unsilence` undoes it where the process was faster.
 */
export async function silenceWorker(
  parts: readonly Part[],
  databaseUrl: string,
  work: Work,
  { silence, unsilence }: { silence: (part: Part) => void; unsilence: (part: Part) => void },
): Promise<Silenced> {
  for (;;) {
    const name = await untilHeld(databaseUrl, work);
    const { killed, other } = pair(parts, work, name);
    silence(killed);
    const since = performance.now();
    // What was sent arrives.
    await wait(PROGRESS_MS);
    if (!(await listHolders(databaseUrl, work)).includes(name)) {
      unsilence(killed);
      continue;
    }
    const did = await untilContinued(databaseUrl, work);
    const seconds = (performance.now() - since) / 1000;
    return { part: killed, killed: name, by: other.name, did, seconds };
  }
}

function workersOf(parts: readonly Part[], work: Work): Part[] {
  return parts.filter(({ name }) => name.startsWith(work));
}

function pair(parts: readonly Part[], work: Work, name: string): { killed: Part; other: Part } {
  const workers = workersOf(parts, work);
  const killed = workers.find((part) => part.name === name);
  const other = workers.find((part) => part.name !== name);
  if (killed === undefined || other === undefined) throw new Error(`${name} holds the lock of a ${work}`);
  return { killed, other };
}

/** Resolves with what was done, once work that began after this was done. */
async function untilContinued(databaseUrl: string, work: Work): Promise<string> {
  const { query, more, say } = PROGRESS[work];
  const read = async (): Promise<number> =>
    Number((await queryOnce<{ value: string }>(databaseUrl, query))[0]?.value);
  const before = await read();
  let now = before;
  while (now < before + more) {
    await wait(PROGRESS_MS);
    now = await read();
  }
  return say(now);
}

/** Resolves with the process that holds a lock, while it is in the middle of its work. */
async function untilHeld(databaseUrl: string, work: Work): Promise<string> {
  for (;;) {
    const [holder] = await listHolders(databaseUrl, work);
    if (holder !== undefined) return holder;
    await wait(LOOK_MS);
  }
}

/** Returns the names of the processes that are in the middle of their work, and hold a lock. */
async function listHolders(databaseUrl: string, work: Work): Promise<string[]> {
  const holders = await queryOnce<{ name: string }>(databaseUrl, HOLDERS[work]);
  return holders.map(({ name }) => name);
}

const holdersOf = (lock: 'sealer' | 'anchorer'): string =>
  `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
   where l.locktype = 'advisory' and l.granted and l.objid = ${LOCKS[lock]}
     and (select coalesce(max(number), 0) from batches) ${MIDDLE[lock]} (select coalesce(max(number), 0) from anchors)`;

/** An indexer has no lock of its own: in the middle of its work, its transaction has changed rows. */
const HOLDERS: Readonly<Record<Work, string>> = {
  sealer: holdersOf('sealer'),
  anchorer: holdersOf('anchorer'),
  indexer: `select application_name as name from pg_stat_activity
    where application_name like 'indexer-%' and state like '%in transaction' and backend_xid is not null`,
};
