import type { Hex } from '../../../../core/encoding/hex.ts';

/** Where a question is kept. Those of a party are kept apart: their parameters and answers may be what only this party may read. */
export interface AskPlace {
  /** The party that is signed in; null where nobody is. */
  readonly party: Hex | null;
  /** The record that the person looked at; null where the question is about none. */
  readonly about: Hex | null;
}

/** Names a place. */
export function namePlace({ party, about }: AskPlace): string {
  return `ask ${party ?? ''} ${about ?? ''}`;
}

/** Returns what is kept of a place; else what was kept before anybody signed in, which is public. */
export function readPlace<Kept>(place: AskPlace, read: (name: string) => Kept | null): Kept | null {
  return read(namePlace(place)) ?? read(namePlace({ ...place, party: null }));
}
