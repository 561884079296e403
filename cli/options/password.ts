import type { Command } from 'commander';
import { UsageError } from '../terminal/usage-error.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where a password comes from, if not from who sits at the terminal or LEDGER_KEY_PASSWORD. */
export interface PasswordOptions {
  readonly passwordFile?: string;
}

/** Adds the option that names a password file. */
export function addPasswordOption(command: Command): Command {
  return command.option(
    '--password-file <file>',
    "file that holds the key's password (else LEDGER_KEY_PASSWORD, else it is asked for)",
  );
}

/** Returns the password of a key file. @throws UsageError `no-password`, `file-unreadable` */
export async function readPassword(
  terminal: Terminal,
  options: PasswordOptions,
  question: string,
): Promise<string> {
  return (await findPassword(terminal, options)) ?? (await terminal.readSecret(question));
}

/** Returns a password to be set; typed ones are typed twice. @throws UsageError `no-password`, `file-unreadable` */
export async function chooseNewPassword(terminal: Terminal, options: PasswordOptions): Promise<string> {
  const found = await findPassword(terminal, options);
  const password = found ?? (await terminal.readSecret('New password: '));
  if (password === '')
    throw new UsageError('no-password', 'an empty password protects nothing: choose another');
  if (found === null && (await terminal.readSecret('The same again: ')) !== password) {
    throw new UsageError('no-password', 'the two passwords differ: try again');
  }
  return password;
}

async function findPassword(terminal: Terminal, { passwordFile }: PasswordOptions): Promise<string | null> {
  if (passwordFile === undefined) return terminal.env['LEDGER_KEY_PASSWORD'] ?? null;
  const text = new TextDecoder().decode(await readBytes(terminal, passwordFile));
  return text.replace(/\r?\n$/, '');
}
