import type { Command } from 'commander';
import { z } from 'zod';
import type { Hex } from '../../core/hex.ts';
import { nameOfKind } from '../../core/kind.ts';
import { kindSchema } from '../../core/record.ts';
import { hashSchema } from '../../core/schema.ts';
import type { CommonOptions, Context } from '../context.ts';
import { formatTable, plainText, printResult } from '../output.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../reader-options.ts';
import { parseRecordId } from '../server-record.ts';

type ImpactOptions = CommonOptions & ReaderOptions;

const impactSchema = z.object({
  record: hashSchema,
  successor: hashSchema.nullable(),
  changed: z.array(z.string()).nullable(),
  dependents: z.array(
    z.object({
      id: hashSchema,
      kind: kindSchema,
      subject: z.string(),
      sequence: z.number(),
      state: z.enum(['stale', 'restated', 'unaffected']),
      by: z.enum(['rows', 'record']),
      keys: z.array(z.string()).nullable(),
      path: z.array(hashSchema),
      restatedBy: hashSchema.nullable(),
    }),
  ),
  truncated: z.boolean(),
});
type Impact = z.infer<typeof impactSchema>;

const HELP = `
stale       it rests on a row or figure that the next version of the record changed
restated    so it did, and a newer version of it does not
unaffected  it never rested on what changed

Private entries want --key: without them a record is judged as a whole.

Examples:
  ledger impact 0x…
  ledger impact 0x… --key company.key.json --json`;

/** Adds `impact <id>`. */
export function addImpactCommand(program: Command, { terminal }: Context): void {
  const command = program
    .command('impact')
    .description('show what rests on a record, and what of it is stale')
    .argument('<id>', 'record id');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (text: string, options: ImpactOptions) => {
      const id: Hex = parseRecordId(text);
      const api = await openReaderApi(terminal, options);
      const impact = await api.get(`/v1/records/${id}/impact`, impactSchema);
      printResult(terminal, options.json, impact, formatImpact(impact));
    });
}

function formatImpact({ successor, changed, dependents, truncated }: Impact): string {
  const head =
    successor === null
      ? 'it is the latest of its stream: nothing changed'
      : `the next version is ${successor}; ${changed === null ? 'its entries are private' : `it changed ${changed.map(plainText).join(', ') || 'nothing'}`}`;
  const rows = dependents.map(({ id, kind, subject, sequence, state, by, keys, path }) => [
    state,
    `${nameOfKind(kind)} ${plainText(subject)}, sequence ${sequence}`,
    id,
    `${path.length - 1} step${path.length > 2 ? 's' : ''}, ${describeKeys(by, keys)}`,
  ]);
  const more = truncated ? ['and more than are shown'] : [];
  return [head, rows.length === 0 ? 'nothing rests on it' : formatTable(rows), ...more].join('\n');
}

function describeKeys(by: string, keys: readonly string[] | null): string {
  if (by === 'record' || keys === null) return 'judged as a whole';
  return keys.length === 0 ? 'no figure' : keys.map(plainText).join(', ');
}
