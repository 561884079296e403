import { formatAddress } from '../../core/hashing/domain.ts';
import { UserFacingError } from '../../core/errors.ts';
import { bytesOf, formatHex, type Hex, isHex } from '../../core/encoding/hex.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';

/** A key that can sign. */
export interface OpenKey {
  /** EIP-55. */
  readonly address: string;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
}

/** What kind of file holds a key, and whose it is. */
export interface KeyFile {
  readonly path: string;
  readonly format: 'keystore' | 'development';
  /** EIP-55; null where only the password tells it. */
  readonly address: string | null;
  readonly text: string;
}

/** Why a file gives no key. Closed. */
export const KEY_FILE_CODES = {
  'key-file': 'The file holds no key.',
  'key-file-mode': 'Others may read the key file.',
  'wrong-password': 'The password does not open the key file.',
} as const;

/** A file gives no key. */
export class KeyFileError extends UserFacingError<keyof typeof KEY_FILE_CODES> {
  override readonly name = 'KeyFileError';
}

/** Whoever else may read a file: group and others. */
const OTHERS = 0o077;

/** Returns the text of an encrypted keystore (Web3 Secret Storage 3, scrypt); takes about a second by design. */
export async function encryptKey(privateKey: Uint8Array, password: string): Promise<string> {
  const { encryptKeystoreJson } = await import('ethers');
  const account = { address: addressOfKey(privateKey), privateKey: formatHex(privateKey) };
  return `${await encryptKeystoreJson(account, password)}\n`;
}

/**
 * Returns what a key file is, without opening it: an encrypted keystore, or a development key, 0x hex that only its owner may
 * read, as the file's `mode` says.
 * @throws KeyFileError `key-file`, `key-file-mode`
 */
export function parseKeyFile(path: string, content: string, mode: number): KeyFile {
  const text = content.trim();
  if (!isHex(text, 32)) return { path, format: 'keystore', address: addressOfKeystore(text, path), text };
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0)
    throw new KeyFileError('key-file-mode', `others may read the private key in ${path}: chmod 600 ${path}`);
  return { path, format: 'development', address: openHex(text, path).address, text };
}

/**
 * Returns the key in a file; `askPassword` is asked where it is encrypted.
 * @throws KeyFileError `key-file`, `wrong-password`
 */
export async function openKeyFile(
  { path, format, text }: KeyFile,
  askPassword: () => Promise<string>,
): Promise<OpenKey> {
  if (format === 'development') return openHex(text as Hex, path);
  return openHex(await decrypt(text, await askPassword(), path), path);
}

function openHex(hex: Hex, path: string): OpenKey {
  try {
    const privateKey = bytesOf(hex);
    return { address: addressOfKey(privateKey), privateKey };
  } catch (cause) {
    throw new KeyFileError('key-file', `${path} holds no private key`, cause);
  }
}

/** ethers is loaded here alone: it takes as long as all the rest of a short command. */
async function decrypt(text: string, password: string, path: string): Promise<Hex> {
  const { decryptKeystoreJson } = await import('ethers');
  try {
    return (await decryptKeystoreJson(text, password)).privateKey as Hex;
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('incorrect password'))
      throw new KeyFileError('wrong-password', `the password does not open ${path}`, cause);
    throw new KeyFileError('key-file', `${path} is no keystore that can be opened`, cause);
  }
}

function addressOfKeystore(text: string, path: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KeyFileError('key-file', `${path} is neither a keystore nor a private key in 0x hex`, cause);
  }
  const store = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (!('crypto' in store) && !('Crypto' in store))
    throw new KeyFileError('key-file', `${path} is no keystore: it has no member crypto`);
  const hex = `0x${String(store['address']).toLowerCase().replace(/^0x/, '')}`;
  return isHex(hex, 20) ? formatAddress(bytesOf(hex)) : null;
}
