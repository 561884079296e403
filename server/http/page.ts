import * as z from 'zod';
import type { ListPart, RecordSummary } from '../../db/records/record-lists.ts';
import { HttpError } from '../errors/http-error.ts';
import type { recordSummarySchema } from './schemas.ts';

/** The place where the next page starts. Clients see it as opaque text. */
export type CursorParts = readonly (string | number)[];

const DEFAULT_LIMIT = 50;

/** Formats the cursor of the last item on a page. */
export function formatCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * Parses a cursor of this list; returns `first` where there is none.
 * @throws HttpError `cursor`
 */
export function parseCursor<Parts extends CursorParts>(
  text: string | undefined,
  schema: z.ZodType<Parts>,
  first: Parts,
): Parts {
  if (text === undefined) return first;
  const result = schema.safeParse(readJson(text));
  if (result.success) return result.data;
  throw new HttpError('cursor', 'the cursor does not come from this list', { path: 'cursor', value: text });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Query parameters of every list: where the page starts, and how many items it has at most. */
export const pageQuery = {
  cursor: z
    .string()
    .max(1024)
    .optional()
    .meta({ description: '`next` of the previous page. Leave it out for the first page.' }),
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'must be a whole number from 1')
    .optional()
    .meta({
      description: `The most items on the page, ${DEFAULT_LIMIT} by default. The server may return fewer.`,
    }),
};

/** Returns how many items a page has at most. */
export function chooseLimit(limit: string | undefined, most: number): number {
  return Math.min(limit === undefined ? DEFAULT_LIMIT : Number(limit), most);
}

/** A page of a list. `next` is null on the last page. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Returns the schema of a page. */
export function pageSchema<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last page.' }),
  });
}

/** Cuts a page from items. Callers read one item more than `limit`, which tells whether there is a next page. */
export function cutPage<Item>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => CursorParts,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? formatCursor(cursorOf(last)) : null };
}

/** Returns a record of a list. */
export function showSummary(item: RecordSummary): z.input<typeof recordSummarySchema> {
  return { ...item, record: { ...item.record, sources: [...item.record.sources] } };
}

/** Returns a part of a list of records as a page, with its cursor. */
export function showRecordPage({ items, next }: ListPart): Page<z.input<typeof recordSummarySchema>> {
  return {
    items: items.map(showSummary),
    next: next === null ? null : formatCursor([next]),
  };
}
