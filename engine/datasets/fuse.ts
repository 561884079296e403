import { formatJson } from '../../core/encoding/json.ts';
import { compareTexts } from '../rows/row.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import { isSameRow } from './diff.ts';
import { nameIdentity } from './identity.ts';
import type { DatasetEntry } from './validate.ts';

/** One version to be fused. */
export interface FusionInput {
  /** The record id, or the root of the entries where the dataset is not a record yet. */
  readonly record: string;
  readonly provider: string;
  readonly entries: readonly DatasetEntry[];
}

export type FusionConflict = DetailOf<'fusion'>['conflicts'][number];

/** The fused version, ascending by key, and the conflicts between the versions. */
export interface Fusion {
  readonly entries: readonly DatasetEntry[];
  readonly conflicts: readonly FusionConflict[];
  /** Conflicts that the rule does not settle. If there are any, there is no fused version. */
  readonly ties: readonly { readonly key: string; readonly records: readonly string[] }[];
}

/** The rule of every fusion. The entry `fusion` states it, so these words are hashed. */
export const FUSION_RULE =
  'newest valid time wins (the later from, then the later until), then the provider that stands first in the priority';

/**
 * Fuses several versions of a dataset into one. Rows with the same key, and rows that would match equally, compete: the newest
 * valid time wins, then the provider that comes first in `priority`. Equal rows are not a conflict. The entry `fusion` names the
 * sources and every conflict. Entries of type `source` are kept, each under the record that it came from. The order of the inputs
 * does not matter.
 */
export function fuseDatasets(inputs: readonly FusionInput[], priority: readonly string[]): Fusion {
  const ordered = inputs.toSorted((a, b) => compareTexts(a.record, b.record));
  const rows = ordered.flatMap((input) => input.entries.map((entry) => nameSource(entry, input)));
  const byKey = settle(rows, ({ entry }) => entry.key, priority);
  const byMatch = settle(byKey.taken, ({ entry }) => nameMatch(entry), priority);
  const conflicts = [...byKey.conflicts, ...byMatch.conflicts].sort(
    (a, b) => compareTexts(a.key, b.key) || compareTexts(a.passed, b.passed),
  );
  const sources = ordered.map(({ record }) => record);
  const entries = [...byMatch.taken.map(({ entry }) => entry), describeFusion(sources, conflicts)];
  return {
    entries: entries.sort((a, b) => compareTexts(a.key, b.key)),
    conflicts,
    ties: [...byKey.ties, ...byMatch.ties],
  };
}

interface Candidate {
  readonly entry: DatasetEntry;
  readonly record: string;
  readonly provider: string;
}

interface Settled {
  readonly taken: Candidate[];
  readonly conflicts: FusionConflict[];
  readonly ties: { readonly key: string; readonly records: readonly string[] }[];
}

/** Adds the record to the key of a `source` or `fusion` entry, so that those of two versions do not collide. */
function nameSource(entry: DatasetEntry, { record, provider }: FusionInput): Candidate {
  const type = entry.detail?.['row'];
  if (type !== 'source' && type !== 'fusion') return { entry, record, provider };
  return { entry: { ...entry, key: `${entry.key}/${record.slice(2, 18)}` }, record, provider };
}

function settle(
  candidates: readonly Candidate[],
  nameOf: (candidate: Candidate) => string,
  priority: readonly string[],
): Settled {
  const settled: Settled = { taken: [], conflicts: [], ties: [] };
  for (const group of Map.groupBy(candidates, nameOf).values()) {
    const [first, ...others] = group.toSorted(
      (a, b) =>
        compareTime(b.entry, a.entry) ||
        rank(a, priority) - rank(b, priority) ||
        compareTexts(formatJson({ ...a.entry }), formatJson({ ...b.entry })) ||
        compareTexts(a.record, b.record),
    );
    if (first === undefined) continue;
    settled.taken.push(first);
    for (const other of others) weigh(first, other, priority, settled);
  }
  return settled;
}

function weigh(first: Candidate, other: Candidate, priority: readonly string[], settled: Settled): void {
  const { key } = first.entry;
  if (key === other.entry.key && isSameRow(first.entry, other.entry)) return;
  const newer = compareTime(first.entry, other.entry) !== 0;
  if (!newer && rank(first, priority) === rank(other, priority)) {
    settled.ties.push({ key, records: [first.record, other.record] });
    return;
  }
  settled.conflicts.push({
    key,
    taken: first.record,
    passed: other.record,
    why: newer ? 'newest valid time' : 'provider priority',
  });
}

function compareTime(a: DatasetEntry, b: DatasetEntry): number {
  return a.from - b.from || a.until - b.until;
}

/** Returns the position of a provider in the priority. Providers that are not named share the last position. */
function rank({ provider }: Candidate, priority: readonly string[]): number {
  const index = priority.indexOf(provider);
  return index < 0 ? priority.length : index;
}

/** Returns a name that rows share exactly when they would match equally. A row without identifying members has its own key. */
function nameMatch(entry: DatasetEntry): string {
  return nameIdentity(entry) ?? JSON.stringify([entry.key]);
}

function describeFusion(sources: readonly string[], conflicts: readonly FusionConflict[]): DatasetEntry {
  const detail: DetailOf<'fusion'> = {
    row: 'fusion',
    rule: FUSION_RULE,
    sources: [...sources],
    conflicts: [...conflicts],
  };
  return { key: 'fusion', value: null, unit: '', from: 0, until: 0, detail };
}
