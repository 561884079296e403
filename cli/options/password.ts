import type { Command } from 'commander';
import { UsageError } from '../terminal/usage-error.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The option that names a password file; without it the password comes from LEDGER_KEY_PASSWORD or is typed. */
export interface PasswordOptions {
  readonly passwordFile?: string;
}

/** Adds the option that names a password file. */
export function addPasswordOption(command: Command): Command {
  return command.option(
    '--password-file <file>',
    'file with the password of the key (else LEDGER_KEY_PASSWORD, else typed)',
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

/** Returns a new password; a typed one is asked for twice. @throws UsageError `no-password`, `file-unreadable` */
export async function chooseNewPassword(terminal: Terminal, options: PasswordOptions): Promise<string> {
  const found = await findPassword(terminal, options);
  const password = found ?? (await terminal.readSecret('New password: '));
  if (password === '') throw new UsageError('no-password', 'the password is empty: choose one');
  if (found === null && (await terminal.readSecret('Repeat the password: ')) !== password) {
    throw new UsageError('no-password', 'the two passwords differ: try again');
  }
  return password;
}

async function findPassword(terminal: Terminal, { passwordFile }: PasswordOptions): Promise<string | null> {
  if (passwordFile === undefined) return terminal.env['LEDGER_KEY_PASSWORD'] ?? null;
  const text = new TextDecoder().decode(await readBytes(terminal, passwordFile));
  return text.replace(/\r?\n$/, '');
}
