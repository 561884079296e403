import type { Command } from 'commander';
import { isHex } from '../../../core/encoding/hex.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { type Draft, formatDraft, idOfDraft, signDraft } from '../../../client/records/draft.ts';
import { replaceFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { formatLinesSummary, signLines, summariseLines } from './sign-bulk.ts';
import { openKey } from '../../options/key-file.ts';
import { describeParty } from '../../output/party-text.ts';
import { describeContent } from '../../output/record-text.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { formatFields } from '../../output/wrap-text.ts';
import { findPartyName, findRecordName } from '../../options/looked-up-names.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';

type SignOptions = CommonOptions &
  PasswordOptions &
  ServerOptions & { readonly key: string; readonly bulk?: string };

const HELP = `
Computes every hash of the file again, shows what is signed, and writes the signature into the
file. With --bulk it first shows what the records have in common.

Examples:
  ledger record sign activity.record.json --key company.key.json
  LEDGER_KEY_PASSWORD=… ledger record sign activity.record.json --key company.key.json \\
    --json
  ledger record sign --bulk year.ndjson --key company.key.json`;

/** Adds `record sign`. */
export function addRecordSignCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('sign')
    .description('sign the record in a file')
    .argument('[file]', 'record file, as written by ledger record build')
    .requiredOption('--key <file>', 'key file of the party');
  addPasswordOption(command)
    .option('--bulk <file>', 'sign all record files of a file with one per line, as written by build --each')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string | undefined, options: SignOptions) => signAny(context, file, options));
}

function signAny(context: CommandContext, file: string | undefined, options: SignOptions): Promise<void> {
  if ((file === undefined) === (options.bulk === undefined))
    throw new UsageError('option', 'name one record file, or a file of record files with --bulk');
  return options.bulk === undefined
    ? signRecord(context, file!, options)
    : signBulk(context.terminal, options.bulk, options);
}

async function signBulk(terminal: Terminal, file: string, options: SignOptions): Promise<void> {
  const summary = await summariseLines(terminal, file);
  printProgress(terminal, options.json, formatLinesSummary(summary));
  const key = await openKey(terminal, options.key, options);
  await signLines(terminal, file, key.privateKey);
  const { count } = summary;
  printResult(
    terminal,
    options.json,
    { file, count, signer: key.address },
    `${formatCount(count, 'record')} signed by ${key.address}\nnext: ledger record register --bulk ${file}`,
  );
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
    const answers = draft.statement['answers'];
    const answered = isHex(answers, 32) ? await findRecordName(terminal, options, answers) : null;
    printProgress(terminal, options.json, describeDraft(draft, party, answered));
  }
  const key = await openKey(terminal, options.key, options);
  const signed = signDraft(draft, key.privateKey);
  await replaceFile(terminal, file, formatDraft(signed));
  const result = { id: idOfDraft(signed), signer: key.address, signature: signed.signature };
  printResult(
    terminal,
    options.json,
    result,
    `signed by ${key.address}\nrecord    ${result.id}\nnext: ledger record register ${file}`,
  );
}

/** Returns what a person should read before signing. */
function describeDraft(
  { domain, record, statement, entries }: Draft,
  party: NamedParty,
  answered: string | null,
): string {
  const [names, id] = describeParty(party, 'identifier not looked up: no answer from a server');
  const fields = formatFields([
    ['  party', names],
    ['', id],
    ...describeContent(record, statement, answered).map(([label, text]) => [`  ${label}`, text] as const),
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
