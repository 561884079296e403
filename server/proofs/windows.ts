import type { Bundle } from '../../core/proofs/bundle.ts';
import { writersOf } from '../../core/records/kind.ts';
import type { WindowView } from '../../db/chain/party-views.ts';
import type { AnchoredRecord } from './anchored-record.ts';

/**
 * Returns the windows that records rely on: of each the one of its key and one of a role that may write its kind, that hold both
 * when it was sealed and when it was anchored; where none does, one that held when it was sealed (§8, `authority`).
 */
export function chooseWindows(
  windows: readonly WindowView[],
  members: readonly AnchoredRecord[],
): Bundle['windows'] {
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

/** Tells whether one window of its key and one of a role held both when a record was sealed and when it was anchored (§8). */
export function isAuthorised(windows: readonly WindowView[], member: AnchoredRecord): boolean {
  const { anchoredAt } = member.batch.anchor;
  return pickWindows(windows, member).every((window) => window !== undefined && holds(window, anchoredAt));
}

/** Picks the window of the key and that of the role. */
function pickWindows(
  windows: readonly WindowView[],
  { record, signer, batch }: AnchoredRecord,
): [WindowView | undefined, WindowView | undefined] {
  const own = windows.filter(({ party }) => party === record.party);
  const writers = writersOf(record.kind);
  const pick = (candidates: readonly WindowView[]): WindowView | undefined => {
    const sealed = candidates.filter((window) => holds(window, batch.header.sealedAt));
    return sealed.find((window) => holds(window, batch.anchor.anchoredAt)) ?? sealed[0];
  };
  return [
    pick(own.filter(({ key }) => key === signer)),
    pick(own.filter(({ role }) => role !== null && writers.includes(role))),
  ];
}

function holds({ from, until }: WindowView, time: number): boolean {
  return from <= time && time < until;
}
