import type { Command } from 'commander';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { signerOfKey } from '../../../client/keys/signer.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { quoteText } from '../../../core/outside-text.ts';
import { type Draft, formatDraft, idOfDraft, signDraftBy } from '../../../jobs/register/draft.ts';
import { type LinesSummary, signLines, summariseLines } from '../../../jobs/register/sign-lines.ts';
import type { KeyState } from '../../../jobs/register/signing-checks.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { openKey } from '../../options/key-file.ts';
import { findPartyName, findRecordName } from '../../options/looked-up-names.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';
import { addServerOption, type ServerOptions } from '../../options/server-options.ts';
import { describeParty } from '../../output/party-text.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { describeContent } from '../../output/record-text.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { formatFields, listKeys } from '../../output/wrap-text.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { keepOld, openRewritten, replaceFile, streamBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { describeKeyState, refuseRegistered, requireKey } from './signing-checks.ts';

interface SignOptions extends SignTarget {
  readonly bulk?: string;
}

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

function signAny(
  { terminal }: CommandContext,
  file: string | undefined,
  options: SignOptions,
): Promise<void> {
  const { bulk } = options;
  if ((file === undefined) === (bulk === undefined))
    throw new UsageError('option', 'name one record file, or a file of record files with --bulk');
  return bulk === undefined ? signRecord(terminal, file!, options) : signBulk(terminal, bulk, options);
}

async function signBulk(terminal: Terminal, file: string, options: SignOptions): Promise<void> {
  const summary = await summariseLines(streamBytes(terminal, file), file);
  printProgress(terminal, options.json, describeLines(summary));
  const key = await openKey(terminal, options.key, options);
  const state = await checkKeyOfAll(terminal, key.address, summary.signing, options);
  const other = summary.signers.find(({ signer }) => signer !== key.address);
  if (other !== undefined && options.force !== true)
    throw new UsageError(
      'registered-already',
      `line ${other.line} of ${file} is signed by ${other.signer}, and may be registered. --force signs it again, and keeps the file as it is now as ${file}.old`,
    );
  const old = other === undefined ? null : await keepOld(terminal, file);
  const signed = signLines(streamBytes(terminal, file), file, signerOfKey(key));
  await (await openRewritten(terminal, file, signed)).close();
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
    const state = await requireKey(terminal, address, each, options);
    if (found.keyState === 'valid') found = state;
  }
  return found;
}

/** What `record sign` and `dataset register` know before they sign. */
export interface SignTarget extends CommonOptions, PasswordOptions, ServerOptions {
  readonly key: string;
  readonly force?: boolean;
}

/** A record file that was signed. */
interface SignedFile extends KeyState {
  readonly id: Hex;
  readonly signer: string;
  readonly signature: Hex;
  /** The name of the file as it was, with its signature and any receipt. */
  readonly old: string | null;
}

/** Shows the record in a file, and signs it. @throws UsageError, BadInput, KeyFileError */
export async function signFile(terminal: Terminal, file: string, options: SignTarget): Promise<SignedFile> {
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
  const state = await requireKey(terminal, key.address, { domain, party: record.party }, options);
  const signed = await signDraftBy(draft, signerOfKey(key));
  const { signature } = signed;
  const isOther = draft.signature !== null && draft.signature !== signature;
  const old = isOther && options.force === true ? await keepOld(terminal, file) : null;
  await replaceFile(terminal, file, formatDraft(signed));
  return { id: idOfDraft(signed), signer: key.address, signature, ...state, old };
}

async function signRecord(terminal: Terminal, file: string, options: SignTarget): Promise<void> {
  const signed = await signFile(terminal, file, options);
  const { id, signer, old } = signed;
  const lines = [`signed by ${signer}`, ...describeKeyState(signed), ...describeOld(old), `record    ${id}`];
  lines.push(`next: ledger record register ${file}`);
  printResult(terminal, options.json, signed, lines.join('\n'));
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

const MOST_TITLES = 10;

/** Returns what a person should read before signing many records. */
function describeLines({ count, entries, kinds, titles, signing }: LinesSummary): string {
  const parties = new Set(signing.map(({ party }) => party));
  const ledgers = new Set(signing.map(({ domain }) => `${domain.ledger} on chain ${domain.chainId}`));
  const fields = formatFields([
    ['  records', [...kinds].map(([kind, number]) => `${number} ${kind}`).join(', ')],
    ['  titles', listKeys(titles.map(quoteText))],
    ['  entries', String(entries)],
    ...[...parties].slice(0, MOST_TITLES).map((party, at) => [at === 0 ? '  party' : '', party] as const),
    ...[...ledgers].map((ledger, at) => [at === 0 ? '  ledger' : '', ledger] as const),
  ]);
  return `Signing ${count} records:\n${fields}`;
}
