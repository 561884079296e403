import type { NamedParty } from '../../client/http/fetch-party.ts';
import { plainText } from './text-format.ts';

/** Returns how a party appears in a text: its identifiers, then its id on a line of its own, because ids stay whole. */
export function describeParty(
  { id, identifiers }: NamedParty,
  unknown: string,
  unregistered = 'not in the registry',
): [names: string, id: string] {
  if (identifiers === null) return [unknown, id];
  return [identifiers.map(plainText).join(', ') || unregistered, id];
}
