import { BadInput } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import { formatTime } from '../encoding/time.ts';
import type { BundleAnchor, BundleHead } from '../proofs/bundle.ts';
import { type Finding, skip } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Checks the time as of which a proof file is judged: it is not in the future. @throws BadInput `uint-range` */
export function checkAsOf(at: number, now: number): void {
  if (Number.isSafeInteger(at) && at >= 0 && at <= now) return;
  const message = Number.isSafeInteger(at) && at > now ? 'it is in the future' : 'expected unix seconds';
  throw new BadInput('uint-range', `nothing can be judged as of ${formatTime(at)}: ${message}`, at, 'at');
}

/** Tells whether a batch was anchored after the time as of which the file is judged. Without such a time nothing is later. */
export function isLater(
  { at }: VerificationContext,
  { anchoredAt }: Pick<BundleAnchor, 'anchoredAt'>,
): boolean {
  return at !== null && anchoredAt > at;
}

/** The finding for a record that was anchored later than the time as of which the file is judged. */
export function describeLater({ at }: VerificationContext, { anchoredAt }: BundleAnchor): Finding {
  return skip(
    'anchored-later',
    `it was anchored at ${formatTime(anchoredAt)}, after ${formatTime(at ?? 0)}, as of which the file is judged`,
  );
}

/**
 * Returns a head as it was at the time as of which the file is judged. A head of a later batch proves the earlier one too where the
 * file has the versions between: a stream only moves forward, each version names the one before it, and each has its time. Returns
 * undefined where a version is missing, so that the head of that time is not known.
 */
export function rewindHead(context: VerificationContext, shown: BundleHead): BundleHead | undefined {
  if (!isLater(context, shown.anchor)) return shown;
  const { rewound } = context;
  if (!rewound.has(shown)) rewound.set(shown, followBack(context, shown));
  return rewound.get(shown);
}

/** Each step has a lower sequence, and a batch that is no later: a record that was sealed a second time does not date its head. */
function followBack(context: VerificationContext, shown: BundleHead): BundleHead | undefined {
  let { head } = shown;
  let { number } = shown.header;
  while (head !== null) {
    const { record: id, sequence }: { record: Hex; sequence: number } = head;
    const version = context.versions.get(id);
    if (version?.record.sequence !== sequence || version.inclusion.header.number > number) return undefined;
    if (!isLater(context, version.anchor)) break;
    ({ number } = version.inclusion.header);
    head = sequence === 1 ? null : { sequence: sequence - 1, record: version.record.previous };
  }
  return { ...shown, head };
}

/** Returns the first of several heads, in the order of preference, that says how the stream was at that time; rewound to it. */
export function findRewound(
  context: VerificationContext,
  heads: readonly BundleHead[],
): { readonly shown: BundleHead; readonly then: BundleHead } | undefined {
  for (const shown of heads) {
    const then = rewindHead(context, shown);
    if (then !== undefined) return { shown, then };
  }
  return undefined;
}

/** Says as of when a head is known: a batch, or the time as of which the file is judged, where the head is a later one. */
export function describeMoment(
  context: VerificationContext,
  { header, anchor }: Pick<BundleHead, 'header' | 'anchor'>,
): string {
  const { at } = context;
  return at !== null && isLater(context, anchor)
    ? `as of ${formatTime(at)}, from the heads of batch ${header.number}`
    : `as of batch ${header.number}`;
}

/** The finding where all heads of a stream are later, and a version between is missing. */
export function describeUnknownThen({ at }: VerificationContext): Finding {
  return skip(
    'head-later',
    `the proof file shows the stream as of a batch that was anchored later, and lacks the version that was the newest at ${formatTime(at ?? 0)}`,
  );
}
