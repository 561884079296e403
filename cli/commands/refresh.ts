import type { Command } from 'commander';
import { openKnownEngine } from '../engines/engine-folder.ts';
import { refreshProof } from '../../jobs/refresh/refresh-proof.ts';
import { readReplayedLedger, type ReplayedLedgerOptions } from '../options/replayed-ledger.ts';
import { addRpcOption } from '../options/rpc-options.ts';
import { printProgress, printResult } from '../output/print.ts';
import { formatRefresh } from '../output/verification/refresh-text.ts';
import { describeProgress } from '../output/verification/replay-text.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { checkNewFile, readBytes, writeNewFile } from '../terminal/files.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface RefreshOptions extends ReplayedLedgerOptions {
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
    .action((file: string, options: RefreshOptions) => refreshFile(context, file, options));
}

async function refreshFile(
  { terminal, endWith }: CommandContext,
  path: string,
  options: RefreshOptions,
): Promise<void> {
  const file = options.output ?? nameRefreshed(path);
  checkNewFile(terminal, file);
  const old = await readBytes(terminal, path);
  const { source, local, ...replayed } = await readReplayedLedger(terminal, options, 'refresh');
  const say = (text: string): void => printProgress(terminal, options.json, text);
  say(`Using ${source}`);
  const { bytes, report } = await refreshProof(
    { ...replayed, file: old, now: Math.floor(terminal.now() / 1000) },
    {
      ...local,
      openEngine: openKnownEngine,
      onStep: (text) => say(`${text} …`),
      onProgress: (progress) => say(describeProgress(progress)),
    },
  );
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
