import type { Bundle } from '../core/bundle.ts';
import { writersOf } from '../core/kind.ts';
import type { WindowView } from '../db/party-views.ts';
import type { AnchoredRecord } from './bundle-members.ts';

/**
 * Returns the windows that records rely on: of each the one of its key and one of a role that may write its kind, that hold both
 * when it was sealed and when it was anchored; where none does, one that held when it was sealed (§8, `authority`).
 */
export function chooseWindows(
  windows: readonly WindowView[],
  members: readonly AnchoredRecord[],
): Bundle['windows'] {
  const chosen = new Set<WindowView>();
  for (const member of members) {
    const own = windows.filter(({ party }) => party === member.record.party);
    const writers = writersOf(member.record.kind);
    for (const candidates of [
      own.filter(({ key }) => key === member.signer),
      own.filter(({ role }) => role !== null && writers.includes(role)),
    ]) {
      const window = pickWindow(candidates, member.batch.header.sealedAt, member.batch.anchor.anchoredAt);
      if (window !== undefined) chosen.add(window);
    }
  }
  return [...chosen].map(({ party, role, key, index, from, until }) => ({
    party,
    role,
    key,
    index,
    from,
    until,
  }));
}

function pickWindow(
  windows: readonly WindowView[],
  sealedAt: number,
  anchoredAt: number,
): WindowView | undefined {
  const sealed = windows.filter((window) => holds(window, sealedAt));
  return sealed.find((window) => holds(window, anchoredAt)) ?? sealed[0];
}

function holds({ from, until }: WindowView, time: number): boolean {
  return from <= time && time < until;
}
