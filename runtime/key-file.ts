import { readFile, stat } from 'node:fs/promises';
import { KeyFileError, type OpenKey, openKeyFile, parseKeyFile } from '../chain/keys/key-file.ts';
import { StartupError } from './startup-error.ts';

/**
 * Returns the key in the file that a setting names. The file is an encrypted keystore; for development it may hold 0x hex, if
 * only its owner may read it.
 * @throws StartupError `key-file`
 */
export async function readKey(setting: string, path: string, passwordFile: string | null): Promise<OpenKey> {
  const text = await readSetting(setting, path);
  const { mode } = await stat(path);
  try {
    return await openKeyFile(parseKeyFile(path, text, mode), () => readPassword(setting, path, passwordFile));
  } catch (error) {
    throw error instanceof KeyFileError ? refuse(`${setting}: ${error.message}.`, error) : error;
  }
}

/** Bits of a file's mode that let others than its owner read or write it. */
const OTHERS = 0o077;

/** Returns the 32 random bytes in a file, which holds them in hex and which only its owner may read. @throws StartupError `key-file` */
export async function readRandomKey(setting: string, path: string): Promise<Uint8Array> {
  const text = (await readSetting(setting, path)).trim();
  if (!/^[0-9a-f]{64}$/i.test(text))
    throw refuse(
      `${setting}: ${path} must hold 32 bytes in hex. Make a new file: openssl rand -hex 32 > ${path}`,
    );
  if (((await stat(path)).mode & OTHERS) !== 0)
    throw refuse(`${setting}: others than its owner may read ${path}. Run chmod 600 ${path}.`);
  return Buffer.from(text, 'hex');
}

async function readPassword(setting: string, path: string, file: string | null): Promise<string> {
  if (file === null)
    throw refuse(`${setting}: ${path} is encrypted. Name a file with its password in KEY_PASSWORD_FILE.`);
  return (await readSetting('KEY_PASSWORD_FILE', file)).replace(/\r?\n$/, '');
}

async function readSetting(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw refuse(`${setting}: the file can't be read (${why}). Correct the path or its permissions.`, cause);
  }
}

function refuse(message: string, cause?: unknown): StartupError {
  return new StartupError('key-file', message, cause);
}
