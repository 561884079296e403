import { type Hex, isHex } from '../../core/encoding/hex.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchPartyDetail, type PartyDetail } from '../../client/http/fetch-party.ts';
import { findRecordId, SHORT_ID } from '../../client/http/fetch-records.ts';
import { hashParty, parseIdentifier } from '../../core/parties/identifier.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Returns a record id from the command line. @throws UsageError `option` */
export function parseRecordId(text: string): Hex {
  if (isHex(text, 32)) return text;
  throw new UsageError('option', `${text} is not a record id: expected 0x and 64 hex digits in lower case`);
}

/**
 * Returns the id of a record to read, given in full or by its first digits, eight or more.
 * @throws UsageError `option`; ApiError `not-found`, `ambiguous-id`
 */
export async function resolveRecordId(api: Api, text: string): Promise<Hex> {
  if (SHORT_ID.test(text)) return findRecordId(api, text);
  throw new UsageError(
    'option',
    `${text} is not a record id: expected 0x and 64 hex digits in lower case, or the first 8 or more of them`,
  );
}

/** Returns an identifier or party id, in the form that the server takes: any identifier of the party. @throws BadInput `identifier-…` */
export function parsePartyName(text: string): string {
  return isHex(text, 32) ? text : parseIdentifier(text);
}

/** Returns a party, by an identifier or its id, as the server has read the chain. @throws BadInput `identifier-…`; ApiError */
export async function findParty(api: Api, text: string): Promise<PartyDetail> {
  return fetchPartyDetail(api, parsePartyName(text));
}

/** Returns the id of the party with this first identifier, or the party id itself. @throws BadInput `identifier-…` */
export function parseParty(text: string): Hex {
  return isHex(text, 32) ? text : hashParty(text);
}
