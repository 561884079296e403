import type { BundleHead, BundleRecord } from '../bundle.ts';
import type { Hex } from '../hex.ts';
import { hashRecord, hashStream } from '../record.ts';
import { checkHead } from './currentness.ts';
import type { Context } from './context.ts';
import { judgeReplays } from './heads.ts';
import { checkInclusion } from './inclusion.ts';
import { type Finding, fail, pass, skip } from './result.ts';

/** A record that links: one of `history`, or of `records`. */
type Link = Pick<BundleRecord, 'id' | 'record' | 'signature' | 'inclusion' | 'anchor'>;

/**
 * Checks that the links lead from a head of the subject's stream through the subject to sequence 1, header numbers never
 * falling (§11). Whether each link is anchored and well signed is checked with the records and links themselves.
 */
export async function checkOrder(context: Context, sound: ReadonlySet<Hex>): Promise<Finding> {
  const subject = context.bundle.records[0]!;
  const stream = hashStream(subject.record);
  const head = context.bundle.heads
    .filter((shown) => hashStream(shown) === stream && shown.head !== null)
    .sort(byNumber)[0];
  if (head?.head == null) return skip('no-head', 'the bundle shows no head of this stream');
  const held = await checkHead(context, head);
  if (held.result !== 'pass') return held;
  const replays = judgeReplays(context, head.header, sound);
  if (replays.result !== 'pass') return replays;
  return followLinks(context, head.head.record, subject, replays.basis);
}

function byNumber(a: BundleHead, b: BundleHead): number {
  return b.header.number - a.header.number;
}

function followLinks({ bundle }: Context, from: Hex, subject: BundleRecord, basis: string): Finding {
  const links = new Map<Hex, Link>([...bundle.history, ...bundle.records].map((link) => [link.id, link]));
  let later: Link | null = null;
  let passed = false;
  for (let id = from; ; id = later.record.previous) {
    const link = links.get(id);
    if (link === undefined) return skip('no-history', `the bundle does not hold the link ${id}`);
    if (
      later !== null &&
      (later.record.sequence !== link.record.sequence + 1 ||
        later.inclusion.header.number < link.inclusion.header.number)
    ) {
      return fail(
        'order-falls',
        `record ${later.id} does not come after ${id}`,
        link.inclusion.header.number,
        later.inclusion.header.number,
      );
    }
    passed ||= id === subject.id;
    later = link;
    if (link.record.sequence === 1) break;
  }
  if (!passed)
    return fail('not-head', 'the links from the head do not pass through the record', subject.id, from);
  return pass(`every link from the head to sequence 1 is here, ${basis}`);
}

/** Checks a link of the history: that it hashes to its id and is in its batch. */
export function checkLink(link: Link): Finding {
  const actual = hashRecord(link.record);
  if (actual !== link.id) return fail('record-id', 'the link does not hash to its id', link.id, actual);
  return checkInclusion(link);
}
