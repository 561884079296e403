import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { hashParty, parseIdentifier } from '../../core/parties/identifier.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Returns a record id from the command line. @throws UsageError `option` */
export function parseRecordId(text: string): Hex {
  if (isHex(text, 32)) return text;
  throw new UsageError('option', `${text} is not a record id: expected 0x and 64 hex digits in lower case`);
}

/** Returns an identifier or party id, in the form that the server takes: any identifier of the party. @throws BadInput `identifier-…` */
export function parsePartyName(text: string): string {
  return isHex(text, 32) ? text : parseIdentifier(text);
}

/** Returns the id of the party with this first identifier, or the party id itself. @throws BadInput `identifier-…` */
export function parseParty(text: string): Hex {
  return isHex(text, 32) ? text : hashParty(text);
}
