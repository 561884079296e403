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
  const workers = parts.filter(({ name }) => name.startsWith(work));
  const name = work === 'indexer' ? random.pick(workers).name : await untilHeld(databaseUrl, work);
  const killed = workers.find((part) => part.name === name);
  const other = workers.find((part) => part.name !== name);
  if (killed === undefined || other === undefined) throw new Error(`${name} holds the lock of a ${work}`);
  await killed.kill();
  const { query, more, say } = PROGRESS[work];
  const read = async (): Promise<number> =>
    Number((await queryOnce<{ value: string }>(databaseUrl, query))[0]?.value);
  const before = await read();
  let now = before;
  while (now < before + more) {
    await wait(PROGRESS_MS);
    now = await read();
  }
  return { killed: name, by: other.name, did: say(now) };
}

/** Resolves with the process that holds a lock, while it is in the middle of its work. */
async function untilHeld(databaseUrl: string, work: keyof typeof LOCKS): Promise<string> {
  const query = `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.granted and l.objid = $1
      and (select coalesce(max(number), 0) from batches) ${MIDDLE[work]} (select coalesce(max(number), 0) from anchors)`;
  for (;;) {
    const [holder] = await queryOnce<{ name: string }>(databaseUrl, query, [LOCKS[work]]);
    if (holder !== undefined) return holder.name;
    await wait(LOOK_MS);
  }
}
