import { BadInput, showValue } from '../errors.ts';
import { formatHex, type Hex } from '../encoding/hex.ts';
import { keccakText } from '../hashing/keccak.ts';

const IDENTIFIER = /^([a-z0-9]+):([A-Za-z0-9._:-]+)$/;
const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const MAX_LENGTH = 128;

/**
 * Returns the value if it is an identifier, `scheme:value`, in the only spelling that its scheme allows (§2); changes nothing in it. `lei`
 * follows ISO 17442 with its check digits, `uscc` follows GB 32100 with its check character; all others are in lower case.
 * @example
 * parseIdentifier('lei:529900T8BM49AURSDO55') // → 'lei:529900T8BM49AURSDO55'
 * parseIdentifier('lei:529900T8BM49AURSDO56') // → throws identifier-check
 * @throws BadInput `identifier-syntax`, `identifier-check`
 */
export function parseIdentifier(value: unknown): string {
  const match =
    typeof value === 'string' && value.length <= MAX_LENGTH && !value.endsWith('\n')
      ? IDENTIFIER.exec(value)
      : null;
  const [, scheme = '', text = ''] = match ?? [];
  if (match === null || !isSpelled(scheme, text)) {
    const problem = match === null ? 'expected scheme:value' : describeSpelling(scheme, text);
    throw new BadInput(
      'identifier-syntax',
      `expected an identifier such as lei:529900T8BM49AURSDO55 or demo:mycompany, got ${showValue(value)}: ${problem}`,
      value,
    );
  }
  if (!isChecked(scheme, text))
    throw new BadInput(
      'identifier-check',
      `the check digits of ${showValue(value)} are wrong: compare it with its source`,
      value,
    );
  return value as string;
}

/** Returns the party id of a party's first registered identifier: keccak(utf8(identifier)) (§5). @throws BadInput as `parseIdentifier` */
export function hashParty(identifier: unknown): Hex {
  return formatHex(keccakText(parseIdentifier(identifier)));
}

/** How the values of a scheme are spelled, where it is not by the rule for all others. */
interface Spelling {
  readonly length: number;
  readonly text: string;
  readonly allows: (letter: string, at: number) => boolean;
}

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map([
  [
    'lei',
    {
      length: 20,
      text: '18 capital letters or digits, then 2 digits',
      allows: (letter, at) => (at < 18 ? /[0-9A-Z]/ : /[0-9]/).test(letter),
    },
  ],
  [
    'uscc',
    {
      length: 18,
      text: '18 capital letters or digits, without I, O, S, V and Z',
      allows: (letter) => USCC_ALPHABET.includes(letter),
    },
  ],
]);

/** Returns what is wrong with the value of a scheme. */
function describeSpelling(scheme: string, text: string): string {
  const spelling = SPELLINGS.get(scheme);
  if (spelling === undefined) return 'use lower case, digits and . _ : - after the scheme';
  const wrong = [...text].find((letter, at) => !spelling.allows(letter, at));
  return `a ${scheme} has ${spelling.text}; this has ${text.length === spelling.length ? wrong : text.length}`;
}

function isSpelled(scheme: string, text: string): boolean {
  const spelling = SPELLINGS.get(scheme);
  if (spelling === undefined) return /^[a-z0-9._:-]+$/.test(text);
  return text.length === spelling.length && [...text].every(spelling.allows);
}

function isChecked(scheme: string, text: string): boolean {
  if (scheme === 'lei') return isLeiChecked(text);
  if (scheme === 'uscc') return isUsccChecked(text);
  return true;
}

/** ISO 7064 mod 97-10, with letters as 10 to 35. Check digits are from 02 to 98. */
function isLeiChecked(text: string): boolean {
  const check = Number(text.slice(18));
  if (check < 2 || check > 98) return false;
  let remainder = 0;
  for (const letter of text) {
    const value = Number.parseInt(letter, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** GB 32100: the first 17 characters have the weights 3^i mod 31. */
function isUsccChecked(text: string): boolean {
  let sum = 0;
  let weight = 1;
  for (const letter of text.slice(0, 17)) {
    sum += USCC_ALPHABET.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.indexOf(text[17] ?? '') === (31 - (sum % 31)) % 31;
}
