import type { Queryable } from '../pool.ts';

/** Stores one small row, so that it fails where the database can't be written: it is full, or only reads. */
export async function checkWriting(client: Queryable): Promise<void> {
  await client.query(
    'insert into write_checks (written_at) values (now()) on conflict (only_row) do update set written_at = excluded.written_at',
  );
}
