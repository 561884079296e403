import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type KeyFile, type OpenKey, openKeyFile, parseKeyFile } from '../../chain/keys/key-file.ts';
import { readBytes } from '../terminal/files.ts';
import { type PasswordOptions, readPassword } from './password.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** File mode of a pipe, which nobody else can read. */
const PIPE_MODE = 0o600;

/** Returns the address and format of a key file, without its password. @throws KeyFileError `key-file`, `key-file-mode`; UsageError `file-unreadable` */
export async function readKeyFile(terminal: Terminal, path: string): Promise<KeyFile> {
  const text = new TextDecoder().decode(await readBytes(terminal, path));
  const mode = path === '-' ? PIPE_MODE : (await stat(resolve(terminal.cwd, path))).mode;
  return parseKeyFile(path, text, mode);
}

/**
 * Returns the key in a file; asks for the password if it is encrypted.
 * @throws KeyFileError; UsageError `no-password`, `file-unreadable`
 */
export async function openKey(terminal: Terminal, path: string, options: PasswordOptions): Promise<OpenKey> {
  const file = await readKeyFile(terminal, path);
  return openKeyFile(file, () => readPassword(terminal, options, `Password of ${path}: `));
}
