import { hashAnchor, hashHeader } from '../batches/batch.ts';
import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import { ReaderError } from './chain-reader.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../batches/head.ts';
import type { Hex } from '../encoding/hex.ts';
import { checkAbsence, checkItem } from '../merkle/map/proof.ts';
import { hashStream } from '../records/record.ts';
import { isReplay } from '../records/statement.ts';
import { type Anchored, checkAnchored } from './anchor.ts';
import { type Context, readerOf } from './context.ts';
import { type Finding, fail, pass, showTime, skip } from './result.ts';

/** A header as the latest of its ledger, with the one that followed it, as heads and parties show it. */
export type Latest = Anchored & { readonly next: Anchored | null };

/** Checks what a head's own hashes say: its holder in the heads map, the head in the holder's, or their absence (§7). */
export function checkHeadProof(shown: BundleHead): void {
  const { header, party, holder, holderEnd, holderSiblings, head, end, siblings } = shown;
  const stream = hashStream(shown);
  if (holder === null) {
    checkAbsence(header.heads, party, holderEnd, holderSiblings);
    if (head !== null || end !== null || siblings.length > 0)
      throw new FailedCheck('proof-end', 'a party without heads has no head to show', null, head);
    return;
  }
  checkItem(
    header.heads,
    { key: party, leaf: hashHolder({ party, streams: holder.streams }) },
    holderSiblings,
  );
  if (holderEnd !== null)
    throw new FailedCheck('proof-end', 'a holder that is present has no end', null, holderEnd);
  if (head === null) return checkAbsence(holder.streams, stream, end, siblings);
  checkItem(holder.streams, { key: stream, leaf: hashHead({ stream, ...head }) }, siblings);
  if (end !== null) throw new FailedCheck('proof-end', 'a head that is present has no end', null, end);
}

/** Returns until when a batch was known to be the ledger's latest, unix seconds (§11). @throws FailedCheck, ReaderError */
export async function latestUntil(context: Context, { header, next }: Latest): Promise<number> {
  const reader = readerOf(context);
  if (next !== null) {
    checkFollows(header, next);
    return next.anchor.anchoredAt;
  }
  if ((await reader.latest()) === header.number) return (await reader.vouchedBlock()).time;
  const successor = await reader.anchoring(header.number + 1);
  const word = await reader.anchor(header.number + 1);
  if (successor === null || hashAnchor(successor.header, successor.anchoredAt) !== word)
    throw new ReaderError(
      'rpc-answer',
      `the ledger went on after batch ${header.number}, no endpoint says when`,
    );
  return successor.anchoredAt;
}

function checkFollows(header: Anchored['header'], next: Anchored): void {
  const id = hashHeader(header);
  if (next.header.number === header.number + 1 && next.header.previous === id) return;
  throw new FailedCheck(
    'chain-link',
    `batch ${next.header.number} does not follow ${header.number}`,
    id,
    next.header.previous,
  );
}

/** Checks that a batch, and the one named as its next, stand on chain and are final. */
export async function checkLatest(context: Context, { header, anchor, next }: Latest): Promise<Finding> {
  if (next !== null) checkFollows(header, next);
  for (const anchored of next === null ? [{ header, anchor }] : [{ header, anchor }, next]) {
    const finding = await checkAnchored(context, anchored);
    if (finding.result !== 'pass') return finding;
  }
  return pass(`batch ${header.number}`);
}

/** Which parties replayed a batch, by its number and header id. */
export type Replays = ReadonlyMap<string, ReadonlySet<Hex>>;

/** Returns the replays among the records whose word counts (§7, §11). */
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

/** Returns a finding that passes when enough replays vouch for the heads of a batch (§7, §11). */
export function judgeReplays({ policy }: Context, header: Anchored['header'], replays: Replays): Finding {
  const { parties, quorum } = policy.replays;
  if (quorum === 0) return pass('on the operator’s word: the policy asks for no replays');
  const by = replays.get(`${header.number} ${hashHeader(header)}`) ?? new Set();
  const vouching = parties.filter((party, index) => by.has(party) && parties.indexOf(party) === index);
  if (vouching.length >= quorum) return pass(`replayed by ${vouching.length} parties that the policy names`);
  return skip('no-replays', `${vouching.length} of ${quorum} replays vouch for batch ${header.number}`);
}

/** Returns what rests on batches in the order in which it is relied on: of replayed batches first, the newest of them first. */
export function preferReplayed<Shown extends Latest>(
  context: Context,
  shown: readonly Shown[],
  replays: Replays,
): Shown[] {
  return shown
    .map((each) => ({ each, replayed: judgeReplays(context, each.header, replays).result === 'pass' }))
    .sort((a, b) => Number(b.replayed) - Number(a.replayed) || b.each.header.number - a.each.header.number)
    .map(({ each }) => each);
}

/** What the checks of heads rest on beside the record that they are about. */
export interface HeadEvidence {
  readonly replays: Replays;
  /** The heads of each stream, those to rely on first. */
  readonly heads: ReadonlyMap<Hex, readonly BundleHead[]>;
}

/** Returns that evidence, gathered once for all records. */
export function gatherHeads(context: Context, sound: ReadonlySet<Hex>): HeadEvidence {
  const replays = gatherReplays(context.bundle.records, sound);
  const heads = Map.groupBy(preferReplayed(context, context.bundle.heads, replays), hashStream);
  return { replays, heads };
}

/** Returns the head of a record's stream to rely on: of its own batch or a later one. */
export function findHead(
  { heads }: HeadEvidence,
  { record, inclusion }: BundleRecord,
): BundleHead | undefined {
  return heads.get(hashStream(record))?.find(({ header }) => header.number >= inclusion.header.number);
}

/** Returns the finding on the age of what is known to be the latest. */
export function judgeAge({ policy, now }: Context, until: number): Finding {
  const age = Math.max(0, now - until);
  if (policy.maxAge === null || age <= policy.maxAge) return pass(`known as of ${showTime(until)}`);
  return fail('too-old', `known only as of ${showTime(until)}`, policy.maxAge, age);
}
