import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import { findRunEntry } from '../../core/records/run.ts';
import { isSelected } from '../../core/records/selection.ts';
import { listFigureInputs } from '../explain/figure-inputs.ts';
import type { KnownRecord, KnownRecords } from '../explain/known-record.ts';
import { openUsed } from '../explain/rows-of-set.ts';

/** Whether a record depends on one row, and which of its figures do; `unknown` where its entries cannot be read. */
export interface RowUse {
  readonly use: 'uses' | 'not' | 'unknown';
  /** Empty where it has no figures, as an assurance. */
  readonly keys: readonly string[];
}

/** A row in the versions of its record. */
export interface TracedRow {
  readonly key: string;
  /** Its entry in each version, as far as it is here. */
  readonly versions: ReadonlyMap<Hex, Entry | null>;
}

/** Tells which of the dependents of a record depend on one of its rows. Dependents are ordered so that each comes after its sources. */
export function traceRow(
  { key, versions }: TracedRow,
  dependents: readonly Hex[],
  records: KnownRecords,
): Map<Hex, RowUse> {
  const used = new Map<Hex, Set<string>>([...versions.keys()].map((id) => [id, new Set([key])]));
  const uses = new Map<Hex, RowUse>();
  for (const id of dependents) {
    const known = records.get(id);
    const found = known === undefined ? UNKNOWN : judge(known, { key, versions }, used, uses);
    uses.set(id, found);
    if (found.use === 'uses') used.set(id, new Set(found.keys));
  }
  return uses;
}

const UNKNOWN: RowUse = { use: 'unknown', keys: [] };

function judge(
  known: KnownRecord,
  row: TracedRow,
  used: ReadonlyMap<Hex, ReadonlySet<string>>,
  uses: ReadonlyMap<Hex, RowUse>,
): RowUse {
  const { sources } = known.record;
  const possible = sources.filter((id) => row.versions.has(id) || uses.has(id));
  const mayUse = possible.some((id) => uses.get(id)?.use !== 'not');
  if (!mayUse) return { use: 'not', keys: [] };
  if (known.access !== 'all') return UNKNOWN;
  if (known.entries.length === 0) return judgeByStatement(possible, row, uses);
  const keys = listUsing(known, row, used);
  const isSure = possible.every((id) => uses.get(id)?.use !== 'unknown');
  return keys.length === 0 ? { use: isSure ? 'not' : 'unknown', keys: [] } : { use: 'uses', keys };
}

/** A record without entries, such as an assurance, depends on all of what it answers. */
function judgeByStatement(
  possible: readonly Hex[],
  { versions }: TracedRow,
  uses: ReadonlyMap<Hex, RowUse>,
): RowUse {
  const isUser = possible.some((id) => versions.has(id) || uses.get(id)?.use === 'uses');
  return isUser ? { use: 'uses', keys: [] } : UNKNOWN;
}

/** Returns the figures that use the row or a figure that does. A figure can use one of its own record, in any order. */
function listUsing(
  { id, entries }: KnownRecord,
  row: TracedRow,
  used: ReadonlyMap<Hex, ReadonlySet<string>>,
): string[] {
  const inputs = entries.map((entry) => ({ key: entry.key, inputs: listFigureInputs(id, entry) }));
  const own = new Set<string>();
  const takesSet = openSets(entries, row);
  for (let before = -1; before < own.size;) {
    before = own.size;
    for (const { key, inputs: list } of inputs)
      if (
        !own.has(key) &&
        list.some((input) => {
          if (input.type === 'set') return takesSet(input.set);
          const { record, key: other } = input.type === 'document' ? input.document : input;
          return (record === id && own.has(other)) || used.get(record)?.has(other) === true;
        })
      )
        own.add(key);
  }
  return entries.flatMap(({ key }) => (own.has(key) ? [key] : []));
}

/** Returns a test for sets that may hold the row: its selection selects the row, and the run used it. */
function openSets(
  entries: readonly Entry[],
  { versions }: TracedRow,
): (set: { readonly record: Hex; readonly selection: Parameters<typeof isSelected>[0] }) => boolean {
  const run = findRunEntry(entries)?.detail;
  return ({ record, selection }) => {
    const entry = versions.get(record);
    return entry != null && openUsed(run, record)(entry) && isSelected(selection, entry);
  };
}
