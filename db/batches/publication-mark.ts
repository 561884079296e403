import type { Queryable } from '../pool.ts';
import type { Turn } from './anchorer-turn.ts';

/** Returns the mark of the folder in which the ledger publishes; null before it first did. */
export async function readMark(client: Queryable): Promise<string | null> {
  const { rows } = await client.query<{ mark: string }>('select mark from publication');
  return rows[0]?.mark ?? null;
}

/** Stores the mark of the folder in which the ledger publishes from now on. Does nothing if another process has the turn to anchor. */
export async function storeMark(client: Queryable, turn: Turn, mark: string): Promise<void> {
  await client.query(
    `insert into publication (mark) select $1 from anchorer_turn where token = $2 for share
     on conflict (is_only) do update set mark = excluded.mark where publication.mark <> excluded.mark`,
    [mark, turn.token],
  );
}
