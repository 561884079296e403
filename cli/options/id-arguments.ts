import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { hashParty, parseIdentifier } from '../../core/parties/identifier.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Returns a record id written on the command line. @throws UsageError `option` */
export function parseRecordId(text: string): Hex {
  if (isHex(text, 32)) return text;
  throw new UsageError('option', `no record id, 0x and 64 hex digits in lower case: ${text}`);
}

/** Returns an identifier or party id as the server takes it: any identifier of the party. @throws BadInput `identifier-…` */
export function parsePartyName(text: string): string {
  return isHex(text, 32) ? text : parseIdentifier(text);
}

/** Returns the party meant by its first identifier or by a party id. @throws BadInput `identifier-…` */
export function parseParty(text: string): Hex {
  return isHex(text, 32) ? text : hashParty(text);
}
