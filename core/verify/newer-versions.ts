import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { hashStream } from '../records/record.ts';
import { isReplay } from '../records/kind.ts';
import { isWithdrawal } from '../records/statement.ts';
import { isLater } from './as-of.ts';
import { listCitations } from './citations.ts';
import { type Finding, fail } from './result.ts';
import type { VerificationContext, Version } from './verification-context.ts';

/**
 * Returns the newest version in the file that continues a version of a stream; null where there is none. A well-signed record that is
 * sealed moves a head by itself (§7). Each step has a higher sequence.
 */
function findNewest(
  context: VerificationContext,
  stream: Hex,
  version: { readonly id: Hex; readonly sequence: number },
): Version | null {
  let newest: Version | null = null;
  let { id, sequence } = version;
  for (;;) {
    const next = context.successors.get(id);
    if (next?.record.sequence !== sequence + 1 || hashStream(next.record) !== stream) return newest;
    if (isLater(context, next.anchor)) return newest;
    newest = next;
    ({ id } = next);
    ({ sequence } = next.record);
  }
}

/** Returns the newest version after a record that the file has. It needs nobody's word: what is sealed moves the head. */
export function findContinuation(context: VerificationContext, { id, record }: BundleRecord): Version | null {
  return findNewest(context, hashStream(record), { id, sequence: record.sequence });
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
 * Returns a warning for each other record in the file, such as a dataset behind a cited result, or the object of an
 * assurance, that has a newer version in the file. `covers` are the records that the check currentness covers itself.
 */
export function warnOfReplaced(
  context: VerificationContext,
  covers: readonly BundleRecord[],
): { record: Hex; finding: Finding }[] {
  const covered = new Set(covers.map(({ record }) => hashStream(record)));
  return context.bundle.records.flatMap(({ id, record, anchor }) => {
    const stream = hashStream(record);
    if (covered.has(stream) || isReplay(record) || isLater(context, anchor)) return [];
    const newest = findNewest(context, stream, { id, sequence: record.sequence });
    if (newest === null) return [];
    const shown = context.byId.get(newest.id);
    const isWithdrawn = shown !== undefined && isWithdrawal(shown.record.kind, shown.statement);
    const [code, word] = isWithdrawn
      ? (['basis-withdrawn', 'withdrawn'] as const)
      : (['basis-superseded', 'superseded'] as const);
    const basis = `the record was ${word} by ${newest.id}, which is in the proof file`;
    return [{ record: id, finding: { ...fail(code, basis, id, newest.id), result: 'warn' as const } }];
  });
}
