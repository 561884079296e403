import type { Bundle } from '../../core/proofs/bundle.ts';
import { writersOf } from '../../core/records/kind.ts';
import type { WindowView } from '../../db/chain/party-views.ts';
import type { AnchoredRecord } from './anchored-record.ts';

/** What decides which windows a signed record needs. */
type Signed = Pick<AnchoredRecord, 'record' | 'signer' | 'batch'>;

/**
 * Returns the windows that a proof file needs for its records (protocol §8, `authority`): for each record a window of its key and a window of
 * a role that may write its kind, valid both when it was sealed and when it was anchored. If there is none, it takes one that was valid when
 * the record was sealed, so that the verifier can say when it closed.
 */
export function chooseWindows(windows: readonly WindowView[], members: readonly Signed[]): Bundle['windows'] {
  const chosen = members
    .flatMap((member) => pickWindows(windows, member))
    .filter((window) => window !== undefined);
  return [...new Set(chosen)].map(({ party, role, key, index, from, until }) => ({
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
export function isAuthorised(windows: readonly WindowView[], member: Signed): boolean {
  const { anchoredAt } = member.batch.anchor;
  return pickWindows(windows, member).every(
    (window) => window !== undefined && isValidAt(window, anchoredAt),
  );
}

/** Picks a window of the key and one of the role. */
function pickWindows(
  windows: readonly WindowView[],
  { record, signer, batch }: Signed,
): [WindowView | undefined, WindowView | undefined] {
  const own = windows.filter(({ party }) => party === record.party);
  const writers = writersOf(record.kind);
  const pick = (candidates: readonly WindowView[]): WindowView | undefined => {
    const sealed = candidates.filter((window) => isValidAt(window, batch.header.sealedAt));
    return sealed.find((window) => isValidAt(window, batch.anchor.anchoredAt)) ?? sealed[0];
  };
  return [
    pick(own.filter(({ key }) => key === signer)),
    pick(own.filter(({ role }) => role !== null && writers.includes(role))),
  ];
}

function isValidAt({ from, until }: WindowView, time: number): boolean {
  return from <= time && time < until;
}
