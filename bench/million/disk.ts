import { opendir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchLedger } from './ledger.ts';

/** What a ledger occupies on disk, in bytes. */
export interface DiskFigures {
  readonly database: number;
  /** The largest tables, including their indexes. */
  readonly tables: readonly { readonly name: string; readonly bytes: number }[];
  readonly publication: number;
  readonly files: number;
}

/** Measures how many bytes the database and the publication of a ledger occupy on disk. */
export async function measureDisk({ postgres, home }: BenchLedger): Promise<DiskFigures> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const size = await client.query<{ bytes: string }>(
      'select pg_database_size(current_database()) as bytes',
    );
    const tables = await client.query<{ name: string; bytes: string }>(
      `select relname as name, pg_total_relation_size(oid) as bytes from pg_class
       where relkind = 'r' and relnamespace = 'public'::regnamespace order by 2 desc limit 6`,
    );
    const published = await sizeFolder(home.publication);
    return {
      database: Number(size.rows[0]?.bytes),
      tables: tables.rows.map(({ name, bytes }) => ({ name, bytes: Number(bytes) })),
      publication: published.bytes,
      files: published.files,
    };
  } finally {
    await client.end();
  }
}

async function sizeFolder(folder: string): Promise<{ bytes: number; files: number }> {
  let [bytes, files] = [0, 0];
  for await (const entry of await opendir(folder, { recursive: true })) {
    if (!entry.isFile()) continue;
    bytes += (await stat(join(entry.parentPath, entry.name))).size;
    files++;
  }
  return { bytes, files };
}
