import type { Command } from 'commander';
import { z } from 'zod';
import { digestReceipt } from '../../core/receipt.ts';
import { hashSchema } from '../../core/schema.ts';
import { recoverAddress } from '../../core/signature.ts';
import type { Api } from '../api.ts';
import type { CommonOptions, Context } from '../context.ts';
import {
  type Draft,
  formatDraft,
  idOfDraft,
  readDraft,
  receiptSchema,
  type SignedReceipt,
} from '../draft.ts';
import { ApiError, UsageError } from '../errors.ts';
import { replaceFile } from '../files.ts';
import { formatTime, plainText, printProgress, printResult } from '../output.ts';
import { retryRequest } from '../retry.ts';
import { addServerOption, findApi, type ServerOptions } from '../server.ts';

interface RegisterOptions extends CommonOptions, ServerOptions {
  readonly entries: boolean;
}

/** What was registered. */
interface Registered {
  readonly file: string;
  readonly id: string;
  readonly state: string;
  readonly repeated: boolean;
  readonly receipt: SignedReceipt;
  /** Who signed the receipt; whether that is a key of the operator, the registry says. */
  readonly receiptSigner: string;
}

const ATTEMPTS = 8;
const answerSchema = z.object({ id: hashSchema, state: z.string(), receipt: receiptSchema });

const HELP = `
Sends each record with its entries, and keeps the signed receipt in its file. Entries are private unless the record was
built with --public; with --no-entries the ledger gets hashes only. Safe to repeat: the same record is taken once, and a
run that was interrupted goes on where it stopped.

Examples:
  ledger record register activity.record.json
  ledger record register grid.record.json activity.record.json --url https://ledger.example.org
  ledger record register activity.record.json --no-entries --json`;

/** Adds `record register`. */
export function addRecordRegisterCommand(record: Command, context: Context): void {
  const command = record
    .command('register')
    .description('send signed records to the ledger and keep the receipts')
    .argument('<file...>', 'record files, signed, in the order in which they depend on each other');
  addServerOption(command)
    .option('--no-entries', 'send hashes only, and keep the entries')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((files: string[], options: RegisterOptions) => registerRecords(context, files, options));
}

async function registerRecords(
  { terminal }: Context,
  files: string[],
  options: RegisterOptions,
): Promise<void> {
  const drafts: { file: string; draft: Draft }[] = [];
  for (const file of files) drafts.push({ file, draft: await readSigned({ terminal }, file) });
  const api = await findApi(terminal, options);
  const results: Registered[] = [];
  for (const [at, { file, draft }] of drafts.entries()) {
    printProgress(terminal, options.json, `[${at + 1}/${files.length}] ${file}`);
    const result = await registerDraft({ terminal }, api, { file, draft, options });
    await replaceFile(terminal, file, formatDraft({ ...draft, receipt: result.receipt }));
    results.push(result);
  }
  printResult(terminal, options.json, results, results.map(describe).join('\n\n'));
}

type Ask = Pick<Context, 'terminal'>;

async function readSigned({ terminal }: Ask, file: string): Promise<Draft> {
  const draft = await readDraft(terminal, file);
  if (draft.signature !== null) return draft;
  throw new UsageError('not-signed', `${file} is not signed: ledger record sign ${file} --key <key file>`);
}

interface Registration {
  readonly file: string;
  readonly draft: Draft;
  readonly options: RegisterOptions;
}

async function registerDraft(
  { terminal }: Ask,
  api: Api,
  { file, draft, options }: Registration,
): Promise<Registered> {
  const { domain, record, statement, signature, entries } = draft;
  const body = {
    domain,
    record,
    statement,
    signature,
    ...(options.entries ? { entries, public: draft.public } : {}),
  };
  const { status, value } = await retryRequest(
    ATTEMPTS,
    () => api.post('/v1/records', body, answerSchema),
    (error, pause) =>
      printProgress(
        terminal,
        options.json,
        `  ${error.message.replace(/\.$/, '')}; again in ${pause / 1000} s`,
      ),
  ).catch((error: unknown) => {
    throw explainConflict(error, file);
  });
  const receiptSigner = checkReceipt(draft, value.receipt);
  return {
    file,
    id: value.id,
    state: value.state,
    repeated: status === 200,
    receipt: value.receipt,
    receiptSigner,
  };
}

/** Returns who signed a receipt, which must promise this very record. @throws ApiError `receipt`; BadInput `signature-…` */
function checkReceipt(draft: Draft, receipt: SignedReceipt): string {
  const id = idOfDraft(draft);
  if (receipt.record !== id) {
    throw new ApiError(
      200,
      'receipt',
      `the receipt is for ${receipt.record}, not for the record sent, ${id}`,
    );
  }
  return recoverAddress(digestReceipt(draft.domain, receipt), receipt.signature);
}

function explainConflict(error: unknown, file: string): unknown {
  if (!(error instanceof ApiError) || error.code !== 'stream-conflict') return error;
  const message = `${file}: ${error.message}. Another record took this place in the stream: build it again on the head`;
  return new ApiError(error.status, error.code, message, error.details, error);
}

function describe({ id, state, repeated, receipt, receiptSigner }: Registered): string {
  return [
    `${repeated ? 'known already' : 'accepted'}  ${id}`,
    `  state     ${plainText(state)}`,
    `  accepted  ${formatTime(receipt.acceptedAt)}`,
    `  promised  anchored by ${formatTime(receipt.anchorBy)}, signed by ${receiptSigner}`,
  ].join('\n');
}
