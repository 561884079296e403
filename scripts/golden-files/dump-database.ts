import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

/**
 * Returns a database as SQL that an empty PostgreSQL can run as one query: the migrations of the checkout that made it, then
 * every row. It does not use pg_dump, which would have to match the server's version.
 */
export async function dumpDatabase(url: string, checkout: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const rows = await dumpRows(client);
    const schema = await dumpSchema(client, checkout);
    return [
      schema,
      'set session_replication_role = replica;',
      rows,
      'reset session_replication_role;',
      '',
    ].join('\n');
  } finally {
    await client.end();
  }
}

/** Returns the migrations as SQL, after the table that records them. */
async function dumpSchema(client: Client, checkout: string): Promise<string> {
  const folder = join(checkout, 'db/migrations');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const applied = await client.query<{ name: string }>('select name from schema_migrations order by number');
  const expected = applied.rows.map(({ name }) => name);
  if (expected.join() !== names.join())
    throw new Error(
      `The database does not match the checkout: expected the migrations ${names.join()}, got ${expected.join()}.`,
    );
  const files = await Promise.all(
    names.map(async (name) => `-- ${name}\n${await readFile(join(folder, name), 'utf8')}`),
  );
  const table =
    'create table schema_migrations (number integer primary key, name text not null, digest text not null, ' +
    'applied_at timestamptz not null default now());';
  return [table, ...files].join('\n');
}

async function dumpRows(client: Client): Promise<string> {
  const tables = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' order by 1`,
  );
  const parts: string[] = [];
  for (const { name } of tables.rows) parts.push(await dumpTable(client, name));
  return parts.filter((part) => part !== '').join('\n');
}

interface Column {
  readonly name: string;
  /** The sequence of an identity column, otherwise null. */
  readonly sequence: string | null;
}

async function dumpTable(client: Client, table: string): Promise<string> {
  const { rows: columns } = await client.query<Column>(
    `select quote_ident(attname) as name, pg_get_serial_sequence($1, attname) as sequence from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const names = columns.map(({ name }) => name).join(', ');
  const values = columns.map(({ name }) => `quote_nullable(${name}::text)`).join(` || ', ' || `);
  const { rows } = await client.query<{ row: string }>(
    `select '(' || ${values} || ')' as row from ${table} order by 1`,
  );
  if (rows.length === 0) return '';
  const lines = rows.map(({ row }) => row).join(',\n');
  const counters = columns.flatMap(({ name, sequence }) =>
    sequence === null ? [] : [`select setval('${sequence}', (select max(${name}) from ${table}));`],
  );
  return [`insert into ${table} (${names}) overriding system value values\n${lines};`, ...counters].join(
    '\n',
  );
}
