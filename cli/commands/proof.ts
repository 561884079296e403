import { Option, type Command } from 'commander';
import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { readDerivation } from '../../core/records/derivation.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { fetchProof, type WaitState, waitForState } from '../../client/http/fetch-proof.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printProgress, printResult } from '../output/print.ts';
import { addNormaliseCommand } from './normalise.ts';
import { addRefreshCommand } from './refresh.ts';
import { parseParty, resolveRecordId } from '../options/id-arguments.ts';
import { parseNumber } from '../options/domain-options.ts';
import { writeNewFile } from '../terminal/files.ts';
import { formatCount, plainText } from '../output/text-format.ts';
import { wrapLine } from '../output/wrap-text.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';

interface ProofOptions extends CommonOptions, ReaderOptions {
  readonly entries?: string;
  readonly absent?: string;
  readonly depth?: string;
  readonly reperformable?: boolean;
  readonly standing?: boolean;
  readonly judge?: readonly string[];
  readonly output?: string;
  readonly wait?: WaitState | true;
  readonly timeout: string;
}

const HELP = `
The proof file and any node of the chain are all that a stranger needs to check the record.
It holds the record, its proofs and its sources, newer versions, and the assurances and
decisions about it, withdrawn ones too.

By default it shows all entries that you may read. With --entries it shows only those named,
each proven without the others. With --absent it proves that an entry does not exist.
Private entries need --key.

With --reperformable it also shows what "ledger reperform" needs: the run of the result, and
those rows of each source that the run used. Private rows must be yours or granted to you.

Examples:
  ledger proof 0x… -o inventory.carbon-proof.json --wait
  ledger proof 0x… --entries scope1/total --key company.key.json -o one-figure.carbon-proof.json
  ledger proof 0x… --reperformable --key company.key.json -o for-the-auditor.carbon-proof.json
  ledger proof 0x… --entries none --absent scope3/travel --key company.key.json \\
    -o absence.carbon-proof.json`;

/** Adds `proof <id>`. */
export function addProofCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('proof')
    .description('fetch the proof file of a record, or renew or rewrite one')
    .enablePositionalOptions()
    .argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--entries <keys>', 'keys of the entries to show, separated by commas; or all; or none')
    .option('--absent <keys>', 'keys to prove absent, separated by commas')
    .option('--depth <number>', 'how many levels of sources to include (else as many as needed)')
    .option('--reperformable', 'also show the run and its rows, so that anyone can compute the figures again')
    .option('--standing', 'leave out withdrawn answers, which a policy/1 does not accept')
    .option(
      '--judge <party...>',
      'also show the newest answers of these parties, or prove that there are none',
    )
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
    .action((id: string, options: ProofOptions) => writeProof(context, id, options));
  addNormaliseCommand(command, context);
  addRefreshCommand(command, context);
}

async function writeProof({ terminal }: CommandContext, text: string, options: ProofOptions): Promise<void> {
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
  const { bytes, proof } = await fetchProof(api, id, queryOf(options), (error, pause) =>
    printProgress(
      terminal,
      options.json,
      `${error.message.replace(/\.$/, '')}; trying again in ${pause / 1000} s`,
    ),
  );
  const file = options.output ?? `${id.slice(2, 14)}.carbon-proof.json`;
  await writeNewFile(terminal, file, bytes);
  const { shown, absent } = proof.records[0]!.entries;
  const result = {
    id,
    file,
    records: proof.records.length,
    shown: shown.map(({ key }) => key),
    absent: absent.map(({ key }) => key),
    rows: proof.records.slice(1).flatMap(({ id: record, entries }) => {
      const keys = entries.shown.map(({ key }) => key);
      return keys.length === 0 ? [] : [{ record, keys }];
    }),
  };
  printResult(terminal, options.json, result, describe(proof, file, options.entries));
}

function queryOf(options: ProofOptions): Parameters<typeof fetchProof>[2] {
  const { entries, absent, depth, reperformable, standing, judge } = options;
  return {
    entries,
    absent,
    depth,
    reperformable: reperformable === true ? 'true' : undefined,
    standing: standing === true ? 'true' : undefined,
    judges: judge?.map(parseParty).join(','),
  };
}

function describe({ records }: Bundle, file: string, asked: string | undefined): string {
  const [{ record, entries, inclusion, anchor }, ...others] = records as [BundleRecord, ...BundleRecord[]];
  const rows = others.reduce((count, other) => count + other.entries.shown.length, 0);
  const isHidden = asked !== 'none' && record.entries !== ZERO_HASH && entries.shown.length === 0;
  const inputs = entries.shown.flatMap(({ detail }) => readDerivation(detail)?.operands ?? []).length;
  return [
    `written to ${file}`,
    `  records   ${records.length}`,
    `  entries   ${entries.shown.length} shown, ${entries.absent.length} proven absent`,
    ...(isHidden
      ? ['            the entries are private: --key with a key that may read them shows them']
      : []),
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
