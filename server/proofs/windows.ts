import type { Bundle } from '../../core/proofs/bundle.ts';
import { chooseWindowsOf, isAuthorisedBy, type Signing } from '../../core/proofs/choose-windows.ts';
import type { WindowView } from '../../db/chain/party-views.ts';
import type { AnchoredRecord } from './anchored-record.ts';

/** Returns the windows that a proof file needs for its records (protocol §8, `authority`). */
export function chooseWindows(
  windows: readonly WindowView[],
  members: readonly AnchoredRecord[],
): Bundle['windows'] {
  return chooseWindowsOf(windows, members.map(signingOf)).map(({ party, role, key, index, from, until }) => ({
    party,
    role,
    key,
    index,
    from,
    until,
  }));
}

/**
 * Tells whether a record was signed by a valid key of a party with a valid role, both when it was sealed and when it was anchored (protocol
 * §8). Of assurances and decisions, a proof file shows only such ones.
 */
export function isAuthorised(windows: readonly WindowView[], member: AnchoredRecord): boolean {
  return isAuthorisedBy(windows, signingOf(member));
}

function signingOf({ record: { party, kind }, signer, batch }: AnchoredRecord): Signing {
  const { sealedAt } = batch.header;
  return { party, kind, signer, sealedAt, anchoredAt: batch.anchor.anchoredAt };
}
