import { isHex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { readAddressees } from '../../core/records/addressees.ts';

/**
 * Returns a statement that is meant for parties (§5), named by their ids or first identifiers; as it is where none are given.
 * @throws BadInput `identifier-…`, `statement`
 */
export function addressTo(statement: JsonObject, parties: readonly string[]): JsonObject {
  if (parties.length === 0) return statement;
  const addressees = parties.map((party) => (isHex(party, 32) ? party : hashParty(party)));
  const addressed = { ...statement, addressees };
  readAddressees(addressed);
  return addressed;
}
