import type { BundleRecord, ShownEntry } from '../proofs/bundle.ts';
import { type Entry, hashEntries, checkEntryRules, hashEntryKey, itemOfEntry } from '../records/entry.ts';
import { FailedCheck } from '../errors.ts';
import { checkAbsence, checkItem } from '../merkle/map/proof.ts';
import { type Finding, fail, pass, runCheck } from './result.ts';
import { countEntryHashes } from './work.ts';
import type { VerificationContext } from './verification-context.ts';

/** Verifies that every entry shown is valid and in the record, that every key claimed absent is absent, and that the keys of the policy are shown (§4, §11). */
export function verifyEntries(context: VerificationContext, subject: BundleRecord): Promise<Finding> {
  return runCheck(() => {
    const { record, entries } = subject;
    context.work.spend('hashes', countEntryHashes(subject));
    checkShownEntries(subject);
    for (const { key, end, siblings } of entries.absent)
      checkAbsence(record.entries, hashEntryKey(key), end, siblings);
    const missing = listMissingKeys(context, subject);
    if (missing.length === 0) return pass(describeEntries(subject));
    return fail(
      'key-not-shown',
      `the policy requires entries that are not shown: ${missing.join(', ')}`,
      context.policy.keys,
      entries.shown.map(({ key }) => key),
    );
  });
}

/**
 * Checks that every entry shown is in the record. Does not check that the record hashes to its id.
 * @throws BadInput for an entry that is not valid; FailedCheck `proof-…`
 */
export function checkShownEntries(subject: Pick<BundleRecord, 'record' | 'entries'>): void {
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
      `the entries shown are not those that were signed: they give the root ${root}, the record names ${record.entries}`,
      record.entries,
      root,
    );
  }
}

/** Returns an entry as it is shown, checked against §4: the party may have signed one that is not valid. */
function entryOf({ siblings: _, ...entry }: ShownEntry): Entry {
  checkEntryRules(entry);
  return entry;
}

function listMissingKeys({ bundle, policy }: VerificationContext, subject: BundleRecord): string[] {
  if (subject !== bundle.records[0]) return [];
  const shown = new Set(subject.entries.shown.map(({ key }) => key));
  return policy.keys.filter((key) => !shown.has(key));
}

function describeEntries({ entries: { all, shown, absent } }: BundleRecord): string {
  if (all && shown.length === 1) return 'the only entry is shown and gives the root that was signed';
  if (all) return `all ${shown.length} entries are shown and give the root that was signed`;
  if (shown.length + absent.length === 0) return 'no entry is shown';
  return `${shown.length === 1 ? '1 entry' : `${shown.length} entries`} shown and ${absent.length} proven absent, each by its path to the root that was signed`;
}
