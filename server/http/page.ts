import { z } from 'zod';
import { HttpError } from '../errors/errors.ts';

/** Where a page goes on; opaque to clients. */
export type CursorParts = readonly (string | number)[];

const DEFAULT_LIMIT = 50;

/** Returns the cursor that stands for the last item of a page. */
export function formatCursor(parts: CursorParts): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * Returns the parts of a cursor that this list gave, `first` where there is none.
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
  throw new HttpError('cursor', 'the cursor was not given by this list', { path: 'cursor', value: text });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What every list is asked: where to go on, and how many items at most. */
export const pageQuery = {
  cursor: z
    .string()
    .max(1024)
    .optional()
    .meta({ description: '`next` of the page before; none for the first page.' }),
  limit: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/, 'not a whole number from 1 on')
    .optional()
    .meta({
      description: `The most items wanted, ${DEFAULT_LIMIT} by default; the server may give fewer.`,
      example: '50',
    }),
};

/** Returns how many items a page may have. */
export function chooseLimit(limit: string | undefined, most: number): number {
  return Math.min(limit === undefined ? DEFAULT_LIMIT : Number(limit), most);
}

/** A page of a list: `next` is null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Returns the schema of a page. */
export function pageSchema<Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last.' }),
  });
}

/** Returns a page of items of which one more than `limit` was asked for, to know whether there is a next page. */
export function cutPage<Item>(
  found: readonly Item[],
  limit: number,
  cursorOf: (item: Item) => CursorParts,
): Page<Item> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? formatCursor(cursorOf(last)) : null };
}
