import type { JsonObject } from '../../core/encoding/json.ts';

/**
 * The statement of a record `r`, cut down to its title, so that a list need not read statements of 64 KiB. Only a statement with the
 * character NUL is whole, since PostgreSQL cannot read it as JSON.
 */
export const TITLE_COLUMN = `
  case when strpos(r.statement, '\\u0000') > 0 then r.statement
    else '{"title":' || coalesce((r.statement::json -> 'title')::text, 'null') || '}' end`;

/** Returns the title in a statement; null if it has none. */
export function titleOf(statement: string): string | null {
  const { title } = JSON.parse(statement) as JsonObject;
  return typeof title === 'string' ? title : null;
}
