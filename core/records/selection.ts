import * as z from 'zod';
import { keySchema, parseWith, timeSchema, withCode } from '../encoding/schema.ts';

/** What a selection asks about an entry of a record. */
export interface SelectableEntry {
  readonly key: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: unknown;
}

const ASCENDING = withCode('selection', 'expected texts in ascending order, all different');

const MEMBER = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Not a schema of zod: its records leave out a member `__proto__` silently, and another reader would see it. */
const whereSchema = z.custom<Readonly<Record<string, string | null>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, text]) => MEMBER.test(name) && (text === null || typeof text === 'string'),
    ),
  withCode('selection', 'expected members of a detail, each with a text or null'),
);

/** Returns the schema of a list of texts in ascending order, all different. */
export function ascendingList(item: z.ZodType<string, string>): z.ZodType<readonly string[], string[]> {
  return z
    .array(item)
    .refine((list) => list.every((text, at) => at === 0 || list[at - 1]! < text), ASCENDING);
}

/** Which rows of a record a set holds (§10). */
export const selectionSchema = z
  .strictObject({
    rows: ascendingList(z.string()),
    where: whereSchema,
    within: z
      .strictObject({ from: timeSchema, until: timeSchema })
      .refine(({ from, until }) => from < until, withCode('period', 'expected from < until')),
    keys: ascendingList(keySchema),
    except: ascendingList(keySchema),
  })
  .partial();

/**
 * Which rows of a record a set holds: those for which each stated member holds; without members all rows (§10). A row is an entry
 * that is a quantity.
 */
export interface Selection {
  /** Row types, ascending: `detail.row` is one of them. */
  readonly rows?: readonly string[] | undefined;
  /** Members of `detail`: each equals this text; null for a detail that has no such member. */
  readonly where?: Readonly<Record<string, string | null>> | undefined;
  /** The row states a period, and it lies within this one; unix seconds. */
  readonly within?: { readonly from: number; readonly until: number } | undefined;
  /** Keys, ascending: the row has one of them. */
  readonly keys?: readonly string[] | undefined;
  /** Keys, ascending: the row has none of them. */
  readonly except?: readonly string[] | undefined;
}

/**
 * Returns a selection from outside, checked.
 * @example
 * parseSelection({ rows: ['fuel-use'], where: { meter: null } }) // → { rows: ['fuel-use'], where: { meter: null } }
 * parseSelection({ keys: ['b', 'a'] }) // → throws selection at keys
 * @throws BadInput `selection`, `period`, or the code of the wrong member
 */
export function parseSelection(value: unknown): Selection {
  return parseWith(selectionSchema, value);
}

/** Tells whether a selection selects an entry (§10). For many entries `openSelection` is faster. */
export function isSelected(selection: Selection, entry: SelectableEntry): boolean {
  return openSelection(selection)(entry);
}

/** Returns about how many comparisons the test of a selection makes for an entry. */
export function countTests({ where = {} }: Selection): number {
  return 1 + Object.keys(where).length;
}

/** Returns the test of a selection. It takes the same time for long lists of keys as for short ones. */
export function openSelection({
  rows,
  where = {},
  within,
  keys,
  except,
}: Selection): (entry: SelectableEntry) => boolean {
  const types = rows === undefined ? null : new Set<unknown>(rows);
  const members = Object.entries(where);
  const named = keys === undefined ? null : new Set(keys);
  const left = new Set(except);
  return (entry) =>
    entry.unit !== '' &&
    (named === null || named.has(entry.key)) &&
    !left.has(entry.key) &&
    (within === undefined || isWithin(entry, within)) &&
    (types === null || types.has(memberOf(entry.detail, 'row'))) &&
    members.every(([name, text]) => hasMember(entry.detail, name, text));
}

function isWithin(entry: SelectableEntry, { from, until }: NonNullable<Selection['within']>): boolean {
  return entry.until !== 0 && from <= entry.from && entry.until <= until;
}

/** Tells whether a member of a detail equals a text, or is not there where that is asked. */
function hasMember(detail: unknown, name: string, text: string | null): boolean {
  const member = memberOf(detail, name);
  return text === null ? member === undefined : member === text;
}

/** Returns a member that a detail has itself; undefined where it has none. */
export function memberOf(detail: unknown, name: string): unknown {
  if (typeof detail !== 'object' || detail === null || !Object.hasOwn(detail, name)) return undefined;
  return (detail as Readonly<Record<string, unknown>>)[name];
}
