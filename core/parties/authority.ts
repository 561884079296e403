import { MAX_UINT } from '../encoding/schema.ts';

/** The time range in which a key or a role of a party is valid: from ≤ t < until, unix seconds (§2, §8). */
export interface ValidityWindow {
  readonly from: number;
  /** `STILL_OPEN` if the window has no end. */
  readonly until: number;
}

/** The end of a window that has none (§2). */
export const STILL_OPEN = MAX_UINT;

/** When a record was sealed and when its batch was anchored, unix seconds. One window must cover both (§8). */
export interface SigningTimes {
  readonly sealedAt: number;
  readonly anchoredAt: number;
}

/**
 * Why a party may not sign a record of a kind: its key, or its role that may write the kind, is unknown to the registry, is not
 * valid yet, or is closed. One set of codes inside the project; findings, refusals and rejections map it to their published codes.
 */
export type AuthorityCode = `${'unknown' | 'waiting' | 'closed'}-${'key' | 'role'}`;

/** Returns why a key or a role has no single window that covers both times; null if it has one. */
export function judgeWindows<Subject extends 'key' | 'role'>(
  subject: Subject,
  windows: readonly ValidityWindow[],
  { sealedAt, anchoredAt }: SigningTimes,
): `${'unknown' | 'waiting' | 'closed'}-${Subject}` | null {
  const atAnchoring = windows.filter((window) => covers(window, anchoredAt));
  if (atAnchoring.some((window) => covers(window, sealedAt))) return null;
  if (windows.length === 0) return `unknown-${subject}`;
  return atAnchoring.some(({ from }) => from > sealedAt) ? `waiting-${subject}` : `closed-${subject}`;
}

function covers({ from, until }: ValidityWindow, time: number): boolean {
  return from <= time && time < until;
}
