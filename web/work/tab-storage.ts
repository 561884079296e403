import type * as z from 'zod';

/**
 * What this browser tab keeps until it is closed (`sessionStorage`): choices and texts that somebody typed. Keys, tokens, tables, figures and
 * salts never go here ([decision 61](../../docs/decisions/0061-work-in-hand-outlasts-a-reload.md)).
 */

/** Returns what the tab keeps under a name; null where there is nothing, or something of another form. */
export function readFromTab<Kept>(name: string, schema: z.ZodType<Kept>): Kept | null {
  try {
    return schema.parse(JSON.parse(sessionStorage.getItem(name) ?? 'null'));
  } catch {
    return null;
  }
}

/** Keeps a value of JSON under a name; null forgets it. */
export function keepInTab(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without storage the work lasts as long as the page.
  }
}

/** Returns the names under which the tab keeps something. */
export function listTabNames(): string[] {
  try {
    return Object.keys(sessionStorage);
  } catch {
    return [];
  }
}
