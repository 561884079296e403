import type { Command } from 'commander';
import { isHex } from '../../../core/encoding/hex.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { type Draft, formatDraft, idOfDraft, signDraft } from '../../../jobs/register/draft.ts';
import { keepOld, replaceFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { formatLinesSummary, type LinesSummary, signLines, summariseLines } from './sign-bulk.ts';
import { openKey } from '../../options/key-file.ts';
import { describeParty } from '../../output/party-text.ts';
import { describeContent } from '../../output/record-text.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { formatFields } from '../../output/wrap-text.ts';
import { findPartyName, findRecordName } from '../../options/looked-up-names.ts';
import { addServerOption, type ServerOptions } from '../../options/server-options.ts';
import { checkKey, describeKeyState, type KeyState, refuseRegistered } from './signing-checks.ts';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';

type SignOptions = CommonOptions &
  PasswordOptions &
  ServerOptions & { readonly key: string; readonly bulk?: string; readonly force?: boolean };

const HELP = `
Computes every hash of the file again, shows what is signed, and writes the signature into the
file. With --bulk it first shows what the records have in common.

The server is asked for the keys of the party: another key is refused, and a key that was added
but is not valid yet is named with its time. Without an answer the key is not checked, and the
command says so. A file that is registered is refused; --force signs it again, and keeps the
file as it was, with its receipt, as FILE.old.

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
  addServerOption(addPasswordOption(command))
    .option('--force', 'sign again what is registered; FILE.old keeps the signature and receipt of before')
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
  const state = await checkKeyOfAll(terminal, key.address, summary.signing, options);
  const other = summary.signers.find(({ signer }) => signer !== key.address);
  if (other !== undefined && options.force !== true)
    throw new UsageError(
      'registered-already',
      `line ${other.line} of ${file} is signed by ${other.signer}, and may be registered. --force signs it again, and keeps the file as it is now as ${file}.old`,
    );
  const old = other === undefined ? null : await keepOld(terminal, file);
  await signLines(terminal, file, key.privateKey);
  const { count } = summary;
  printResult(
    terminal,
    options.json,
    { file, count, signer: key.address, ...state, old },
    [
      `${formatCount(count, 'record')} signed by ${key.address}`,
      ...describeKeyState(state),
      ...describeOld(old),
      `next: ledger record register --bulk ${file}`,
    ].join('\n'),
  );
}

/** Returns the state of a key for all who sign with it: the first one that is not valid. @throws UsageError `foreign-key` */
async function checkKeyOfAll(
  terminal: Terminal,
  address: string,
  signing: LinesSummary['signing'],
  options: ServerOptions,
): Promise<KeyState> {
  let found: KeyState = { keyState: 'valid', validFrom: null, unchecked: null };
  for (const each of signing) {
    const state = await checkKey(terminal, address, each, options);
    if (found.keyState === 'valid') found = state;
  }
  return found;
}

/** Signs the record in a file. @throws UsageError, BadInput, KeyFileError */
export async function signRecord(
  { terminal }: Pick<CommandContext, 'terminal'>,
  file: string,
  options: SignOptions,
): Promise<void> {
  const draft = await readDraft(terminal, file);
  if (options.force !== true) await refuseRegistered(terminal, file, draft, options);
  if (options.json !== true) {
    const party = await findPartyName(terminal, options, draft.record.party);
    const answers = draft.statement['answers'];
    const answered = isHex(answers, 32) ? await findRecordName(terminal, options, answers) : null;
    printProgress(terminal, options.json, describeDraft(draft, party, answered));
  }
  const key = await openKey(terminal, options.key, options);
  const { domain, record } = draft;
  const state = await checkKey(terminal, key.address, { domain, party: record.party }, options);
  const signed = signDraft(draft, key.privateKey);
  const isOther = draft.signature !== null && draft.signature !== signed.signature;
  const old = isOther && options.force === true ? await keepOld(terminal, file) : null;
  await replaceFile(terminal, file, formatDraft(signed));
  const id = idOfDraft(signed);
  printResult(
    terminal,
    options.json,
    { id, signer: key.address, signature: signed.signature, ...state, old },
    [
      `signed by ${key.address}`,
      ...describeKeyState(state),
      ...describeOld(old),
      `record    ${id}`,
      `next: ledger record register ${file}`,
    ].join('\n'),
  );
}

function describeOld(old: string | null): string[] {
  return old === null ? [] : [`the file as it was, with its signature and any receipt, is ${old}`];
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
