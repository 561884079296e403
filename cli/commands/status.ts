import type { Command } from 'commander';
import type { Status } from '../../client/http/fetch-status.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printResult } from '../output/print.ts';
import { plainText } from '../output/text-format.ts';
import { formatFields } from '../output/wrap-text.ts';
import { SEALED_TIME } from '../output/sealed-time.ts';
import { addServerOption, findStatus, type ServerOptions } from '../options/server-options.ts';

type Chain = NonNullable<Status['chain']>;

const HELP = `
Shows what the server reports about itself; ledger verify reads the chain instead.
The exit code is 0, and 3 while the ledger is halted: its operator must act.

Examples:
  ledger status
  ledger status --url https://ledger.example.org --json`;

/** Adds `status`. */
export function addStatusCommand(program: Command, { terminal, endWith }: CommandContext): void {
  addServerOption(program.command('status'))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: CommonOptions & ServerOptions) => {
      const { url, status } = await findStatus(terminal, options);
      printResult(terminal, options.json, status, formatStatus(url, status));
      if (status.halted !== null) endWith('halted');
    });
}

function formatStatus(
  url: string,
  { chain, sealed, anchored, final, queue, halted, closed }: Status,
): string {
  const waiting =
    queue.since === null
      ? `${queue.waiting}`
      : `${queue.waiting}, the oldest since ${formatTime(queue.since)}`;
  const fields: [string, string][] = [
    ['server', url],
    ...(chain === null ? [['chain', 'not read yet'] as [string, string]] : listChain(chain)),
    ['batches', `${sealed} sealed, ${anchored} anchored, ${final} final`],
    ['records waiting', waiting],
    ...(closed === null
      ? []
      : [
          ['CLOSED', `after batch ${closed.batch}, ${describeSuccessor(closed.successor)}`] as [
            string,
            string,
          ],
        ]),
    ...(halted === null
      ? []
      : [['HALTED', `${plainText(halted.code)}: ${plainText(halted.message)}`] as [string, string]]),
    ['times', SEALED_TIME],
  ];
  return formatFields(fields);
}

function describeSuccessor(successor: string): string {
  return /^0x0+$/.test(successor) ? 'with no successor' : `the ledger ${successor} continues`;
}

function listChain({ chainId, ledger, registry, head, final }: Chain): [string, string][] {
  const block = (at: Chain['head']): string =>
    at === null ? 'none yet' : `${at.number}, ${formatTime(at.time)}`;
  return [
    ['chain', String(chainId)],
    ['ledger', ledger],
    ['registry', registry],
    ['newest block', block(head)],
    ['final block', block(final)],
  ];
}
