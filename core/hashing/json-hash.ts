import { type Hex, formatHex } from '../encoding/hex.ts';
import { HASHED_JSON, checkJsonSize, formatJson } from '../encoding/json.ts';
import { keccakText } from './keccak.ts';

/** Returns keccak(JCS(value)) (§2). @throws BadInput as `formatJson`, `json-too-large` */
export function hashJson(value: unknown): Hex {
  return hashJsonText(formatJson(value));
}

/** Returns the hash of RFC 8785 text (§2). @throws BadInput `json-too-large` */
export function hashJsonText(text: string): Hex {
  checkJsonSize(text, HASHED_JSON);
  return formatHex(keccakText(text));
}
