import type { Pool } from 'pg';

/** Every row of every table as text: table → sorted rows. */
export type Dump = Readonly<Record<string, readonly string[]>>;

/** The order of events tells how a database came to what it holds: it is another one in each database. */
const OWN = ['events', 'event_feed'];

/** Returns the whole content of a database but its events, so that a test can compare it with another. */
export async function dumpDatabase(pool: Pool): Promise<Dump> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and c.relname <> all($1) order by 1`,
    [OWN],
  );
  const dump: Record<string, string[]> = {};
  for (const { name } of rows) {
    const result = await pool.query<{ row: string }>(
      `select t::text as row from "${name}" t order by t::text collate "C"`,
    );
    dump[name] = result.rows.map(({ row }) => row);
  }
  return dump;
}
