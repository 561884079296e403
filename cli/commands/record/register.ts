import type { Command } from 'commander';
import type { Receipt } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { fetchParty, type NamedParty, openPartyNames } from '../../../client/http/fetch-party.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { OnRetry } from '../../../jobs/ports.ts';
import { formatDraft, type SignedDraft, submissionOf } from '../../../jobs/register/draft.ts';
import { registerDraft } from '../../../jobs/register/register-draft.ts';
import type {
  BoundSubmission,
  Registered as RegisteredRecord,
} from '../../../jobs/register/register-submission.ts';
import { registerSubmissions } from '../../../jobs/register/register-submissions.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { addServerOption, findApi, type ServerOptions } from '../../options/server-options.ts';
import { describeParty } from '../../output/party-text.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { titleOf } from '../../output/record-text.ts';
import { SEALED_TIME } from '../../output/sealed-time.ts';
import { formatCount, plainText } from '../../output/text-format.ts';
import { formatFields } from '../../output/wrap-text.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { replaceFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { describeRetry, REFUSED } from './refusal.ts';
import { type BulkOptions, registerBulk } from './register-bulk.ts';

interface RegisterOptions extends BulkOptions {
  readonly bulk?: string;
}

/** What was registered. */
interface Registered {
  readonly file: string;
  readonly id: string;
  readonly state: string;
  readonly title: string;
  readonly party: NamedParty;
  readonly repeated: boolean;
  readonly receipt: Receipt;
  /** The address that signed the receipt; only the registry says whether it is a key of the operator. */
  readonly receiptSigner: string;
}

const HELP = `
Sends each record with its entries and keeps the signed receipt in the record file. Entries
are private unless the record was built with --public. With --no-entries the ledger gets
hashes only. It is safe to repeat the command: the ledger accepts a record once, and answers
with the same receipt when it is sent again.

With --bulk, a file of any length is sent. A line is a signed record file without line breaks
(jq -c . *.record.json > year.ndjson), or a submission: {"record", "statement", "signature",
"entries"?, "public"?, "domain"?}. The secret of a record file is never sent. The result of
each line is in FILE.results.ndjson; record files get no receipt. After an interruption, or after you corrected lines, run the same command
again: it skips records that have a receipt there and sends all other lines.

Examples:
  ledger record register activity.record.json
  ledger record register grid.record.json activity.record.json --url https://ledger.example.org
  ledger record register activity.record.json --no-entries --json
  ledger record register --bulk year.ndjson`;

/** Adds `record register`. */
export function addRecordRegisterCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('register')
    .description('send signed records to the ledger and keep the receipts')
    .argument('[file...]', 'signed record files, sources before their dependents');
  addServerOption(command)
    .option('--no-entries', 'send hashes only, without the entries')
    .option('--bulk <file>', 'send a file with one submission per line')
    .option('--results <file>', 'file for the results of --bulk (else FILE.results.ndjson)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((files: string[], options: RegisterOptions) => registerAny(context, files, options));
}

function registerAny({ terminal }: CommandContext, files: string[], options: RegisterOptions): Promise<void> {
  if (options.bulk !== undefined) {
    if (files.length === 0) return registerBulk(terminal, options.bulk, options);
    throw new UsageError(
      'option',
      `--bulk ${options.bulk} cannot be combined with record files: register them separately`,
    );
  }
  const [first, ...more] = files;
  if (first === undefined)
    throw new UsageError(
      'option',
      'nothing to register: name record files, or a file of submissions with --bulk',
    );
  return more.length === 0 ? registerOne(terminal, first, options) : registerFiles(terminal, files, options);
}

/** What `record register` and `dataset register` send. */
export interface SendOptions extends CommonOptions, ServerOptions {
  /** Whether entries are sent. */
  readonly entries: boolean;
}

/** Sends the record in a file, and keeps the receipt there. @throws UsageError, BadInput, ApiError */
export async function registerOne(terminal: Terminal, file: string, options: SendOptions): Promise<void> {
  const draft = await readSigned(terminal, file);
  const api = await findApi(terminal, options);
  printProgress(terminal, options.json, `[1/1] ${file}`);
  const onRetry = sayRetry(terminal, options);
  const { signed, registered } = await registerDraft(
    { draft, withEntries: options.entries },
    { api, onRetry },
  ).catch((error: unknown) => {
    throw error instanceof ApiError ? explainConflict(error, file) : error;
  });
  const result = describeRegistered(file, signed, await fetchParty(api, draft.record.party), registered);
  await replaceFile(terminal, file, formatDraft(signed));
  printResult(terminal, options.json, [result], describe(result));
}

function sayRetry(terminal: Terminal, { json }: CommonOptions): OnRetry {
  return (error, pause) => printProgress(terminal, json, describeRetry(error, pause));
}

/** A record file and what of it is sent. */
type FileSubmission = BoundSubmission & { readonly file: string; readonly draft: SignedDraft };

/** Sends the records of several files on one connection. If one is refused, it continues with the others. */
async function registerFiles(
  terminal: Terminal,
  files: readonly string[],
  options: SendOptions,
): Promise<void> {
  for (const file of files) await readSigned(terminal, file);
  const results: Registered[] = [];
  const api = await findApi(terminal, options);
  const nameParty = openPartyNames(api);
  const refusals: ApiError[] = [];
  const submissions = readSubmissions(terminal, files, options);
  for await (const result of registerSubmissions(api, submissions, sayRetry(terminal, options))) {
    const { file, draft } = result.submission;
    const done = results.length + refusals.length + 1;
    printProgress(terminal, options.json, `[${done}/${files.length}] ${file}`);
    if (result.error !== undefined) {
      refusals.push(explainRefusal(file, result.error));
      continue;
    }
    const registered = describeRegistered(file, draft, await nameParty(draft.record.party), result);
    await replaceFile(terminal, file, formatDraft({ ...draft, receipt: result.receipt }));
    results.push(registered);
  }
  if (results.length > 0 || refusals.length === 0)
    printResult(terminal, options.json, results, results.map(describe).join('\n\n'));
  throwRefusals(refusals, files.length);
}

async function* readSubmissions(
  terminal: Terminal,
  files: readonly string[],
  { entries }: SendOptions,
): AsyncGenerator<FileSubmission> {
  for (const file of files) {
    const draft = await readSigned(terminal, file);
    yield { ...submissionOf(draft, entries), file, draft };
  }
}

function describeRegistered(
  file: string,
  draft: SignedDraft,
  party: NamedParty,
  { id, state, created, receipt, signer }: RegisteredRecord,
): Registered {
  const title = titleOf(draft.statement);
  return { file, id, title, party, state, repeated: !created, receipt, receiptSigner: signer };
}

function explainRefusal(
  file: string,
  { code, message, details }: Pick<ApiError, 'code' | 'message' | 'details'>,
): ApiError {
  const refusal = new ApiError(REFUSED, code, message, details);
  const explained = explainConflict(refusal, file);
  return explained === refusal ? new ApiError(REFUSED, code, `${file}: ${message}`, details) : explained;
}

function throwRefusals(refusals: readonly ApiError[], count: number): void {
  const [first, ...more] = refusals;
  if (first === undefined) return;
  if (more.length === 0) throw first;
  const message = `${refusals.length} of ${formatCount(count, 'record')} were refused, the first: ${first.message}`;
  throw new ApiError(first.status, first.code, message, first.details, first);
}

async function readSigned(terminal: Terminal, file: string): Promise<SignedDraft> {
  const draft = await readDraft(terminal, file);
  const { signature } = draft;
  if (signature !== null) return { ...draft, signature };
  throw new UsageError(
    'not-signed',
    `${file} is not signed: sign it with ledger record sign ${file} --key <key file>`,
  );
}

function explainConflict(error: ApiError, file: string): ApiError {
  if (error.code !== 'stream-conflict') return error;
  const message = `${file}: ${error.message}. Build this record again (ledger record build): it then follows the newest one`;
  return new ApiError(error.status, error.code, message, error.details, error);
}

function describe({ id, title, party, state, repeated, receipt, receiptSigner }: Registered): string {
  const [names, partyId] = describeParty(party, 'identifier not looked up: no answer from the server');
  const accepted = formatTime(receipt.acceptedAt);
  return [
    `${repeated ? 'Accepted before' : 'Accepted'}: ${title === '' ? 'untitled' : quoteText(title)}`,
    formatFields([
      ['  record', id],
      ['  party', names],
      ['', partyId],
      ['  state', plainText(state)],
      ['  accepted', `${accepted}, by the clock of the server; ${SEALED_TIME}`],
      ['  receipt', `anchored by ${formatTime(receipt.anchorBy)}, signed by ${receiptSigner}`],
    ]),
  ].join('\n');
}
