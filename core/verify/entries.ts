import type { BundleRecord, ShownEntry } from '../proofs/bundle.ts';
import { type Entry, hashEntries, hashEntryKey, itemOfEntry, parseEntry } from '../records/entry.ts';
import { FailedCheck } from '../errors.ts';
import { checkAbsence, checkItem } from '../merkle/map/proof.ts';
import type { Context } from './context.ts';
import { type Finding, fail, pass } from './result.ts';

/** Checks that every entry shown keeps to §4 and stands in the record, and every one said to be absent does not (§11). */
export function checkEntries(context: Context, subject: BundleRecord): Finding {
  const { record, entries } = subject;
  checkShown(subject);
  for (const { key, end, siblings } of entries.absent)
    checkAbsence(record.entries, hashEntryKey(key), end, siblings);
  const missing = missingKeys(context, subject);
  if (missing.length > 0)
    return fail(
      'key-not-shown',
      `not shown: ${missing.join(', ')}`,
      context.policy.keys,
      entries.shown.map(({ key }) => key),
    );
  return pass(describeEntries(subject));
}

/**
 * Checks that every entry shown stands in the record, whether that is what its id says or not.
 * @throws BadInput of an entry that is none; FailedCheck `proof-…`
 */
export function checkShown(subject: Pick<BundleRecord, 'record' | 'entries'>): void {
  const { record, entries } = subject;
  if (entries.all) return checkAllEntries(subject);
  for (const shown of entries.shown)
    checkItem(record.entries, itemOfEntry(entryOf(shown)), shown.siblings ?? []);
}

function checkAllEntries({ record, entries }: Pick<BundleRecord, 'record' | 'entries'>): void {
  const root = hashEntries(entries.shown.map(entryOf));
  if (root !== record.entries) {
    throw new FailedCheck(
      'proof-root',
      'the entries shown do not recompute the root that the record names',
      record.entries,
      root,
    );
  }
}

/** Returns the entry that is shown, judged by §4: a party may have signed one that is none. */
function entryOf({ key, value, unit, from, until, detail, salt }: ShownEntry): Entry {
  return parseEntry({ key, value, unit, from, until, detail, salt });
}

function missingKeys({ bundle, policy }: Context, subject: BundleRecord): string[] {
  if (subject !== bundle.records[0]) return [];
  const shown = new Set(subject.entries.shown.map(({ key }) => key));
  return policy.keys.filter((key) => !shown.has(key));
}

function describeEntries({ entries: { all, shown, absent } }: BundleRecord): string {
  if (all) return `all ${shown.length} entries recompute the root that was signed`;
  if (shown.length + absent.length === 0) return 'no entry is shown';
  return `${shown.length} shown and ${absent.length} absent, each by its way to the root that was signed`;
}
