import type { Pool } from 'pg';

/**
 * Runs vacuum statements until an index alone answers for nearly all rows: while another session of PostgreSQL begins or reads, rows stay that
 * nobody will read. The last pages of a table may be new and empty, at most 64 of them.
 */
export async function vacuumAll(
  pool: Pool,
  statements: readonly string[] = ['vacuum analyze'],
): Promise<void> {
  for (let isMarked = false; !isMarked;) {
    for (const statement of statements) await pool.query(statement);
    const { rows } = await pool.query<{ is_marked: boolean }>(
      `select bool_and(relpages - relallvisible <= least(64, 0.1 * relpages)) as is_marked from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace and relpages > 10`,
    );
    isMarked = rows[0]?.is_marked ?? true;
  }
}
