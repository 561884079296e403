import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { openTaskReads } from '../../../jobs/work/task-reads.ts';
import { computeUnits } from '../../../jobs/work/compute-units.ts';
import type { EngineRun } from '../../../jobs/engines/method-engine.ts';
import { engineFolder } from '../../engines/engine-folder.ts';
import { readWorkFile } from '../../inputs/work-file.ts';
import { parsePartyName } from '../../options/id-arguments.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../../options/reader-options.ts';
import { parseThreads } from '../../options/threads.ts';
import { openPoolPorts } from '../../options/work-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { writeNewFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { openUnitsInThreads } from '../../threads/open-units.ts';

type RunOptions = CommonOptions &
  ReaderOptions & {
    readonly out: string;
    readonly pool?: readonly string[];
    readonly party?: string;
    readonly threads?: string;
    readonly checkAll?: boolean;
  };

const HELP = `
Computes many runs, such as scenarios or the inventories of many sites, or computes registered
results again; here, or on pools with --pool. The file is JSON:
  {"runs": [{"name": "site-1", "method": "inventory@2", "parameters": {…}, "inputs": ["0x…"]}]}
  {"results": ["0x…"]}
Inputs are record ids. Each run is written to a new file <name>.json in the folder: its entries,
or the error with which the engine refuses it. A result that is computed again gives its finding.

Of what pools give, one run, which no pool knows, is computed here too. --check-all computes each
that two pools did not give.

Examples:
  ledger work run scenarios.json -o results --key company.key.json
  ledger work run results.json -o findings --key company.key.json \\
    --party lei:529900T8BM49AURSDO55 --pool urn:example.org:centre --json`;

/** Adds `work run`. */
export function addWorkRunCommand(work: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const command = work
    .command('run')
    .description('compute many runs, or many results again')
    .argument('<file>', 'JSON file of runs or results')
    .requiredOption('-o, --out <folder>', 'folder for the new files, which must be there')
    .option('--pool <party>', 'have this party compute; repeat for a second one', many)
    .option('--party <party>', 'the party that asks, where your key belongs to several')
    .option('--check-all', 'compute here again what two pools did not give')
    .option('--threads <number>', 'how many threads compute here (else one for each core)');
  addReaderOptions(command, 'key file to sign in with, to read private entries and to ask pools')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: RunOptions) => runAll(context, file, options));
}

/** What became of a unit. */
interface Done {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
  /** Passed, or what is wrong. */
  readonly code: string | null;
}

async function runAll(
  { terminal, endWith }: CommandContext,
  file: string,
  options: RunOptions,
): Promise<void> {
  const say = (text: string): void => printProgress(terminal, options.json, text);
  const engine = await readOwnEngine();
  const { names, task } = await readWorkFile(terminal, file, engine.digest);
  const api = await openReaderApi(terminal, options);
  const pools = (options.pool ?? []).map(parsePartyName);
  const party = options.party === undefined ? undefined : parsePartyName(options.party);
  const threads = options.threads === undefined ? availableParallelism() : parseThreads(options.threads);
  const computer = await openUnitsInThreads({ task, engine, limits: null, ...openTaskReads(api) }, threads);
  const done: Done[] = [];
  try {
    const request = { pools, party, check: options.checkAll === true ? 'alone' : 'sample' } as const;
    const asked = pools.length === 0 ? null : { request, ports: openPoolPorts(terminal, options, say) };
    const where = await computeUnits(
      { task, units: names.length, pools: asked },
      {
        compute: (unit) => computer.compute(unit),
        keep: async (unit, bytes) => void done.push(await keep(terminal, options.out, names[unit]!, bytes)),
      },
    );
    const rows = done.map(({ name, file: written, code }) => [name, plainText(code ?? 'done'), written]);
    printResult(terminal, options.json, { units: done, computed: where }, formatTable(rows));
  } finally {
    await computer.close();
  }
  if (done.some(({ code }) => code !== null)) endWith('refused');
}

async function readOwnEngine(): Promise<EngineRun['engine']> {
  const { digest } = (await engineFolder.list()).at(-1)!;
  return { digest, bytes: (await engineFolder.read(digest))! };
}

async function keep(terminal: Terminal, folder: string, name: string, bytes: Uint8Array): Promise<Done> {
  const file = join(folder, `${name}.json`);
  const text = new TextDecoder().decode(bytes);
  await writeNewFile(terminal, file, text, 'secret');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, file, sha256, code: codeOf(JSON.parse(text)) };
}

function codeOf(value: unknown): string | null {
  const { error, finding } = value as {
    readonly error?: { readonly code: string };
    readonly finding?: { readonly result: string; readonly code: string | null };
  };
  if (finding !== undefined) return finding.result === 'pass' ? null : (finding.code ?? finding.result);
  return error?.code ?? null;
}
