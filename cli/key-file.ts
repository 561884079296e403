import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { formatAddress } from '../core/domain.ts';
import { type Hex, bytesOf, formatHex, isHex } from '../core/hex.ts';
import { addressOfPoint } from '../core/signature.ts';
import { UsageError } from './errors.ts';
import { readBytes } from './files.ts';
import { type PasswordOptions, readPassword } from './password.ts';
import type { Terminal } from './terminal.ts';

/** A key that can sign. */
export interface OpenKey {
  /** EIP-55. */
  readonly address: string;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
}

/** What kind of file holds a key, and whose it is. */
export interface KeyFile {
  readonly format: 'keystore' | 'development';
  /** EIP-55; null where only the password tells it. */
  readonly address: string | null;
  readonly text: string;
}

const OTHERS = 0o077;

/** Returns a private key's address. */
export function addressOfKey(privateKey: Uint8Array): string {
  return addressOfPoint(secp256k1.getPublicKey(privateKey, false));
}

/** Returns the text of an encrypted keystore (Web3 Secret Storage 3, scrypt); takes about a second by design. */
export async function encryptKey(privateKey: Uint8Array, password: string): Promise<string> {
  const { encryptKeystoreJson } = await import('ethers');
  const account = { address: addressOfKey(privateKey), privateKey: formatHex(privateKey) };
  return `${await encryptKeystoreJson(account, password)}\n`;
}

/**
 * Returns what a key file is, without opening it: an encrypted keystore, or a development key, 0x hex that only its owner
 * may read.
 * @throws UsageError `key-file`, `key-file-mode`, `file-unreadable`
 */
export async function readKeyFile(terminal: Terminal, path: string): Promise<KeyFile> {
  const text = new TextDecoder().decode(await readBytes(terminal, path)).trim();
  if (isHex(text, 32)) {
    await checkMode(terminal, path);
    return { format: 'development', address: addressOfHex(text, path), text };
  }
  return { format: 'keystore', address: addressOfKeystore(text, path), text };
}

/**
 * Returns the key in a file, asking for the password where it is encrypted.
 * @throws UsageError `key-file`, `key-file-mode`, `wrong-password`, `no-password`, `file-unreadable`
 */
export async function openKey(terminal: Terminal, path: string, options: PasswordOptions): Promise<OpenKey> {
  const file = await readKeyFile(terminal, path);
  if (file.format === 'development') return openHex(file.text as Hex);
  const password = await readPassword(terminal, options, `Password of ${path}: `);
  return openHex(await decrypt(file.text, password, path));
}

function openHex(hex: Hex): OpenKey {
  const privateKey = bytesOf(hex);
  return { address: addressOfKey(privateKey), privateKey };
}

async function decrypt(text: string, password: string, path: string): Promise<Hex> {
  const { decryptKeystoreJson } = await import('ethers');
  try {
    return (await decryptKeystoreJson(text, password)).privateKey as Hex;
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('incorrect password')) {
      throw new UsageError('wrong-password', `the password does not open ${path}`, cause);
    }
    throw new UsageError('key-file', `${path} is no keystore that can be opened`, cause);
  }
}

function addressOfHex(hex: Hex, path: string): string {
  try {
    return addressOfKey(bytesOf(hex));
  } catch (cause) {
    throw new UsageError('key-file', `${path} holds no private key`, cause);
  }
}

function addressOfKeystore(text: string, path: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError('key-file', `${path} is neither a keystore nor a private key in 0x hex`, cause);
  }
  const store = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (!('crypto' in store) && !('Crypto' in store)) {
    throw new UsageError('key-file', `${path} is no keystore: it has no member crypto`);
  }
  const hex = `0x${String(store['address']).toLowerCase().replace(/^0x/, '')}`;
  return isHex(hex, 20) ? formatAddress(bytesOf(hex)) : null;
}

async function checkMode(terminal: Terminal, path: string): Promise<void> {
  const { mode } = await stat(resolve(terminal.cwd, path));
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return;
  throw new UsageError('key-file-mode', `others may read the private key in ${path}: chmod 600 ${path}`);
}
