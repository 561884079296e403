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

/** A key file that was read, but not yet opened. */
export interface KeyFile {
  readonly path: string;
  readonly format: 'keystore' | 'development';
  /** EIP-55; null where the file does not say it, so that only opening it does. */
  readonly address: string | null;
  readonly text: string;
}

/** Why a key file cannot be used: code → meaning and what to do. No other codes exist. */
export const KEY_FILE_CODES = {
  'key-file':
    'The file has no key. Name an encrypted keystore (Web3 Secret Storage), or a file with a private key as 0x hex.',
  'key-file-mode':
    'Other users of this machine may read the key file. Allow only its owner to read it: chmod 600.',
  'wrong-password': 'The password does not open the key file. Try again, or name another file.',
} as const;

/** A key file cannot be used. */
export class KeyFileError extends UserFacingError<keyof typeof KEY_FILE_CODES> {
  override readonly name = 'KeyFileError';
}

/** The bits of a file's mode that let its group and others read, write or execute it. */
const OTHERS = 0o077;

/** Called from time to time while a keystore is encrypted or decrypted, with the part that is done, from 0 to 1. */
export type OnKeyProgress = (done: number) => void;

/**
 * Returns a private key as the text of an encrypted keystore (Web3 Secret Storage 3, scrypt). It takes about a second on purpose; in a
 * browser, call it in a worker.
 */
export async function encryptKey(
  privateKey: Uint8Array,
  password: string,
  onProgress: OnKeyProgress = () => {},
): Promise<string> {
  const { encryptKeystoreJson } = await import('./keystore.ts');
  const account = { address: addressOfKey(privateKey), privateKey: formatHex(privateKey) };
  return `${await encryptKeystoreJson(account, password, { progressCallback: onProgress })}\n`;
}

/**
 * Returns what a key file is, without opening it: an encrypted keystore, or a development key. That is a private key as 0x hex,
 * which only the owner of the file may read, as its `mode` says; `mode` is null where files have none, as in a browser.
 * @throws KeyFileError `key-file`, `key-file-mode`
 */
export function parseKeyFile(path: string, content: string, mode: number | null): KeyFile {
  const text = content.trim();
  if (!isHex(text, 32)) return { path, format: 'keystore', address: addressOfKeystore(text, path), text };
  if (mode !== null && process.platform !== 'win32' && (mode & OTHERS) !== 0)
    throw new KeyFileError(
      'key-file-mode',
      `other users may read the private key in ${path}. Run: chmod 600 ${path}`,
    );
  return { path, format: 'development', address: openHex(text, path).address, text };
}

/**
 * Returns the key in a file; calls `askPassword` where it is encrypted.
 * @throws KeyFileError `key-file`, `wrong-password`
 */
export async function openKeyFile(
  { path, format, text }: KeyFile,
  askPassword: () => Promise<string>,
  onProgress: OnKeyProgress = () => {},
): Promise<OpenKey> {
  if (format === 'development') return openHex(text as Hex, path);
  return openHex(await decrypt(text, await askPassword(), { path, onProgress }), path);
}

function openHex(hex: Hex, path: string): OpenKey {
  try {
    const privateKey = bytesOf(hex);
    return { address: addressOfKey(privateKey), privateKey };
  } catch (cause) {
    throw new KeyFileError(
      'key-file',
      `expected a private key in ${path}, but its bytes are not a valid one`,
      cause,
    );
  }
}

/** Loads ethers only when it is needed: that takes as long as all the rest of a short command. */
async function decrypt(
  text: string,
  password: string,
  { path, onProgress }: { readonly path: string; readonly onProgress: OnKeyProgress },
): Promise<Hex> {
  const { decryptKeystoreJson } = await import('./keystore.ts');
  try {
    return (await decryptKeystoreJson(text, password, onProgress)).privateKey as Hex;
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('incorrect password'))
      throw new KeyFileError(
        'wrong-password',
        `the password does not open ${path}: try again, or name another key file`,
        cause,
      );
    throw new KeyFileError(
      'key-file',
      `the keystore ${path} cannot be opened: it is damaged, or has an unknown format`,
      cause,
    );
  }
}

function addressOfKeystore(text: string, path: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new KeyFileError(
      'key-file',
      `expected an encrypted keystore or a private key as 0x hex in ${path}, got something else`,
      cause,
    );
  }
  const store = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (!('crypto' in store) && !('Crypto' in store))
    throw new KeyFileError('key-file', `${path} is not a keystore: it lacks the member crypto`);
  const hex = `0x${String(store['address']).toLowerCase().replace(/^0x/, '')}`;
  return isHex(hex, 20) ? formatAddress(bytesOf(hex)) : null;
}
