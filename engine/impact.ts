import * as z from 'zod';
import { BUNDLE_JSON, formatJson } from '../core/json.ts';

/** An entry as far as impact asks. */
export interface ImpactEntry {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: unknown;
}

/** Which rows or figures changed, by the record that they stand in. */
export type Changes = ReadonlyMap<string, ReadonlySet<string>>;

const derivationSchema = z.object({
  derivation: z.object({
    operands: z.array(z.object({ key: z.string(), record: z.string().optional() })).optional(),
    /** A figure that is shown as it stands in a result. */
    result: z.string().optional(),
    key: z.string().optional(),
  }),
});

/**
 * Returns the keys of the entries that differ between two versions of a record: added, removed, or with another value, unit,
 * period or detail; ascending.
 */
export function findChangedKeys(before: readonly ImpactEntry[], after: readonly ImpactEntry[]): string[] {
  const old = new Map(before.map((entry) => [entry.key, writeEntry(entry)]));
  const fresh = new Map(after.map((entry) => [entry.key, writeEntry(entry)]));
  const keys = new Set([...old.keys(), ...fresh.keys()]);
  return [...keys].filter((key) => old.get(key) !== fresh.get(key)).sort();
}

/** Equal details may be written in any order: RFC 8785 has one. */
function writeEntry({ value, unit, from, until, detail }: ImpactEntry): string {
  return formatJson({ value, unit, from, until, detail }, BUNDLE_JSON);
}

/**
 * Returns the keys of a record's figures that rest on what changed, by their derivations: on a row of a dataset, on a figure
 * of a result, or on another figure of the same record that does; ascending.
 */
export function findDependentKeys(
  entries: readonly Pick<ImpactEntry, 'key' | 'detail'>[],
  changes: Changes,
): string[] {
  const links = entries.map(({ key, detail }) => ({ key, on: readLinks(detail) }));
  const dependent = new Set<string>();
  for (let before = -1; before < dependent.size;) {
    before = dependent.size;
    for (const { key, on } of links)
      if (on.some((link) => isChanged(link, changes, dependent))) dependent.add(key);
  }
  return [...dependent].sort();
}

/** What an entry rests on: an entry of another record, or where `record` is null of its own. */
export interface Link {
  readonly record: string | null;
  readonly key: string;
}

function isChanged({ record, key }: Link, changes: Changes, dependent: ReadonlySet<string>): boolean {
  return record === null ? dependent.has(key) : changes.get(record)?.has(key) === true;
}

/** Returns what the entry with this detail rests on, by its derivation. */
export function readLinks(detail: unknown): Link[] {
  const parsed = derivationSchema.safeParse(detail);
  if (!parsed.success) return [];
  const { operands = [], result, key } = parsed.data.derivation;
  const shown = result !== undefined && key !== undefined ? [{ record: result, key }] : [];
  return [...operands.map((operand) => ({ record: operand.record ?? null, key: operand.key })), ...shown];
}
