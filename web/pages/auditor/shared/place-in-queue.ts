import { type Kind, KINDS } from '../../../../core/records/kind.ts';

/** Returns what the address of the queue holds where a record of this kind is in it. */
export function placeInQueue(kind: Kind): { readonly kind?: 'disclosure' } {
  return kind === KINDS.disclosure ? { kind: 'disclosure' } : {};
}
