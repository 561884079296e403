import type { Pool } from 'pg';

/** Each query lists one sort of database object, one per line. */
const LISTINGS = [
  `select format('%s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
     case when a.attnotnull then ' not null' else '' end,
     coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') || case a.attidentity when '' then '' else ' identity' end) as line
   from pg_attribute a join pg_class c on c.oid = a.attrelid
   left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
   order by c.relname, a.attnum`,
  `select format('%s: %s %s', t.relname, o.conname, pg_get_constraintdef(o.oid)) as line
   from pg_constraint o join pg_class t on t.oid = o.conrelid
   where o.connamespace = current_schema()::regnamespace and o.contype <> 'n' order by 1`,
  `select indexdef as line from pg_indexes where schemaname = current_schema() order by indexname`,
  `select format('view %s: %s', viewname, definition) as line from pg_views where schemaname = current_schema() order by 1`,
];

/** Returns the schema of a database as text, with one line for each column, constraint, index and view. */
export async function describeSchema(pool: Pool): Promise<string> {
  const sections: string[] = [];
  for (const listing of LISTINGS) {
    const { rows } = await pool.query<{ line: string }>(listing);
    sections.push(rows.map(({ line }) => line).join('\n'));
  }
  return `${sections.join('\n\n')}\n`;
}
