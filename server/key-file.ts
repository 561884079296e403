import { readFile, stat } from 'node:fs/promises';
import { decryptKeystoreJson, isKeystoreJson } from 'ethers';
import { type Hex, bytesOf, isHex } from '../core/hex.ts';
import { ServerProblem } from './problem.ts';

/** Whoever else may read a file: group and others. */
const OTHERS = 0o077;

/**
 * Returns the private key, 32 bytes, in the file that a setting names: an encrypted keystore (Web3 Secret Storage 3), or for
 * development 0x hex that only its owner may read.
 * @throws ServerProblem `key-file`
 */
export async function readPrivateKey(
  setting: string,
  path: string,
  passwordFile: string | null,
): Promise<Uint8Array> {
  const text = (await readSetting(setting, path)).trim();
  if (isHex(text, 32)) {
    await checkOwner(setting, path);
    return bytesOf(text);
  }
  if (!isKeystoreJson(text))
    throw problem(`${setting}: ${path} is neither a keystore nor a private key in 0x hex.`);
  if (passwordFile === null)
    throw problem(`${setting}: ${path} is encrypted; name a file with its password in KEY_PASSWORD_FILE.`);
  const password = (await readSetting('KEY_PASSWORD_FILE', passwordFile)).replace(/\r?\n$/, '');
  return decrypt(setting, path, text, password);
}

async function decrypt(setting: string, path: string, text: string, password: string): Promise<Uint8Array> {
  try {
    return bytesOf((await decryptKeystoreJson(text, password)).privateKey as Hex);
  } catch (cause) {
    throw problem(`${setting}: the password in KEY_PASSWORD_FILE does not open ${path}.`, cause);
  }
}

async function readSetting(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw problem(`${setting}: the file can't be read (${why}).`, cause);
  }
}

async function checkOwner(setting: string, path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform === 'win32' || (mode & OTHERS) === 0) return;
  throw problem(`${setting}: others may read the private key in ${path}: chmod 600 ${path}`);
}

function problem(message: string, cause?: unknown): ServerProblem {
  return new ServerProblem('key-file', message, cause);
}
