import * as z from 'zod';
import type { Mapping } from '../../tables/column-plan.ts';
import type { Inspected } from './table-request.ts';

/** A mapping as it is kept or given as a file: what it lacks is empty. */
export const mappingSchema: z.ZodType<Mapping> = z.strictObject({
  columns: z.record(z.string(), z.string()).default({}),
  set: z.record(z.string(), z.string()).default({}),
  lookups: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.string()))).optional(),
});

/** A table that was mapped before the page was loaded again: its rows are gone, and the user must choose it anew. */
export interface EarlierTable {
  readonly name: string;
  readonly sheet: string | null;
  readonly mapping: Mapping;
}

/** Returns the mapping for a table that was looked into: that of before where the table has the same columns, else the suggested one. */
export function mappingFor(found: Inspected, before: EarlierTable | null): Mapping {
  const mapped = Object.keys(before?.mapping.columns ?? {});
  return before !== null && mapped.every((column) => found.columns.includes(column))
    ? before.mapping
    : found.mapping;
}

/** Members that an entry must have, whatever it is about. */
const NEEDED = ['key', 'value', 'unit'];

/** Returns the member of each column; empty where it is skipped. */
export function memberOf(column: string, { columns }: Mapping): string {
  return columns[column] ?? column;
}

/**
 * Returns the members for which a text in every row is offered, because no column has them: those of any entry, and those that the kind of
 * row must have.
 */
export function listConstants(
  { columns }: Pick<Inspected, 'columns'>,
  mapping: Mapping,
  ofRow: readonly string[],
): string[] {
  const taken = columns.map((column) => memberOf(column, mapping));
  const needsTime = !taken.some((member) => ['from', 'until', 'period'].includes(member));
  const needsType = !taken.some((member) => member === 'detail' || member === 'detail.row');
  const wanted = [
    ...NEEDED,
    ...(needsTime ? ['period'] : []),
    ...(needsType ? ['detail.row'] : []),
    ...(taken.includes('detail') ? [] : ofRow.map((member) => `detail.${member}`)),
  ];
  const free = wanted.filter((member) => !taken.includes(member));
  return [...new Set([...free, ...Object.keys(mapping.set).filter((member) => !taken.includes(member))])];
}

/** Returns the members with a single text that a kind of row must have, by the schema of its detail. */
export function listRequired(schema: Readonly<Record<string, unknown>> | undefined): string[] {
  const { required = [], properties = {} } = (schema ?? {}) as {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
  };
  return required.filter((member) => member !== 'row' && properties[member]?.type === 'string');
}

/** Returns the mapping with only those members set that no column has, and that have a text. */
export function cleanMapping({ columns: names }: Inspected, mapping: Mapping): Mapping {
  const taken = new Set(names.map((column) => memberOf(column, mapping)));
  const set = Object.entries(mapping.set).filter(([member, text]) => text !== '' && !taken.has(member));
  return { ...mapping, set: Object.fromEntries(set) };
}
