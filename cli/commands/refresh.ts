import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { refreshProof, type RefreshOptions } from '../../jobs/refresh/refresh-proof.ts';
import { openKnownEngine } from '../engines/engine-folder.ts';
import { LEDGER_FOLDER } from '../options/ledger-file.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import { choosePolicy, type VerifyPolicyOptions } from '../options/verify-policy.ts';
import { printProgress, printResult } from '../output/print.ts';
import { formatRefresh } from '../output/refresh-text.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import { checkNewFile, readBytes, writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { parseThreads } from '../options/threads.ts';
import { describeProgress } from './replay.ts';

interface RefreshCommandOptions extends CommonOptions, VerifyPolicyOptions {
  readonly publication: string;
  readonly state?: string;
  readonly fresh?: boolean;
  readonly threads?: string;
  readonly output?: string;
}

const HELP = `
Writes a new proof file with today's evidence, from the public copy of the ledger and the
chain: no server and no database takes part, so it works after they are gone. All batches are
recomputed; a copy that is damaged or lacks one is reported, and never used.

Subject, entries and sources stay. New are the heads as of the newest final batch, newer
versions of the subject and of the results that it cites, and the newest answers of everyone.
With a policy that asks for replays, heads are as of the newest batch that enough of its
parties replayed; its judges, order and completeness are shown if it asks for them.

The old file must be sound, however old it is. The result may say that the subject was
superseded or withdrawn: "ledger verify" judges it. No entries are added: ask the party for a
file with those of newer versions, or with the rows that a policy with reperformance needs.
The work is kept in --state, so the next refresh is fast.

Exit codes: 0 all renewed, 1 the file is not sound or the records do not give the anchored
roots, 2 wrong usage or unreadable file, 3 written, but not all could be renewed, or the copy
lacks a batch, 4 publication or chain not reachable.

Examples:
  ledger proof refresh old.carbon-proof.json --publication ./publication --policy policy.json
  ledger proof refresh old.carbon-proof.json --publication ./publication \\
    --rpc https://node.example.org --ledger 0x… -o new.carbon-proof.json --json`;

/** Adds `refresh <file>` to `proof`. */
export function addRefreshCommand(proof: Command, context: CommandContext): void {
  const command = proof
    .command('refresh')
    .description('renew the evidence of a proof file, without the server')
    .argument('<file>', 'proof file, *.carbon-proof.json, - for standard input')
    .requiredOption('--publication <folder or url>', 'the public copy of the ledger')
    .option('--policy <file>', 'file with your rules: ledger, chain, endpoints, replays, judges')
    .option('--ledger <address>', 'contract of the ledger')
    .option('--chain-id <number>', 'chain of the ledger (else from the policy or the first endpoint)');
  addRpcOption(command, 'those of the policy')
    .option('-o, --output <file>', 'new file to write (else *.refreshed.carbon-proof.json)')
    .option('--state <folder>', 'where the work is kept (else in .carbon-ledger/refresh)')
    .option('--fresh', 'start over, without the work of an earlier run')
    .option('--threads <number>', 'how many threads check records (else one for each core)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: RefreshCommandOptions) => refreshFile(context, file, options));
}

async function refreshFile(
  { terminal, endWith }: CommandContext,
  path: string,
  options: RefreshCommandOptions,
): Promise<void> {
  const file = options.output ?? nameRefreshed(path);
  checkNewFile(terminal, file);
  const old = await readBytes(terminal, path);
  const { bytes, report } = await refreshProof(old, await arrangeRefresh(terminal, options));
  await writeNewFile(terminal, file, bytes);
  const next = `ledger verify ${file}${options.policy === undefined ? '' : ` --policy ${options.policy}`}`;
  printResult(terminal, options.json, { file, ...report, next }, formatRefresh(report, { file, next }));
  endWith(report.notRenewed.length === 0 ? 'ok' : 'unchecked');
}

const ENDING = '.carbon-proof.json';

function nameRefreshed(path: string): string {
  if (path === '-') throw new UsageError('option', 'a file from standard input needs -o: what to write');
  return `${path.endsWith(ENDING) ? path.slice(0, -ENDING.length) : path}.refreshed${ENDING}`;
}

async function arrangeRefresh(terminal: Terminal, options: RefreshCommandOptions): Promise<RefreshOptions> {
  const { policy, source } = await choosePolicy(terminal, options);
  const { chainId, ledger, rpc, finality, registry, codeHash, checkpoints } = policy;
  if (rpc.urls.length === 0)
    throw new UsageError('option', 'no endpoint of the chain is known: give one with --rpc');
  const say = (text: string): void => printProgress(terminal, options.json, text);
  say(`Using ${source}`);
  const { publication, fresh = false } = options;
  return {
    policy,
    now: Math.floor(terminal.now() / 1000),
    chain: { ...rpc, finality, chainId, ledger, codeHash, registry, checkpoints },
    publication: /^https?:\/\//.test(publication) ? publication : resolve(terminal.cwd, publication),
    state: resolve(terminal.cwd, options.state ?? `${LEDGER_FOLDER}/refresh/${chainId}-${ledger}`),
    isFresh: fresh,
    openEngine: openKnownEngine,
    threads: options.threads === undefined ? availableParallelism() : parseThreads(options.threads),
    onStep: (text) => say(`${text} …`),
    onProgress: (progress) => say(describeProgress(progress)),
    onWarning: say,
  };
}
