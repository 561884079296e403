import type { Command } from 'commander';
import type { Api } from '../../../client/http/api.ts';
import { type BulkResult, registerLines } from '../../../jobs/register/register-lines.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatDraft, type SignedDraft, submissionOf } from '../../../jobs/register/draft.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { replaceFile } from '../../terminal/files.ts';
import { formatCount, plainText } from '../../output/text-format.ts';
import { describeParty } from '../../output/party-text.ts';
import { titleOf } from '../../output/record-text.ts';
import { SEALED_TIME } from '../../output/sealed-time.ts';
import { formatFields } from '../../output/wrap-text.ts';
import { fetchParty, type NamedParty, openPartyNames } from '../../../client/http/fetch-party.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { Receipt } from '../../../client/generated/openapi.ts';
import {
  acceptReceipt,
  type Registered as RegisteredRecord,
  registerSubmission,
} from '../../../jobs/register/register-submission.ts';
import { describeRetry, REFUSED } from './refusal.ts';
import { type BulkOptions, registerBulk } from './register-bulk.ts';
import { addServerOption, findApi, findServerUrl } from '../../options/server-options.ts';

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

function registerAny(context: CommandContext, files: string[], options: RegisterOptions): Promise<void> {
  if (options.bulk !== undefined) {
    if (files.length === 0) return registerBulk(context, options.bulk, options);
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
  return more.length === 0 ? registerOne(context, first, options) : registerFiles(context, files, options);
}

/** Sends the record in a file, and keeps the receipt there. @throws UsageError, BadInput, ApiError */
export async function registerOne({ terminal }: Ask, file: string, options: RegisterOptions): Promise<void> {
  const draft = await readSigned({ terminal }, file);
  const api = await findApi(terminal, options);
  printProgress(terminal, options.json, `[1/1] ${file}`);
  const result = await registerDraft({ terminal }, api, { file, draft, options });
  await keepReceipt(terminal, { file, draft }, result);
  printResult(terminal, options.json, [result], describe(result));
}

/** A file whose record was sent. */
interface Sent {
  readonly file: string;
  readonly draft: SignedDraft;
}

/** Sends the records of several files on one connection. If one is refused, it continues with the others. */
async function registerFiles(
  { terminal }: CommandContext,
  files: readonly string[],
  options: RegisterOptions,
): Promise<void> {
  for (const file of files) await readSigned({ terminal }, file);
  const results: Registered[] = [];
  const api = await findApi(terminal, options);
  const nameParty = openPartyNames(api);
  const refusals: ApiError[] = [];
  const say = (text: string): void => printProgress(terminal, options.json, text);
  const onRetry = (error: ApiError, pause: number): void => say(describeRetry(error, pause));
  await registerLines<Sent>(
    await findServerUrl(terminal, options),
    { read: (count) => readSubmissions(terminal, files.slice(count), options) },
    {
      onResult: async (sent, result) => {
        say(`[${results.length + refusals.length + 1}/${files.length}] ${sent.file}`);
        if ('error' in result) return void refusals.push(explainRefusal(sent.file, result.error));
        const accepted = await acceptReceipt(api, sent.draft, result, onRetry).catch(ownRefusal);
        if (accepted instanceof ApiError) return void refusals.push(explainRefusal(sent.file, accepted));
        const registered = describeRegistered(sent, await nameParty(sent.draft.record.party), accepted);
        await keepReceipt(terminal, sent, registered);
        results.push(registered);
      },
      onRetry,
    },
  );
  if (results.length > 0 || refusals.length === 0)
    printResult(terminal, options.json, results, results.map(describe).join('\n\n'));
  throwRefusals(refusals, files.length);
}

async function* readSubmissions(
  terminal: Terminal,
  files: readonly string[],
  options: RegisterOptions,
): AsyncGenerator<{ item: Sent; text: string }> {
  for (const file of files) {
    const draft = await readSigned({ terminal }, file);
    yield { item: { file, draft }, text: JSON.stringify(submissionOf(draft, options.entries)) };
  }
}

function describeRegistered(
  { file, draft }: Sent,
  party: NamedParty,
  { id, state, created, receipt, signer }: RegisteredRecord,
): Registered {
  const title = titleOf(draft.statement);
  return { file, id, title, party, state, repeated: !created, receipt, receiptSigner: signer };
}

async function keepReceipt(
  terminal: Terminal,
  { file, draft }: Sent,
  { receipt }: Registered,
): Promise<void> {
  await replaceFile(terminal, file, formatDraft({ ...draft, receipt }));
}

/** Returns the error of a record that the ledger has with another signature; the other records are registered. */
function ownRefusal(error: unknown): ApiError {
  if (error instanceof ApiError && error.code === 'other-signature') return error;
  throw error;
}

function explainRefusal(
  file: string,
  error: Pick<Extract<BulkResult, { error: unknown }>['error'], 'code' | 'message' | 'details'>,
): ApiError {
  const refusal = new ApiError(REFUSED, error.code, error.message, error.details);
  const explained = explainConflict(refusal, file);
  return explained === refusal
    ? new ApiError(REFUSED, error.code, `${file}: ${error.message}`, error.details)
    : explained;
}

function throwRefusals(refusals: readonly ApiError[], count: number): void {
  const [first, ...more] = refusals;
  if (first === undefined) return;
  if (more.length === 0) throw first;
  const message = `${refusals.length} of ${formatCount(count, 'record')} were refused, the first: ${first.message}`;
  throw new ApiError(first.status, first.code, message, first.details, first);
}

type Ask = Pick<CommandContext, 'terminal'>;

async function readSigned({ terminal }: Ask, file: string): Promise<SignedDraft> {
  const draft = await readDraft(terminal, file);
  const { signature } = draft;
  if (signature !== null) return { ...draft, signature };
  throw new UsageError(
    'not-signed',
    `${file} is not signed: sign it with ledger record sign ${file} --key <key file>`,
  );
}

interface Registration {
  readonly file: string;
  readonly draft: SignedDraft;
  readonly options: RegisterOptions;
}

async function registerDraft(
  { terminal }: Ask,
  api: Api,
  { file, draft, options }: Registration,
): Promise<Registered> {
  const registered = await registerSubmission(api, submissionOf(draft, options.entries), (error, pause) =>
    printProgress(terminal, options.json, describeRetry(error, pause)),
  ).catch((error: unknown) => {
    throw error instanceof ApiError ? explainConflict(error, file) : error;
  });
  return describeRegistered({ file, draft }, await fetchParty(api, draft.record.party), registered);
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
