import { hashAnchor, hashHeader } from '../batches/batch.ts';
import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import { type ChainReader, ReaderError } from './chain-reader.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../batches/head.ts';
import type { Hex } from '../encoding/hex.ts';
import { checkAbsence, checkItem } from '../merkle/map/proof.ts';
import { hashStream } from '../records/record.ts';
import { isReplay } from '../records/kind.ts';
import { type Anchored, verifyAnchored } from './anchor.ts';
import { type Finding, fail, pass, runCheck, skip } from './result.ts';
import { formatTime } from '../encoding/time.ts';
import type { VerificationContext } from './verification-context.ts';

/** A header that was the latest of its ledger, with the header that followed it, as heads and parties show it. */
export type Latest = Anchored & { readonly next: Anchored | null };

/**
 * Checks the proofs of a head: its holder is in the heads map and the head in the holder's map, or one of them is absent (§7).
 * @throws FailedCheck `proof-…`; BadInput
 */
export function checkHeadProof(shown: BundleHead): void {
  const { header, party, holder, holderEnd, holderSiblings, head, end, siblings } = shown;
  const stream = hashStream(shown);
  if (holder === null) {
    checkAbsence(header.heads, party, holderEnd, holderSiblings);
    if (head !== null || end !== null || siblings.length > 0)
      throw new FailedCheck('proof-end', 'a party without heads cannot show a head', null, head);
    return;
  }
  const leaf = hashHolder({ party, streams: holder.streams });
  checkItem(header.heads, { key: party, leaf }, holderSiblings);
  if (holderEnd !== null)
    throw new FailedCheck('proof-end', 'holderEnd must be null where the holder is present', null, holderEnd);
  if (head === null) return checkAbsence(holder.streams, stream, end, siblings);
  checkItem(holder.streams, { key: stream, leaf: hashHead({ stream, ...head }) }, siblings);
  if (end !== null)
    throw new FailedCheck('proof-end', 'end must be null where the head is present', null, end);
}

/** Returns until when a batch is known to be the ledger's latest, unix seconds (§11). @throws FailedCheck `chain-link`, ReaderError */
export async function latestUntil(reader: ChainReader, { header, anchor, next }: Latest): Promise<number> {
  if (next !== null) {
    checkFollows(header, next);
    return next.anchor.anchoredAt;
  }
  if ((await reader.latest()) === header.number) return (await reader.vouchedBlock()).time;
  // The block is a hint, as is what is found from there: the word decides.
  const successor = await reader.anchoring(header.number + 1, anchor.block);
  const word = await reader.anchor(header.number + 1);
  if (successor === null || hashAnchor(successor.header, successor.anchoredAt) !== word)
    throw new ReaderError(
      'rpc-answer',
      `a batch follows batch ${header.number}, but no endpoint says when it was anchored. Ask for a newer proof file`,
    );
  return successor.anchoredAt;
}

function checkFollows(header: Anchored['header'], next: Anchored): void {
  const id = hashHeader(header);
  if (next.header.number === header.number + 1 && next.header.previous === id) return;
  throw new FailedCheck(
    'chain-link',
    `batch ${next.header.number} does not follow batch ${header.number}`,
    id,
    next.header.previous,
  );
}

/** Verifies that a batch, and the batch named as its next, are anchored and final. */
export function verifyLatest(
  context: VerificationContext,
  { header, anchor, next }: Latest,
): Promise<Finding> {
  return runCheck(async () => {
    if (next !== null) checkFollows(header, next);
    for (const anchored of next === null ? [{ header, anchor }] : [{ header, anchor }, next]) {
      const finding = await verifyAnchored(context, anchored);
      if (finding.result !== 'pass') return finding;
    }
    return pass(`batch ${header.number}`);
  });
}

/** The parties that replayed a batch, by its number and header id. */
export type Replays = ReadonlyMap<string, ReadonlySet<Hex>>;

/** Returns the replays among the records that passed all their own checks (§7, §11). */
export function gatherReplays(records: readonly BundleRecord[], sound: ReadonlySet<Hex>): Replays {
  const replays = new Map<string, Set<Hex>>();
  for (const { id, record, statement } of records) {
    if (!sound.has(id) || !isReplay(record)) continue;
    const { number, header } = statement['replay'] as { number: number; header: string };
    const batch = `${number} ${header}`;
    replays.set(batch, (replays.get(batch) ?? new Set()).add(record.party));
  }
  return replays;
}

/** Verifies that enough parties of the policy replayed a batch, so that its heads do not depend on the operator's word (§7, §11). */
export function verifyReplays(
  { policy }: VerificationContext,
  header: Anchored['header'],
  replays: Replays,
): Finding {
  const { parties, quorum } = policy.replays;
  if (quorum === 0) return pass('on the operator’s word, because the policy requires no replays');
  const by = replays.get(`${header.number} ${hashHeader(header)}`) ?? new Set();
  const replayed = parties.filter((party, index) => by.has(party) && parties.indexOf(party) === index);
  const count = replayed.length;
  if (count >= quorum) return pass(`replayed by ${count} of the parties that the policy names`);
  return skip(
    'no-replays',
    `${count} of the parties that the policy names replayed batch ${header.number}, expected ${quorum}; ledger proof --policy fetches a file with their replays`,
  );
}

/** Returns evidence in the order of preference: of replayed batches first, and of newer batches first. */
export function preferReplayed<Shown extends Latest>(
  context: VerificationContext,
  shown: readonly Shown[],
  replays: Replays,
): Shown[] {
  return shown
    .map((each) => ({ each, replayed: verifyReplays(context, each.header, replays).result === 'pass' }))
    .sort((a, b) => Number(b.replayed) - Number(a.replayed) || b.each.header.number - a.each.header.number)
    .map(({ each }) => each);
}

/** The heads of a proof file with the replays that support them: evidence for the checks of all records. */
export interface GatheredHeads {
  readonly replays: Replays;
  /** The batch of the subject's head: what the subject depends on must be shown as of this batch or a later one. Without a head 0. */
  readonly from: number;
  /** The heads of each stream, in the order of preference. */
  readonly heads: ReadonlyMap<Hex, readonly BundleHead[]>;
}

/** Returns the heads of a proof file, gathered once for all records. */
export function gatherHeads(context: VerificationContext, sound: ReadonlySet<Hex>): GatheredHeads {
  const replays = gatherReplays(context.bundle.records, sound);
  const heads = new Map<Hex, BundleHead[]>();
  for (const head of preferReplayed(context, context.bundle.heads, replays)) {
    const stream = hashStream(head);
    const known = heads.get(stream);
    if (known === undefined) heads.set(stream, [head]);
    else known.push(head);
  }
  const from = findHead({ heads }, context.bundle.records[0]!)?.header.number ?? 0;
  return { replays, heads, from };
}

/** Returns the heads of a record's stream as of the record's batch or a later one, in the order of preference. */
export function listHeads(
  { heads }: Pick<GatheredHeads, 'heads'>,
  { record, inclusion }: BundleRecord,
): BundleHead[] {
  return (heads.get(hashStream(record)) ?? []).filter(
    ({ header }) => header.number >= inclusion.header.number,
  );
}

/** Returns the preferred head of a record's stream, as of the record's batch or a later one; undefined when there is none. */
export function findHead(
  gathered: Pick<GatheredHeads, 'heads'>,
  record: BundleRecord,
): BundleHead | undefined {
  return listHeads(gathered, record)[0];
}

/** Verifies that what is known to be the latest is not older than the policy allows. */
export function verifyAge({ policy, now, at }: VerificationContext, until: number): Finding {
  const age = Math.max(0, now - until);
  if (age <= policy.maxAge)
    return pass(
      at === null || until <= at
        ? `known as of ${formatTime(until)}`
        : `known as of ${formatTime(at)}, from evidence of ${formatTime(until)}`,
    );
  return fail(
    'too-old',
    `known only as of ${formatTime(until)}, ${age} seconds ago; the policy allows ${policy.maxAge}`,
    policy.maxAge,
    age,
  );
}

/** The finding of a check that needs a head which the proof file does not show. */
export const NO_HEAD = skip(
  'no-head',
  'the proof file shows no head of this stream that is late enough: as of the batch of the record and of the subject’s head, or a later one',
);
