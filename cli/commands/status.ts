import type { Command } from 'commander';
import * as z from 'zod';
import { addressSchema } from '../../core/hashing/domain.ts';
import { timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printResult } from '../output/print.ts';
import { plainText } from '../output/text-format.ts';
import { formatFields } from '../output/wrap-text.ts';
import { SEALED_TIME } from '../output/sealed-time.ts';
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
  closed: z.object({ batch: uintSchema(), successor: addressSchema }).nullable(),
  now: timeSchema,
});

type Status = z.infer<typeof statusSchema>;

const HELP = `
Shows what the server reports about itself; ledger verify reads the chain instead.
The exit code is 0, and 3 while the ledger is halted: its operator must act.

Examples:
  ledger status
  ledger status --url https://ledger.example.org --json`;

/** Adds `status`. */
export function addStatusCommand(program: Command, { terminal, endWith }: CommandContext): void {
  addServerOption(
    program.command('status').description('show the state of a ledger, as its server reports it'),
  )
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: CommonOptions & ServerOptions) => {
      const api = await findApi(terminal, options);
      const status = await api.get('/v1/status', statusSchema);
      printResult(terminal, options.json, status, formatStatus(api.url, status));
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

function listChain({
  chainId,
  ledger,
  registry,
  head,
  final,
}: NonNullable<Status['chain']>): [string, string][] {
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
