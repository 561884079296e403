import { setTimeout as delay } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { type Bundle, type BundleRecord, parseBundle } from '../../core/proofs/bundle.ts';
import { readDerivation } from '../../core/records/derivation.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Api } from '../../client/http/api.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printProgress, printResult } from '../output/print.ts';
import { resolveRecordId } from '../options/id-arguments.ts';
import { parseNumber } from '../options/domain-options.ts';
import { writeNewFile } from '../terminal/files.ts';
import { formatCount, plainText } from '../output/text-format.ts';
import { wrapLine } from '../output/wrap-text.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { retryRequest } from '../../client/http/retry-request.ts';
import { fetchRecord } from '../../client/http/fetch-records.ts';

type WaitState = 'anchored' | 'final';

interface ProofOptions extends CommonOptions, ReaderOptions {
  readonly entries?: string;
  readonly absent?: string;
  readonly depth?: string;
  readonly reperformable?: boolean;
  readonly output?: string;
  readonly wait?: WaitState | true;
  readonly timeout: string;
}

const POLL_MS = 500;
const ATTEMPTS = 5;

const HELP = `
The proof file and any node of the chain are all that a stranger needs to check the record.
It holds the record, its proofs and its sources.

By default it shows all entries that you may read. With --entries it shows only those named,
each proven without the others. With --absent it proves that an entry does not exist.
Private entries need --key.

With --reperformable it also shows what "ledger reperform" needs: the run of the result, and
those rows of each source that the run used. Private rows must be yours or granted to you.

Examples:
  ledger proof 0x… -o inventory.carbon-proof.json --wait
  ledger proof 0x… --entries scope1/total --key company.key.json -o one-figure.carbon-proof.json
  ledger proof 0x… --reperformable --key company.key.json -o for-the-auditor.carbon-proof.json
  ledger proof 0x… --entries none --absent scope3/travel -o absence.carbon-proof.json`;

/** Adds `proof <id>`. */
export function addProofCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('proof')
    .description('fetch the proof file of a record')
    .argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--entries <keys>', 'keys of the entries to show, separated by commas; or all; or none')
    .option('--absent <keys>', 'keys to prove absent, separated by commas')
    .option('--depth <number>', 'how many levels of sources to include (else as many as needed)')
    .option('--reperformable', 'also show the run and its rows, so that anyone can compute the figures again')
    .option(
      '-o, --output <file>',
      'new file to write (else the first 12 digits of the id and .carbon-proof.json)',
    )
    .addOption(
      new Option('--wait [state]', 'wait until the record is final (default) or anchored').choices([
        'anchored',
        'final',
      ]),
    )
    .option('--timeout <seconds>', 'longest time to wait', '900')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((id: string, options: ProofOptions) => fetchProof(context, id, options));
}

async function fetchProof({ terminal }: CommandContext, text: string, options: ProofOptions): Promise<void> {
  const seconds = parseNumber(options.timeout, '--timeout');
  const api = await openReaderApi(terminal, options);
  const id = await resolveRecordId(api, text);
  if (options.wait !== undefined) {
    const report = (state: string): void => printProgress(terminal, options.json, `${plainText(state)} …`);
    await waitForState(api, id, options.wait === true ? 'final' : options.wait, {
      until: terminal.now() + 1000 * seconds,
      now: terminal.now,
      report,
    });
  }
  const bytes = await retryRequest(
    ATTEMPTS,
    () => api.getBytes(`/v1/records/${id}/bundle${formatQuery(options)}`),
    (error, pause) =>
      printProgress(
        terminal,
        options.json,
        `${error.message.replace(/\.$/, '')}; trying again in ${pause / 1000} s`,
      ),
  );
  const bundle = readAnswer(api, id, bytes);
  const file = options.output ?? `${id.slice(2, 14)}.carbon-proof.json`;
  await writeNewFile(terminal, file, bytes);
  const { shown, absent } = bundle.records[0]!.entries;
  const result = {
    id,
    file,
    records: bundle.records.length,
    shown: shown.map(({ key }) => key),
    absent: absent.map(({ key }) => key),
    rows: bundle.records.slice(1).flatMap(({ id: record, entries }) => {
      const keys = entries.shown.map(({ key }) => key);
      return keys.length === 0 ? [] : [{ record, keys }];
    }),
  };
  printResult(terminal, options.json, result, describe(bundle, file));
}

function describeCause(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function formatQuery({ entries, absent, depth, reperformable }: ProofOptions): string {
  const query = new URLSearchParams();
  if (entries !== undefined) query.set('entries', entries);
  if (absent !== undefined) query.set('absent', absent);
  if (depth !== undefined) query.set('depth', depth);
  if (reperformable === true) query.set('reperformable', 'true');
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function readAnswer(api: Api, id: Hex, bytes: Uint8Array): Bundle {
  let bundle: Bundle;
  try {
    bundle = parseBundle(bytes);
  } catch (cause) {
    throw new ApiError(
      200,
      'server-answer',
      `${api.url} sent an invalid proof file: ${describeCause(cause)}`,
      null,
      cause,
    );
  }
  if (bundle.records[0]?.id === id) return bundle;
  throw new ApiError(
    200,
    'server-answer',
    `${api.url} sent the proof file of record ${bundle.records[0]?.id}, expected ${id}`,
  );
}

interface Waiting {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly now: () => number;
  readonly report: (state: string) => void;
}

const REACHED: Readonly<Record<WaitState, readonly string[]>> = {
  anchored: ['anchored', 'final'],
  final: ['final'],
};

/** Waits until the server reports that a record reached a state. @throws ApiError `record-rejected`, `wait-timeout` */
async function waitForState(
  api: Api,
  id: Hex,
  wanted: WaitState,
  { until, now, report }: Waiting,
): Promise<void> {
  for (let last = ''; ;) {
    const { state, rejected } = await retryRequest(
      ATTEMPTS,
      () => fetchRecord(api, id),
      (error) => report(error.message),
    );
    if (REACHED[wanted].includes(state)) return;
    if (state === 'rejected') {
      throw new ApiError(
        409,
        'record-rejected',
        `the record was rejected: ${rejected?.message ?? 'no reason given'}`,
        rejected ?? null,
      );
    }
    if (now() >= until)
      throw new ApiError(
        0,
        'wait-timeout',
        `the record is ${state}, not yet ${wanted}: run the same command again later`,
      );
    if (state !== last) report(state);
    last = state;
    await delay(POLL_MS);
  }
}

function describe({ records }: Bundle, file: string): string {
  const [{ entries, inclusion, anchor }, ...others] = records as [BundleRecord, ...BundleRecord[]];
  const rows = others.reduce((count, other) => count + other.entries.shown.length, 0);
  const inputs = entries.shown.flatMap(({ detail }) => readDerivation(detail)?.operands ?? []).length;
  return [
    `written to ${file}`,
    `  records   ${records.length}`,
    `  entries   ${entries.shown.length} shown, ${entries.absent.length} proven absent`,
    ...(rows === 0
      ? []
      : [
          `  sources   ${formatCount(rows, 'entry', 'entries')} shown, so that the figures can be computed again`,
        ]),
    ...(inputs === 0 || rows > 0
      ? []
      : [
          wrapLine(
            `  inputs    ${formatCount(inputs, 'value')} that the shown figures were computed from can be read in their details; a disclosure that cites a figure shows none of them`,
            12,
          ),
        ]),
    `  anchored  ${formatTime(anchor.anchoredAt)}, batch ${inclusion.header.number}`,
    `next: ledger verify ${file}${rows === 0 ? '' : `, ledger reperform ${file}`}`,
  ].join('\n');
}
