import type { Pool } from 'pg';
import { readArrivalMark, type SettledArrivals } from '../records/arrivals.ts';
import { type Queryable, withTransaction } from '../pool.ts';

/** The end of the order of events. */
export interface EventFeed {
  /** Names the order; 8 hex digits. It changes when positions may have been given again. */
  readonly mark: string;
  /** The last position that was given; 0 before the first. */
  readonly position: number;
}

/**
 * Returns the end of the order of events. The order gets another mark once the database was restored from a backup, or a stand-by took over:
 * then events may be lost that somebody has read, and others may get their positions.
 */
export async function readEventFeed(client: Queryable): Promise<EventFeed> {
  for (;;) {
    const { rows } = await client.query<EventFeed & { is_same: boolean }>({
      name: 'event-feed',
      text: 'select mark, position, origin = public.event_origin() as is_same from event_feed',
    });
    const { mark, position, is_same: isSame } = rows[0]!;
    if (isSame) return { mark, position };
    await client.query(
      `update event_feed set mark = substr(replace(gen_random_uuid()::text, '-', ''), 1, 8), origin = public.event_origin()
       where origin <> public.event_origin()`,
    );
  }
}

/** The most events that get a position in one transaction. */
const MOST_PLACED = 1_000;

/**
 * Gives positions to what happened, and returns whether there was anything. Any number of processes may call it: one does it, the others do
 * nothing. Positions are given in the order of commits: a lower one never appears after a higher one could be read. `settled` is kept by the
 * caller from call to call.
 */
export async function placeEvents(pool: Pool, settled: SettledArrivals): Promise<boolean> {
  const { rows } = await pool.query<{ due: boolean }>({
    name: 'events-due',
    text: `select exists (select from events where position is null)
      or (select arrival from event_feed) < (select coalesce(max(arrival), 0) from records) as due`,
  });
  if (rows[0]?.due !== true) return false;
  return withTransaction(pool, (client) => placeNext(client, settled));
}

interface Unplaced {
  readonly id: number;
  readonly arrival: number;
}

async function placeNext(client: Queryable, settledArrivals: SettledArrivals): Promise<boolean> {
  const feed = await client.query<{ position: number; arrival: number }>(
    'select position, arrival from event_feed for update skip locked',
  );
  if (feed.rows[0] === undefined) return false;
  // Read before the events: what was written before a later record was accepted is then among them.
  const settled = settledArrivals.settle(await readArrivalMark(client));
  const { rows } = await client.query<Unplaced>(
    'select id, arrival from events where position is null order by id limit $1',
    [MOST_PLACED],
  );
  const { accepted, placed, end } = arrange(feed.rows[0], rows, settled);
  await client.query(
    `insert into events (type, position, arrival, length)
     select 'record.accepted', r.* from unnest($1::bigint[], $2::bigint[], $3::bigint[]) r`,
    [
      accepted.map(({ position }) => position),
      accepted.map(({ arrival }) => arrival),
      accepted.map(({ length }) => length),
    ],
  );
  await client.query(
    'update events e set position = p.position from unnest($1::bigint[], $2::bigint[]) p(id, position) where e.id = p.id',
    [placed.map(({ id }) => id), placed.map(({ position }) => position)],
  );
  await client.query('update event_feed set position = $1, arrival = $2', [end.position, end.arrival]);
  return accepted.length + placed.length > 0;
}

interface End {
  readonly position: number;
  readonly arrival: number;
}

/** Arranges events in the order of writing, and before each of them the records that were accepted before it. An event waits for those. */
function arrange(
  start: End,
  unplaced: readonly Unplaced[],
  settled: number,
): {
  readonly accepted: (End & { readonly length: number })[];
  readonly placed: { readonly id: number; readonly position: number }[];
  readonly end: End;
} {
  let { position, arrival } = start;
  const accepted: (End & { readonly length: number })[] = [];
  const placed: { readonly id: number; readonly position: number }[] = [];
  const accept = (until: number): void => {
    if (until <= arrival) return;
    const length = until - arrival;
    [position, arrival] = [position + length, until];
    accepted.push({ position, arrival, length });
  };
  const ready = unplaced.findIndex((event) => event.arrival > settled);
  for (const event of ready === -1 ? unplaced : unplaced.slice(0, ready)) {
    accept(event.arrival);
    placed.push({ id: event.id, position: ++position });
  }
  // More events may have been written before the last records were accepted.
  if (ready !== -1 || unplaced.length < MOST_PLACED) accept(settled);
  return { accepted, placed, end: { position, arrival } };
}
