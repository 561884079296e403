import {
  encryptKey,
  type KeyFile,
  KeyFileError,
  openKeyFile,
  type OnKeyProgress,
  parseKeyFile,
} from '../../chain/keys/key-file.ts';
import { addressOfKey } from '../../core/hashing/signature.ts';
import { type Signer, signerOfKey } from './signer.ts';

/** More than any keystore has. */
const MOST_BYTES = 1 << 16;

/**
 * Returns what a key file is, from its bytes, without opening it: `format` says whether it needs a password. For programs that get files
 * from their users, as in a browser.
 * @throws KeyFileError `key-file`
 */
export function readKeyBytes(name: string, bytes: Uint8Array): KeyFile {
  try {
    if (bytes.length > MOST_BYTES) throw new RangeError(`${bytes.length} bytes`);
    return parseKeyFile(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes), null);
  } catch (cause) {
    if (cause instanceof KeyFileError) throw cause;
    throw new KeyFileError('key-file', `${name} is not a key file: it is too long, or no text`, cause);
  }
}

/**
 * Returns the signer of a key file. Where it is encrypted, this takes about a second; in a browser, call it in a worker.
 * @throws KeyFileError `key-file`, `wrong-password`
 */
export async function openKeyBytes(
  file: KeyFile,
  password: string,
  onProgress: OnKeyProgress = () => {},
): Promise<Signer> {
  return signerOfKey(await openKeyFile(file, () => Promise.resolve(password), onProgress));
}

/** A new key file. */
export interface NewKeyFile {
  /** EIP-55. */
  readonly address: string;
  /** An encrypted keystore (Web3 Secret Storage 3). Without it, or its password, nobody can sign with this key again. */
  readonly bytes: Uint8Array;
}

/** Makes a key and returns it as an encrypted file. It takes about a second. `random` returns 32 secret random bytes. */
export async function createKeyFile(
  password: string,
  onProgress: OnKeyProgress = () => {},
  random: () => Uint8Array = () => crypto.getRandomValues(new Uint8Array(32)),
): Promise<NewKeyFile> {
  const privateKey = random();
  const text = await encryptKey(privateKey, password, onProgress);
  return { address: addressOfKey(privateKey), bytes: new TextEncoder().encode(text) };
}
