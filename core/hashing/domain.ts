import * as z from 'zod';
import { BadInput, showValue } from '../errors.ts';
import { type Hex, bytesOf, concatBytes, formatHex } from '../encoding/hex.ts';
import { keccak, keccakText } from './keccak.ts';
import { parseWith, uintSchema, withCode } from '../encoding/schema.ts';
import { hashStruct, hashType, wordOfAddress, wordOfText, wordOfUint } from './struct-hash.ts';

/** The EIP-712 domain of one ledger: a contract on a chain (§2). */
export interface Domain {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
}

const DOMAIN_TYPE = hashType(
  'EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)',
);
const NAME = wordOfText('CarbonLedger');
const VERSION = wordOfText('1');
const PREFIX = Uint8Array.of(0x19, 0x01);

/**
 * Returns an address from its 20 bytes, spelled with the EIP-55 checksum.
 * @example
 * formatAddress(new Uint8Array(20).fill(171)) // → '0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB'
 */
export function formatAddress(bytes: Uint8Array): string {
  const lower = formatHex(bytes).slice(2);
  const marks = formatHex(keccakText(lower)).slice(2);
  return `0x${[...lower].map((letter, at) => (Number.parseInt(marks[at] ?? '0', 16) > 7 ? letter.toUpperCase() : letter)).join('')}`;
}

/** Tells whether a value is an address with its EIP-55 checksum (§2). */
export function isAddress(value: unknown): value is string {
  if (typeof value !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(value) || value.length !== 42) return false;
  return formatAddress(bytesOf(value.toLowerCase() as Hex)) === value;
}

/**
 * Returns a value that is an address with its EIP-55 checksum (§2).
 * @example
 * parseAddress('0xabababababababababababababababababababab') // → throws address-syntax
 * @throws BadInput `address-syntax`
 */
export function parseAddress(value: unknown): string {
  if (isAddress(value)) return value;
  throw new BadInput(
    'address-syntax',
    `expected an address with its EIP-55 checksum, got ${showValue(value)}`,
    value,
  );
}

/** An address with its EIP-55 checksum. */
export const addressSchema = z
  .string()
  .refine(isAddress, withCode('address-syntax', 'expected an address with its EIP-55 checksum'))
  .meta({ pattern: '^0x[0-9a-fA-F]{40}$' });

export const domainSchema = z.strictObject({ chainId: uintSchema(1), ledger: addressSchema });

/**
 * Returns a domain from outside, checked.
 * @example
 * parseDomain({ chainId: 0, ledger: '0x0000000000000000000000000000000000000000' }) // → throws uint-range at chainId
 * @throws BadInput
 */
export function parseDomain(value: unknown): Domain {
  return parseWith(domainSchema, value);
}

/** The last domain, with its separator: the next one is almost always the same. */
let last: Domain & { readonly separator: Uint8Array } = { chainId: 0, ledger: '', separator: NAME };

/** Returns the EIP-712 domain separator of `{"CarbonLedger", "1", chainId, ledger}` (§2). */
export function hashDomain({ chainId, ledger }: Domain): Uint8Array {
  if (last.chainId !== chainId || last.ledger !== ledger) {
    const words = [NAME, VERSION, wordOfUint(chainId), wordOfAddress(ledger)];
    last = { chainId, ledger, separator: hashStruct(DOMAIN_TYPE, words) };
  }
  return last.separator;
}

/** Returns what is signed: keccak(0x1901 ‖ domain separator ‖ hashStruct) (§2). */
export function hashDigest(domain: Domain, structHash: Hex): Hex {
  return formatHex(keccak(concatBytes(PREFIX, hashDomain(domain), bytesOf(structHash))));
}
