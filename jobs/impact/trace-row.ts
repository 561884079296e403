import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { ChangedRows } from '../../engine/compare/changed-sets.ts';
import { findDependentKeys, outlineRow } from '../../engine/compare/impact.ts';
import type { KnownRecord, KnownRecords } from '../explain/known-record.ts';

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

/**
 * Tells which of the dependents of a record depend on one of its rows, by the rule by which a server finds what a change concerns.
 * Dependents are ordered so that each comes after its sources.
 */
export function traceRow(
  { key, versions }: TracedRow,
  dependents: readonly Hex[],
  records: KnownRecords,
): Map<Hex, RowUse> {
  const changes = new Map<Hex, ChangedRows>(
    [...versions].map(([id, entry]) => [id, new Map([[key, entry === null ? [] : [outlineRow(entry)]]])]),
  );
  const uses = new Map<Hex, RowUse>([...versions.keys()].map((id) => [id, { use: 'uses', keys: [key] }]));
  for (const id of dependents) {
    const known = records.get(id);
    const found = known === undefined ? UNKNOWN : judge(known, changes, uses);
    uses.set(id, found);
    if (found.use === 'uses') changes.set(id, new Map(found.keys.map((figure) => [figure, []])));
  }
  for (const id of versions.keys()) uses.delete(id);
  return uses;
}

const UNKNOWN: RowUse = { use: 'unknown', keys: [] };
const NOT: RowUse = { use: 'not', keys: [] };

function judge(
  { record, access, entries }: KnownRecord,
  changes: ReadonlyMap<Hex, ChangedRows>,
  uses: ReadonlyMap<Hex, RowUse>,
): RowUse {
  const possible = record.sources.flatMap((id) => uses.get(id) ?? []).filter(({ use }) => use !== 'not');
  if (possible.length === 0) return NOT;
  if (access !== 'all') return UNKNOWN;
  const isSure = possible.every(({ use }) => use === 'uses');
  // A record without entries, such as an assurance, depends on all of what it answers.
  if (entries.length === 0)
    return possible.some(({ use }) => use === 'uses') ? { use: 'uses', keys: [] } : UNKNOWN;
  const found = findDependentKeys(entries, changes);
  const dependent = new Set(found);
  const keys = entries.flatMap(({ key }) => (dependent.has(key) ? [key] : []));
  if (keys.length > 0) return { use: 'uses', keys };
  return isSure && found !== null ? NOT : UNKNOWN;
}
