import { hashAnchor, hashHeader } from '../batch.ts';
import type { BundleHead } from '../bundle.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../head.ts';
import type { Hex } from '../hex.ts';
import { checkAbsence, checkItem } from '../map.ts';
import { hashStream } from '../record.ts';
import { isReplay } from '../statement.ts';
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
    return (await reader.vouchedBlock()).time;
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

/** Returns a finding that passes when enough replays vouch for the heads of a batch (§7, §11). */
export function judgeReplays(
  { bundle, policy }: Context,
  header: Anchored['header'],
  sound: ReadonlySet<Hex>,
): Finding {
  const { parties, quorum } = policy.replays;
  if (quorum === 0) return pass('on the operator’s word: the policy asks for no replays');
  const id = hashHeader(header);
  const vouching = new Set(
    bundle.records
      .filter(
        ({ id: record, record: fields, statement }) =>
          sound.has(record) && isReplay(fields) && names(statement['replay'], header.number, id),
      )
      .map(({ record }) => record.party)
      .filter((party) => parties.includes(party)),
  );
  if (vouching.size >= quorum) return pass(`replayed by ${vouching.size} parties that the policy names`);
  return skip('no-replays', `${vouching.size} of ${quorum} replays vouch for batch ${header.number}`);
}

function names(replay: unknown, number: number, header: Hex): boolean {
  const { number: n, header: h } = (replay ?? {}) as { number?: unknown; header?: unknown };
  return n === number && h === header;
}

/** Returns the finding on the age of what is known to be the latest. */
export function judgeAge({ policy, now }: Context, until: number): Finding {
  const age = Math.max(0, now - until);
  if (policy.maxAge === null || age <= policy.maxAge) return pass(`known as of ${showTime(until)}`);
  return fail('too-old', `known only as of ${showTime(until)}`, policy.maxAge, age);
}
