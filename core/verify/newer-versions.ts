import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { hashStream } from '../records/record.ts';
import { isReplay } from '../records/kind.ts';
import { isWithdrawal } from '../records/statement.ts';
import { describeMoment, isLater, rewindHead } from './as-of.ts';
import { listCitations } from './citations.ts';
import { type GatheredHeads, listHeads } from './heads.ts';
import { type Finding, fail } from './result.ts';
import type { VerificationContext, Version } from './verification-context.ts';

/**
 * Returns the newest version in the file that continues a record that the file has; null where there is none. A well-signed record that is
 * sealed moves a head by itself, so it needs nobody's word (§7). Each step has a higher sequence.
 */
export function findContinuation(context: VerificationContext, { id, record }: BundleRecord): Version | null {
  const stream = hashStream(record);
  let newest: Version | null = null;
  let named = { id, sequence: record.sequence };
  for (;;) {
    const next = context.successors.get(named.id);
    if (next?.record.sequence !== named.sequence + 1 || hashStream(next.record) !== stream) return newest;
    if (isLater(context, next.anchor)) return newest;
    newest = next;
    named = { id: next.id, sequence: next.record.sequence };
  }
}

/** Returns the head that a version makes, if it is later than the one shown. */
export function moveHead(shown: BundleHead, { id, record, inclusion, anchor }: Version): BundleHead {
  if ((shown.head?.sequence ?? 0) >= record.sequence) return shown;
  return { ...shown, header: inclusion.header, anchor, head: { sequence: record.sequence, record: id } };
}

/**
 * Warns where the file has a newer head of the stream that names another record: the policy's replays do not support it, and the operator
 * says it all the same.
 */
export function warnOfNewer(
  { at }: VerificationContext,
  found: Finding,
  then: BundleHead,
  heads: readonly BundleHead[],
): Finding {
  if (at !== null || found.result !== 'pass') return found;
  const newer = heads.find(
    ({ header, head }) => header.number > then.header.number && head?.record !== then.head?.record,
  );
  if (newer === undefined) return found;
  const names = newer.head === null ? 'shows none' : `names the record ${newer.head.record}`;
  return {
    ...found,
    result: 'warn',
    code: 'head-newer',
    basis: `${found.basis}; but a newer head, as of batch ${newer.header.number}, ${names}, and too few of the policy's parties replayed it: ask again once they have`,
    expected: then.head?.record ?? null,
    actual: newer.head?.record ?? null,
  };
}

/** Returns the results that entries of the subject cite and that the proof file lacks: nobody can see how they stand. */
export function listMissingBasis({ bundle, byId }: VerificationContext): Hex[] {
  const cited = listCitations([bundle.records[0]!]).map(({ citation }) => citation.result);
  return [...new Set(cited)].filter((id) => !byId.has(id));
}

/**
 * Returns a warning for each other record in the file, such as a dataset behind a cited result, or the object of an assurance, of whose
 * stream the file has a newer version, or a head that names another record. `covers` are the records that the check currentness covers
 * itself.
 */
export function warnOfReplaced(
  context: VerificationContext,
  covers: readonly BundleRecord[],
  gathered: GatheredHeads | null,
): { record: Hex; finding: Finding }[] {
  const covered = new Set(covers.map(({ record }) => hashStream(record)));
  return context.bundle.records.flatMap((each) => {
    if (covered.has(hashStream(each.record)) || isReplay(each.record) || isLater(context, each.anchor))
      return [];
    const newest = findContinuation(context, each);
    const finding =
      newest === null
        ? compareHeads(context, each, gathered)
        : describeReplaced(context, each.id, { by: newest.id, where: 'which is in the proof file' });
    return finding === null ? [] : [{ record: each.id, finding: { ...finding, result: 'warn' as const } }];
  });
}

/** Returns what is found where a head of a record's stream, as of its batch or a later one, names another record; null where none does. */
function compareHeads(
  context: VerificationContext,
  each: BundleRecord,
  gathered: GatheredHeads | null,
): Finding | null {
  const { id, record } = each;
  for (const shown of gathered === null ? [] : listHeads(gathered, each)) {
    const then = rewindHead(context, shown);
    if (then === undefined || then.head?.record === id) continue;
    const asOf = describeMoment(context, shown);
    if (then.head !== null && then.head.sequence > record.sequence)
      return describeReplaced(context, id, { by: then.head.record, where: `the head of its stream ${asOf}` });
    const other = then.head?.record ?? null;
    return fail('not-head', `${asOf} the head of its stream is ${other ?? 'absent'}`, id, other);
  }
  return null;
}

function describeReplaced(
  { byId }: VerificationContext,
  id: Hex,
  { by, where }: { readonly by: Hex; readonly where: string },
): Finding {
  const newer = byId.get(by);
  const isWithdrawn = newer !== undefined && isWithdrawal(newer.record.kind, newer.statement);
  const [code, word] = isWithdrawn
    ? (['basis-withdrawn', 'withdrawn'] as const)
    : (['basis-superseded', 'superseded'] as const);
  return fail(code, `the record was ${word} by ${by}, ${where}`, id, by);
}
