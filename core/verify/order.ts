import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { hashRecord, hashStream } from '../records/record.ts';
import { verifyHead } from './currentness.ts';
import { type GatheredHeads, NO_HEAD, findHead, verifyReplays } from './heads.ts';
import { verifyInclusion } from './inclusion.ts';
import { type Finding, fail, pass, skip } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** One version in the chain of a stream: a record of `history` or of `records`. */
type Link = Pick<BundleRecord, 'id' | 'record' | 'signature' | 'inclusion' | 'anchor'>;

/**
 * Verifies that the versions lead from a head of the subject's stream through the subject to sequence 1, and that batch numbers
 * never fall from one version to the next (§11). Other checks verify that each version is anchored and well signed.
 */
export async function verifyOrder(context: VerificationContext, gathered: GatheredHeads): Promise<Finding> {
  const subject = context.bundle.records[0]!;
  const shown = findHead(gathered, subject);
  if (shown === undefined) return NO_HEAD;
  const held = await verifyHead(context, shown);
  if (held.result !== 'pass') return held;
  const replays = verifyReplays(context, shown.header, gathered.replays);
  if (replays.result !== 'pass') return replays;
  return followLinks(context, shown, replays.basis);
}

/** What a head, or a version, says about the version before it. */
interface Named {
  readonly id: Hex;
  readonly sequence: number;
  /** The batch in which it was sealed at the latest. */
  readonly number: number;
}

function followLinks({ bundle }: VerificationContext, { header, head }: BundleHead, basis: string): Finding {
  const subject = bundle.records[0]!;
  if (head === null)
    return fail('not-head', `the stream has no head as of batch ${header.number}`, subject.id, null);
  const stream = hashStream(subject.record);
  const links = new Map<Hex, Link>([...bundle.history, ...bundle.records].map((link) => [link.id, link]));
  let named: Named = { id: head.record, sequence: head.sequence, number: header.number };
  let passed = false;
  for (;;) {
    const link = links.get(named.id);
    if (link === undefined)
      return skip('no-history', `the proof file lacks sequence ${named.sequence}, record ${named.id}`);
    const finding = compareLink(link, named, stream);
    if (finding !== null) return finding;
    passed ||= link.id === subject.id;
    if (named.sequence === 1) break;
    named = {
      id: link.record.previous,
      sequence: named.sequence - 1,
      number: link.inclusion.header.number,
    };
  }
  if (passed) return pass(`every version from the head down to sequence 1 is in the proof file; ${basis}`);
  return fail(
    'not-head',
    'the versions from the head down to sequence 1 do not include this record',
    subject.id,
    head.record,
  );
}

function compareLink({ id, record, inclusion }: Link, named: Named, stream: Hex): Finding | null {
  const actual = { stream: hashStream(record), sequence: record.sequence };
  if (actual.stream !== stream || actual.sequence !== named.sequence) {
    const expected = { stream, sequence: named.sequence };
    return fail(
      'link-differs',
      `record ${id} is not sequence ${named.sequence} of the stream`,
      expected,
      actual,
    );
  }
  const { number } = inclusion.header;
  if (number <= named.number) return null;
  return fail(
    'order-falls',
    `record ${id} was sealed in batch ${number}, the version after it already in batch ${named.number}`,
    named.number,
    number,
  );
}

/** Verifies that a version in the history hashes to its id and is in its batch. */
export async function verifyLink(link: Link): Promise<Finding> {
  const actual = hashRecord(link.record);
  if (actual !== link.id)
    return fail(
      'record-id',
      `the record has the hash ${actual}, expected its id ${link.id}`,
      link.id,
      actual,
    );
  return verifyInclusion(link);
}
