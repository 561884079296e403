import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { hashRecord, hashStream } from '../records/record.ts';
import { checkHead } from './currentness.ts';
import type { Context } from './context.ts';
import { findHead, type HeadEvidence, judgeReplays } from './heads.ts';
import { checkInclusion } from './inclusion.ts';
import { type Finding, fail, pass, skip } from './result.ts';

/** A record that links: one of `history`, or of `records`. */
type Link = Pick<BundleRecord, 'id' | 'record' | 'signature' | 'inclusion' | 'anchor'>;

/**
 * Checks that the links lead from a head of the subject's stream through the subject to sequence 1, header numbers never
 * falling (§11). Whether each link is anchored and well signed is checked with the records and links themselves.
 */
export async function checkOrder(context: Context, evidence: HeadEvidence): Promise<Finding> {
  const subject = context.bundle.records[0]!;
  const shown = findHead(evidence, subject);
  if (shown === undefined)
    return skip('no-head', 'the bundle shows no head of this stream as of its batch or later');
  const held = await checkHead(context, shown);
  if (held.result !== 'pass') return held;
  const replays = judgeReplays(context, shown.header, evidence.replays);
  if (replays.result !== 'pass') return replays;
  return followLinks(context, shown, replays.basis);
}

/** What the link before another, or a head, says of the link that it names. */
interface Named {
  readonly id: Hex;
  readonly sequence: number;
  /** The batch that it was sealed in, or one later. */
  readonly number: number;
}

function followLinks({ bundle }: Context, { header, head }: BundleHead, basis: string): Finding {
  const subject = bundle.records[0]!;
  if (head === null) return fail('not-head', 'the stream has no head in the heads shown', subject.id, null);
  const stream = hashStream(subject.record);
  const links = new Map<Hex, Link>([...bundle.history, ...bundle.records].map((link) => [link.id, link]));
  let named: Named = { id: head.record, sequence: head.sequence, number: header.number };
  let passed = false;
  for (;;) {
    const link = links.get(named.id);
    if (link === undefined) return skip('no-history', `the bundle does not hold the link ${named.id}`);
    const finding = judgeLink(link, named, stream);
    if (finding !== null) return finding;
    passed ||= link.id === subject.id;
    if (named.sequence === 1) break;
    named = {
      id: link.record.previous,
      sequence: named.sequence - 1,
      number: link.inclusion.header.number,
    };
  }
  if (!passed)
    return fail(
      'not-head',
      'the links from the head do not pass through the record',
      subject.id,
      head.record,
    );
  return pass(`every link from the head to sequence 1 is here, ${basis}`);
}

function judgeLink({ id, record, inclusion }: Link, named: Named, stream: Hex): Finding | null {
  const actual = { stream: hashStream(record), sequence: record.sequence };
  if (actual.stream !== stream || actual.sequence !== named.sequence) {
    const expected = { stream, sequence: named.sequence };
    return fail('link-differs', `record ${id} is not at this place of the stream`, expected, actual);
  }
  const { number } = inclusion.header;
  if (number <= named.number) return null;
  return fail(
    'order-falls',
    `record ${id} was sealed in batch ${number}, what follows it in ${named.number}`,
    named.number,
    number,
  );
}

/** Checks a link of the history: that it hashes to its id and is in its batch. */
export function checkLink(link: Link): Finding {
  const actual = hashRecord(link.record);
  if (actual !== link.id) return fail('record-id', 'the link does not hash to its id', link.id, actual);
  return checkInclusion(link);
}
