import { Client } from 'pg';

/** Returns every row of a ledger's database as SQL that replaces the rows of another database with the same tables. */
export async function dumpRows(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'
       and relname <> 'schema_migrations' order by 1`,
    );
    const names = rows.map(({ name }) => name);
    const parts: string[] = [];
    for (const name of names) parts.push(await dumpTable(client, name));
    // In the role `replica`, PostgreSQL runs no triggers, which would write rows of their own.
    const before = ['set session_replication_role = replica;', `truncate ${names.join(', ')};`];
    return [...before, ...parts, 'reset session_replication_role;', ''].join('\n');
  } finally {
    await client.end();
  }
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
