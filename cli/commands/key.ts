import type { Command } from 'commander';
import { createKeyFile } from '../../client/keys/key-bytes.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { writeNewFile } from '../terminal/files.ts';
import { openKey, readKeyFile } from '../options/key-file.ts';
import { addPasswordOption, chooseNewPassword, type PasswordOptions } from '../options/password.ts';

type KeyOptions = CommonOptions & PasswordOptions;

const NEW_HELP = `
The file is an encrypted keystore (scrypt) that only you may read. It is never overwritten.
Without the password the key is lost; a registrar can then add another key to the party.

Examples:
  ledger key new company.key.json
  ledger key new company.key.json --password-file ./password`;

const SHOW_HELP = `
Prints the address, which is public. This needs no password. With --open the command asks for
the password and checks it.

Examples:
  ledger key show company.key.json
  ledger key show company.key.json --open`;

/** Adds `key new` and `key show`. */
export function addKeyCommand(program: Command, context: CommandContext): void {
  const key = program.command('key').helpCommand(false);
  addPasswordOption(key.command('new').argument('<file>', 'keystore to write'))
    .description('make a key and write it to an encrypted keystore')
    .option('--json', 'print JSON')
    .addHelpText('after', NEW_HELP)
    .action((file: string, options: KeyOptions) => createKey(context, file, options));
  addPasswordOption(key.command('show').argument('<file>', 'key file'))
    .description('print the address of a key file')
    .option('--open', 'open the keystore, to check the password')
    .option('--json', 'print JSON')
    .addHelpText('after', SHOW_HELP)
    .action((file: string, options: KeyOptions & { open?: boolean }) => showKey(context, file, options));
}

async function createKey({ terminal }: CommandContext, file: string, options: KeyOptions): Promise<void> {
  const password = await chooseNewPassword(terminal, options);
  const { address, bytes } = await createKeyFile(password);
  await writeNewFile(terminal, file, new TextDecoder().decode(bytes), 'secret');
  printResult(terminal, options.json, { address, file }, `${address}\nwritten to ${file}`);
}

async function showKey(
  { terminal }: CommandContext,
  file: string,
  options: KeyOptions & { open?: boolean },
): Promise<void> {
  const { format, address } = await readKeyFile(terminal, file);
  const opened = options.open === true || address === null ? await openKey(terminal, file, options) : null;
  const shown = opened?.address ?? address;
  const remark = format === 'development' ? '\na development key, not encrypted' : '';
  printResult(terminal, options.json, { address: shown, format }, `${shown}${remark}`);
}
