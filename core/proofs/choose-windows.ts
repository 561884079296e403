import { type Kind, writersOf } from '../records/kind.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Bundle } from './bundle.ts';

type Window = Bundle['windows'][number];

/** Who signed a record, and when it was sealed and anchored, unix seconds. */
export interface Signing {
  readonly party: Hex;
  readonly kind: Kind;
  /** EIP-55. */
  readonly signer: string;
  readonly sealedAt: number;
  readonly anchoredAt: number;
}

/**
 * Returns the windows that a proof file needs for its records (§8, `authority`): for each record a window of its key and a window of a
 * role that may write its kind, valid both when it was sealed and when it was anchored. If there is none, it takes one that was valid
 * when the record was sealed, so that the verifier can say when it closed.
 */
export function chooseWindowsOf(windows: readonly Window[], signings: readonly Signing[]): Window[] {
  const chosen = signings
    .flatMap((signing) => pickWindows(windows, signing))
    .filter((window) => window !== undefined);
  return [...new Set(chosen)];
}

/** Tells whether a key and a role of the party were valid from sealing to anchoring (§8). */
export function isAuthorisedBy(windows: readonly Window[], signing: Signing): boolean {
  return pickWindows(windows, signing).every(
    (window) => window !== undefined && covers(window, signing.anchoredAt),
  );
}

/** Picks a window of the key and one of the role. */
function pickWindows(
  windows: readonly Window[],
  { party, kind, signer, sealedAt, anchoredAt }: Signing,
): [Window | undefined, Window | undefined] {
  const own = windows.filter((window) => window.party === party);
  const writers = writersOf(kind);
  const pick = (candidates: readonly Window[]): Window | undefined => {
    const sealed = candidates.filter((window) => covers(window, sealedAt));
    return sealed.find((window) => covers(window, anchoredAt)) ?? sealed[0];
  };
  return [
    pick(own.filter(({ key }) => key === signer)),
    pick(own.filter(({ role }) => role !== null && writers.includes(role))),
  ];
}

function covers({ from, until }: Window, time: number): boolean {
  return from <= time && time < until;
}
