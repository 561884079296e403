import type { Command } from 'commander';
import { fuseDatasets, FUSION_RULE, type Fusion } from '../../../engine/datasets/fuse.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { DATASET_FORMS, type DatasetInput, readDataset } from '../../inputs/dataset-inputs.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { writeNewFile } from '../../terminal/files.ts';
import { formatCount, formatTable, plainText } from '../../output/text-format.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';

type FuseOptions = CommonOptions & ReaderOptions & { readonly prefer?: string[]; readonly output: string };

const HELP = `
${DATASET_FORMS}

The rule: ${FUSION_RULE}.
Two rows are compared if they have the same key, or the same type, subject, place, valid time
and basis. The entry "source" of a dataset names its provider. The fused version has an entry
"fusion" with both sources and every conflict. The order of the arguments changes nothing. To
register the fused version, fuse records: it names its sources by their record ids.

Exit codes: 0 done, 2 the rule does not settle a conflict: name the providers in order with
--prefer.

Examples:
  ledger dataset fuse a.ndjson b.ndjson --prefer "Ministry of Ecology" -o fused.ndjson
  ledger dataset fuse 0x… b.ndjson --prefer A --prefer B -o fused.ndjson --json`;

/** Adds `dataset fuse <dataset> <dataset...>`. */
export function addDatasetFuseCommand(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('fuse')
    .description('fuse several datasets into one version and list every conflict')
    .argument('<dataset>', 'file or record id')
    .argument('<others...>', 'files or record ids')
    .option(
      '--prefer <provider>',
      'provider that wins a tie; repeat for the next one',
      (name, before: string[] | undefined) => [...(before ?? []), name],
    )
    .requiredOption('-o, --output <file>', 'dataset file to write, .ndjson');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((first: string, others: string[], options: FuseOptions) =>
      fuse(context, [first, ...others], options),
    );
}

async function fuse(
  { terminal }: CommandContext,
  names: readonly string[],
  options: FuseOptions,
): Promise<void> {
  const inputs = await Promise.all(names.map((name) => readDataset(terminal, name, options)));
  const twice = inputs.find(({ record }, at) => inputs.findIndex((other) => other.record === record) < at);
  if (twice !== undefined)
    throw new UsageError('option', `${twice.name} is given twice (${twice.record}): name each dataset once`);
  const named = inputs.map((input) => ({ ...input, provider: providerOf(input) }));
  const fusion = fuseDatasets(named, options.prefer ?? []);
  refuseTies(fusion);
  const lines = fusion.entries.map(({ key, value, unit, from, until, detail }) =>
    JSON.stringify({ key, value, unit, from, until, detail }),
  );
  await writeNewFile(terminal, options.output, `${lines.join('\n')}\n`, 'secret');
  const { conflicts } = fusion;
  const value = { output: options.output, entries: fusion.entries.length, rule: FUSION_RULE, conflicts };
  printResult(terminal, options.json, value, describe(fusion, inputs, options.output));
}

function providerOf({ entries }: DatasetInput): string {
  const source = entries.find(({ detail }) => detail?.['row'] === 'source');
  const provider = source?.detail?.['provider'];
  return typeof provider === 'string' ? provider : '';
}

function refuseTies({ ties }: Fusion): void {
  if (ties.length === 0) return;
  const keys = ties.map(({ key }) => key).join(', ');
  throw new UsageError(
    'option',
    `providers disagree about these keys. Rank the providers with --prefer, the best one first. Keys: ${keys}`,
  );
}

function describe({ conflicts, entries }: Fusion, inputs: readonly DatasetInput[], output: string): string {
  const nameOf = (record: string): string => inputs.find((input) => input.record === record)?.name ?? record;
  const rows = conflicts.map(({ key, taken, passed, why }) =>
    [key, `from ${nameOf(taken)}, not from ${nameOf(passed)}`, why].map(plainText),
  );
  const counts = `${formatCount(entries.length, 'entry', 'entries')}, ${formatCount(conflicts.length, 'conflict')}, written to ${output}`;
  return rows.length === 0 ? counts : `${formatTable(rows)}\n${counts}`;
}
