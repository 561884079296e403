import type { Command } from 'commander';
import type { Work } from '../../../client/generated/openapi.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { addWorkRunCommand } from './run.ts';
import { addReaderOptions, type ReaderOptions } from '../../options/reader-options.ts';
import { openWork, parseWorkId } from '../../options/work-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';

type WorkOptions = CommonOptions & ReaderOptions;

const LIST_HELP = `
Shows the work for which your party has asked, the newest first: how far each pool is, what it
gave up, and why one computes no more. Work stays when the command that asked for it ends:
asking again for the same continues it.

Examples:
  ledger work list --key company.key.json`;

const CANCEL_HELP = `
Nothing more of the work is computed, and what came back is deleted.

Examples:
  ledger work cancel 2c6f… --key company.key.json`;

/** Adds `work` with its commands. */
export function addWorkCommand(program: Command, context: CommandContext): void {
  const { terminal } = context;
  const group = program.command('work').helpCommand(false);
  addWorkRunCommand(group, context);
  const list = group.command('list').description('show the work that you asked pools for');
  addOptions(list, LIST_HELP).action(async (options: WorkOptions) => {
    const { work } = openWork(terminal, options, (text) => printProgress(terminal, options.json, text));
    const items = await work.list();
    printResult(terminal, options.json, { items }, formatWork(items));
  });
  const cancel = group
    .command('cancel')
    .description('compute nothing more of it')
    .argument('<id>', 'id of the work');
  addOptions(cancel, CANCEL_HELP).action(async (text: string, options: WorkOptions) => {
    const id = parseWorkId(text);
    const { work } = openWork(terminal, options, (line) => printProgress(terminal, options.json, line));
    const ended = await work.end(id, 'cancelled');
    printResult(terminal, options.json, ended, `${ended.state} ${ended.id}`);
  });
}

function addOptions(command: Command, help: string): Command {
  return addReaderOptions(command, 'key file of your party, to sign in with')
    .option('--json', 'print JSON')
    .addHelpText('after', help);
}

const MIB = 2 ** 20;

function formatWork(items: readonly Work[]): string {
  if (items.length === 0) return 'your party has asked pools for nothing';
  return items
    .map(({ id, kind, state, units, unit, createdAt, lines }) => {
      const size = `${unit.bytes} bytes, ${Math.ceil(unit.memory / MIB)} MiB, ${unit.seconds} s each`;
      const head = `${id}  ${kind}  ${state}  ${units} units (${size})  ${formatTime(createdAt)}`;
      const rows = lines.map(({ pool, done, dead, refused }) => [
        `  ${pool}`,
        `${done} of ${units} done`,
        dead === 0 ? '' : `${dead} given up`,
        refused === null ? '' : plainText(`${refused.code}: ${refused.message}`),
      ]);
      return `${head}\n${formatTable(rows)}`;
    })
    .join('\n');
}
