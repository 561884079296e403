import { setImmediate } from 'node:timers/promises';
import type { Command } from 'commander';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { addRowsOption, readRowFiles, ROW_FILES, type RowFileOptions } from '../options/row-files.ts';
import { fetchGivenRows, findRecordId, SHORT_ID } from '../../client/http/fetch-records.ts';
import { verifyReperformance } from '../../core/verify/reperformance.ts';
import type { Finding } from '../../core/verify/result.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { showDifference } from '../output/difference-text.ts';
import { printResult } from '../output/print.ts';
import { readInput } from '../inputs/server-input.ts';
import { openReleasedEngine, readEngineDigests } from '../../client/policies/released-engines.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import { plainText } from '../output/text-format.ts';
import { wrapLine } from '../output/wrap-text.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

const HELP = `
Computes every figure of the results in a proof file again and compares it to the last digit.
It uses the rows that the file shows, and the released engine that the run names. It does not
check signatures, anchors or rows that the run left out: "ledger verify" does, with a policy
that names the engine. For a file it contacts no server. For a record id it first fetches the
proof file from the server (private rows need --key), and the rows that do not fit in it.

${ROW_FILES}

Exit codes: 0 the same to the last digit, 1 not the same, 2 unreadable file, 3 could not be
computed again: the code says why.

Examples:
  ledger reperform inventory.carbon-proof.json
  ledger reperform inventory.carbon-proof.json --rows activity.rows.ndjson
  ledger reperform 0x… --key company.key.json --json`;

type ReperformOptions = CommonOptions & ReaderOptions & RowFileOptions;

/** Adds `reperform <result>`. */
export function addReperformCommand(program: Command, { terminal, endWith }: CommandContext): void {
  const command = program
    .command('reperform')
    .description('compute the figures of a result again from its inputs')
    .argument(
      '<result>',
      'proof file with the result, its run and its inputs; - for standard input; or record id',
    );
  addRowsOption(addReaderOptions(command))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, options: ReperformOptions) => {
      const { bundle, fetched } = await readProof(terminal, name, options);
      const rows = [...fetched, ...(await readRowFiles(terminal, options, bundle.records))];
      const engines = await readEngineDigests();
      const asked = { bundle, engines, openEngine: openReleasedEngine, rows };
      const { finding } = await verifyReperformance(asked);
      const { result, code, basis, expected, actual } = finding;
      printResult(terminal, options.json, { result, code, basis, expected, actual }, formatFinding(finding));
      if (result === 'fail') endWith('refused');
      if (result === 'skipped') endWith('unchecked');
    });
}

/** A proof file, and the rows of its records that were fetched because it cannot hold them. */
interface Proof {
  readonly bundle: Bundle;
  readonly fetched: readonly GivenRows[];
}

/** Reads a proof file; for a record id, fetches the one that the server makes with the run and its rows. */
async function readProof(terminal: Terminal, name: string, options: ReperformOptions): Promise<Proof> {
  if (!SHORT_ID.test(name)) {
    const bytes = await readBytes(terminal, name);
    return { bundle: readNaming(name, () => parseBundle(bytes)), fetched: [] };
  }
  return readInput(async () => {
    const api = await openReaderApi(terminal, options);
    const id = await findRecordId(api, name);
    const fetchBundle = async (query: string): Promise<Bundle> =>
      parseBundle(await api.getBytes(`/v1/records/${id}/bundle?${query}`));
    if (options.rows !== undefined) return { bundle: await fetchBundle('entries=all'), fetched: [] };
    try {
      return { bundle: await fetchBundle('reperformable=true'), fetched: [] };
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'bundle-limit') throw error;
      const bundle = await fetchBundle('entries=all');
      if (bundle.records[0]!.record.kind !== KINDS.result) throw error;
      return { bundle, fetched: await fetchRows(api, bundle) };
    }
  });
}

/** Fetches all entries of the records that the runs of a proof file name. */
async function fetchRows(api: Api, { records }: Bundle): Promise<GivenRows[]> {
  const runs = records.map(({ entries }) => runSchema.safeParse(findRunEntry(entries.shown)?.detail));
  const inputs = new Set(runs.flatMap(({ data }) => data?.inputs ?? []).map(({ record }) => record));
  const given: GivenRows[] = [];
  for (const id of inputs) {
    given.push(await fetchGivenRows(api, id));
    // Hashing takes long. If the server has closed the connection meanwhile, the next request must not use it.
    for (let turn = 0; turn < 2; turn++) await setImmediate();
  }
  return given;
}

function formatFinding(finding: Finding): string {
  const { result, code, basis } = finding;
  if (result === 'pass') return wrapLine(`✓ ${plainText(basis)}`, 2);
  if (result === 'skipped') return wrapLine(`– ${code}: ${plainText(basis)}`, 2);
  const { expected, actual } = showDifference(finding);
  return [
    wrapLine(`✗ ${code}: ${plainText(basis)}`, 2),
    ...(expected === null ? [] : [wrapLine(`  expected ${expected}`, 11)]),
    ...(actual === null ? [] : [wrapLine(`  actual   ${actual}`, 11)]),
  ].join('\n');
}
