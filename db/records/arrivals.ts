import { LOCKS } from '../locks.ts';
import type { Queryable } from '../pool.ts';

/** The end of the order of acceptance, as one statement saw it. */
export interface ArrivalMark {
  /** The last arrival that was seen; 0 if there was none. */
  readonly last: number;
  /** The transactions of intake that had begun and not ended. One of them may still commit a lower arrival than `last`. */
  readonly intakes: readonly string[];
}

/**
 * Reads the last arrival, then which transactions of intake have not ended. Intake takes its lock before it gets arrivals, and gives it
 * back after its records can be seen (`lockAgainstRejections`).
 */
export async function readArrivalMark(client: Queryable): Promise<ArrivalMark> {
  const { rows } = await client.query<ArrivalMark>({
    name: 'arrival-mark',
    text: `select (select coalesce(max(arrival), 0) from records) as last, array(
       select virtualtransaction from pg_locks
       where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
         and classid = 0 and objid = $1 and objsubid = 1 and mode = 'ShareLock' and granted) as intakes`,
    values: [LOCKS.reject],
  });
  return rows[0]!;
}

/** Tells up to which arrival nothing can appear any more. Arrivals are given before the commit, so a lower one may appear after a higher one. */
export class SettledArrivals {
  #settled = 0;
  #waiting: ArrivalMark | null = null;

  /** Takes a mark, and returns the arrival up to which a snapshot taken later shows everything that will ever be accepted. */
  settle(mark: ArrivalMark): number {
    if (this.#waiting !== null && !this.#waiting.intakes.some((one) => mark.intakes.includes(one))) {
      this.#settled = Math.max(this.#settled, this.#waiting.last);
      this.#waiting = null;
    }
    if (mark.intakes.length === 0) this.#settled = Math.max(this.#settled, mark.last);
    else this.#waiting ??= mark;
    return this.#settled;
  }
}

/** Returns how often the order of acceptance changed other than at its end. */
export async function readRewrites(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ count: number }>({
    name: 'rewrites',
    text: 'select count from rewrites',
  });
  return rows[0]!.count;
}

/** Notes that the order of acceptance changed other than at its end. */
export async function noteRewrite(client: Queryable): Promise<void> {
  await client.query('update rewrites set count = count + 1');
}
