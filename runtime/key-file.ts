import { readFile, stat } from 'node:fs/promises';
import { KeyFileError, type OpenKey, openKeyFile, parseKeyFile } from '../chain/keys/key-file.ts';
import { StartupError } from './startup-error.ts';

/**
 * Returns the key in the file that a setting names: an encrypted keystore, or for development 0x hex that only its owner may
 * read.
 * @throws StartupError `key-file`
 */
export async function readKey(setting: string, path: string, passwordFile: string | null): Promise<OpenKey> {
  const text = await readSetting(setting, path);
  const { mode } = await stat(path);
  try {
    return await openKeyFile(parseKeyFile(path, text, mode), () => readPassword(setting, path, passwordFile));
  } catch (error) {
    throw error instanceof KeyFileError ? problem(`${setting}: ${error.message}.`, error) : error;
  }
}

async function readPassword(setting: string, path: string, file: string | null): Promise<string> {
  if (file === null)
    throw problem(`${setting}: ${path} is encrypted; name a file with its password in KEY_PASSWORD_FILE.`);
  return (await readSetting('KEY_PASSWORD_FILE', file)).replace(/\r?\n$/, '');
}

async function readSetting(setting: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw problem(`${setting}: the file can't be read (${why}).`, cause);
  }
}

function problem(message: string, cause?: unknown): StartupError {
  return new StartupError('key-file', message, cause);
}
