import type { Command } from 'commander';
import { z } from 'zod';
import { addressSchema } from '../../core/hashing/domain.ts';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printResult } from '../output/print.ts';
import { formatTable, plainText } from '../output/text-format.ts';
import { addServerOption, findApi, type ServerOptions } from '../options/server-options.ts';

const blockSchema = z.object({ number: uintSchema(), time: timeSchema });

const statusSchema = z.object({
  chain: z
    .object({
      chainId: uintSchema(1),
      ledger: addressSchema,
      registry: addressSchema,
      head: blockSchema.nullable(),
      final: blockSchema.nullable(),
    })
    .nullable(),
  sealed: uintSchema(),
  anchored: uintSchema(),
  final: uintSchema(),
  queue: z.object({ waiting: uintSchema(), since: timeSchema.nullable() }),
  halted: z.object({ code: z.string(), message: z.string() }).nullable(),
  closed: z.object({ batch: uintSchema(), successor: addressSchema }).nullable().default(null),
  now: timeSchema,
});

type Status = z.infer<typeof statusSchema>;

const HELP = `
Says what the server says of itself; verify asks the chain instead.

Examples:
  ledger status
  ledger status --url https://ledger.example.org --json`;

/** Adds `status`. */
export function addStatusCommand(program: Command, { terminal }: CommandContext): void {
  addServerOption(program.command('status').description('how a ledger stands, as its server says'))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: CommonOptions & ServerOptions) => {
      const api = await findApi(terminal, options);
      const status = await api.get('/v1/status', statusSchema);
      printResult(terminal, options.json, status, formatStatus(api.url, status));
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
  const rows = [
    ['server', url],
    ...(chain === null ? [['chain', 'not read yet']] : chainRows(chain)),
    ['batches', `${sealed} sealed, ${anchored} anchored, ${final} final`],
    ['records waiting', waiting],
    ...(closed === null
      ? []
      : [['CLOSED', `after batch ${closed.batch}, ${describeSuccessor(closed.successor)}`]]),
    ...(halted === null ? [] : [['HALTED', `${plainText(halted.code)}: ${plainText(halted.message)}`]]),
  ];
  return formatTable(rows);
}

function describeSuccessor(successor: string): string {
  return /^0x0+$/.test(successor) ? 'with no successor' : `the ledger ${successor} goes on`;
}

function chainRows({ chainId, ledger, registry, head, final }: NonNullable<Status['chain']>): string[][] {
  const block = (at: z.infer<typeof blockSchema> | null): string =>
    at === null ? 'none yet' : `${at.number}, ${formatTime(at.time)}`;
  return [
    ['chain', String(chainId)],
    ['ledger', ledger],
    ['registry', registry],
    ['newest block', block(head)],
    ['final block', block(final)],
  ];
}
