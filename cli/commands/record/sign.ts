import type { Command } from 'commander';
import { nameOfKind } from '../../../core/records/kind.ts';
import { digestRecord } from '../../../core/records/record.ts';
import { signDigest } from '../../../core/hashing/signature.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { type Draft, formatDraft, idOfDraft } from '../../../client/records/draft.ts';
import { replaceFile } from '../../terminal/files.ts';
import { openKey } from '../../options/key-file.ts';
import { plainText } from '../../output/text-format.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';

type SignOptions = CommonOptions & PasswordOptions & { readonly key: string };

const HELP = `
Computes every hash of the file anew before it signs, says what is signed, and writes the signature into the file.

Examples:
  ledger record sign activity.record.json --key company.key.json
  LEDGER_KEY_PASSWORD=… ledger record sign activity.record.json --key company.key.json --json`;

/** Adds `record sign`. */
export function addRecordSignCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('sign')
    .description('sign the record in a file')
    .argument('<file>', 'record file, as built')
    .requiredOption('--key <file>', 'key file of the party');
  addPasswordOption(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: SignOptions) => signRecord(context, file, options));
}

/** Signs the record in a file. @throws UsageError, BadInput, KeyFileError */
export async function signRecord(
  { terminal }: Pick<CommandContext, 'terminal'>,
  file: string,
  options: SignOptions,
): Promise<void> {
  const draft = await readDraft(terminal, file);
  printProgress(terminal, options.json, describeDraft(draft));
  const key = await openKey(terminal, options.key, options);
  const signature = signDigest(digestRecord(draft.domain, draft.record), key.privateKey);
  await replaceFile(terminal, file, formatDraft({ ...draft, signature, receipt: null }));
  const result = { id: idOfDraft(draft), signer: key.address, signature };
  printResult(
    terminal,
    options.json,
    result,
    `signed by ${key.address}\nrecord ${result.id}; next: ledger record register ${file}`,
  );
}

/** Returns what a person should read before signing. */
function describeDraft({ domain, record, statement, entries }: Draft): string {
  const title = plainText(statement['title'] ?? '');
  return [
    `signing for the ledger ${domain.ledger} on chain ${domain.chainId}:`,
    `  ${nameOfKind(record.kind)} ${plainText(record.subject)}, sequence ${record.sequence}, by party ${record.party}`,
    `  ${title === '' ? 'untitled' : `"${title}"`}, ${entries.length} entries, ${record.sources.length} sources`,
  ].join('\n');
}
