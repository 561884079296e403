import type { Command } from 'commander';
import { digestRecord } from '../../../core/records/record.ts';
import { signDigest } from '../../../core/hashing/signature.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { type Draft, formatDraft, idOfDraft } from '../../../client/records/draft.ts';
import { replaceFile } from '../../terminal/files.ts';
import { openKey } from '../../options/key-file.ts';
import { describeParty } from '../../output/party-text.ts';
import { describeContent } from '../../output/record-text.ts';
import { formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { formatFields } from '../../output/wrap-text.ts';
import { findPartyName } from '../../options/party-names.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';

type SignOptions = CommonOptions & PasswordOptions & ServerOptions & { readonly key: string };

const HELP = `
Computes every hash of the file again, shows what is signed, and writes the signature into the
file.

Examples:
  ledger record sign activity.record.json --key company.key.json
  LEDGER_KEY_PASSWORD=… ledger record sign activity.record.json --key company.key.json \\
    --json`;

/** Adds `record sign`. */
export function addRecordSignCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('sign')
    .description('sign the record in a file')
    .argument('<file>', 'record file, as written by ledger record build')
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
  if (options.json !== true) {
    const party = await findPartyName(terminal, options, draft.record.party);
    printProgress(terminal, options.json, describeDraft(draft, party));
  }
  const key = await openKey(terminal, options.key, options);
  const signature = signDigest(digestRecord(draft.domain, draft.record), key.privateKey);
  await replaceFile(terminal, file, formatDraft({ ...draft, signature, receipt: null }));
  const result = { id: idOfDraft(draft), signer: key.address, signature };
  printResult(
    terminal,
    options.json,
    result,
    `signed by ${key.address}\nrecord    ${result.id}\nnext: ledger record register ${file}`,
  );
}

/** Returns what a person should read before signing. */
function describeDraft({ domain, record, statement, entries }: Draft, party: NamedParty): string {
  const [names, id] = describeParty(party, 'identifier not looked up: no answer from a server');
  const fields = formatFields([
    ['  party', names],
    ['', id],
    ...describeContent(record, statement).map(([label, text]) => [`  ${label}`, text] as const),
    ['  ledger', `${domain.ledger} on chain ${domain.chainId}`],
    ['  entries', String(entries.length)],
  ]);
  return [`Signing this record:\n${fields}`, ...describeEntries(entries)].join('\n');
}

/** Returns the first entries, a line each, and how many more there are. */
function describeEntries(entries: Draft['entries']): string[] {
  const shown = entries
    .slice(0, MOST_SHOWN)
    .map(({ key, value, unit, from, until }) => [
      `    ${plainText(key)}`,
      value === null ? 'document' : `${value} ${plainText(unit)}`,
      formatPeriod(from, until),
    ]);
  const more = entries.length - shown.length;
  const lines = shown.length === 0 ? [] : [formatTable(shown)];
  return more === 0 ? lines : [...lines, `    and ${more} more, in the file`];
}

const MOST_SHOWN = 20;
