import type { Command } from 'commander';
import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { quoteText } from '../../core/outside-text.ts';
import { kindNameSchema } from '../../core/records/record-schema.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import type { Api } from '../../client/http/api.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { resolveRecordId } from '../options/id-arguments.ts';
import { plainText } from '../output/text-format.ts';
import { formatFields, listKeys, wrapLine } from '../output/wrap-text.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';

/** The most dependents in one request; a server may return fewer. */
const PAGE = 10_000;

type ImpactOptions = CommonOptions & ReaderOptions;

const dependentSchema = z.object({
  id: hashSchema,
  party: hashSchema,
  identifier: z.string().nullable(),
  title: z.string(),
  kind: kindNameSchema,
  subject: z.string(),
  sequence: z.number(),
  version: z.number().nullable(),
  state: z.enum(['stale', 'restated', 'unaffected', 'withdrawn']),
  by: z.enum(['rows', 'record']),
  keys: z.array(z.string()).nullable(),
  path: z.array(hashSchema),
  restatedBy: hashSchema.nullable(),
});

const pageSchema = z.object({
  record: hashSchema,
  successor: hashSchema.nullable(),
  withdrawn: z.boolean(),
  changed: z.array(z.string()).nullable(),
  total: z.number(),
  truncated: z.boolean(),
  dependents: z.object({ items: z.array(dependentSchema), next: z.string().nullable() }),
});

/** An impact with the dependents of all its pages. */
interface Impact extends Omit<z.infer<typeof pageSchema>, 'dependents'> {
  readonly dependents: readonly z.infer<typeof dependentSchema>[];
}

const HELP = `
Each dependent has one of these states:
  stale       depends on a row or figure that the newest version changed
  restated    its own newest version uses the new data
  unaffected  does not depend on changed data
  withdrawn   it was withdrawn, or is a withdrawal

Dependents of earlier versions are listed too, each with the version that it uses. Private
entries need --key; without them a record is compared as a whole.

Examples:
  ledger impact 0x…
  ledger impact 0x… --key company.key.json --json`;

/** Adds `impact <id>`. */
export function addImpactCommand(program: Command, { terminal }: CommandContext): void {
  const command = program
    .command('impact')
    .description('show which records depend on a record, and which of them are stale')
    .argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (text: string, options: ImpactOptions) => {
      const api = await openReaderApi(terminal, options);
      const id: Hex = await resolveRecordId(api, text);
      const impact = await readImpact(api, id);
      printResult(terminal, options.json, impact, formatImpact(impact));
    });
}

/** Reads all pages. The last one knows best how many dependents there are: a server may follow them from page to page. */
async function readImpact(api: Api, id: Hex): Promise<Impact> {
  const dependents: Impact['dependents'][number][] = [];
  for (let cursor = ''; ;) {
    const page = await api.get(`/v1/records/${id}/impact?limit=${PAGE}${cursor}`, pageSchema);
    const { items, next } = page.dependents;
    dependents.push(...items);
    if (next === null) return { ...page, dependents };
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

function formatImpact(impact: Impact): string {
  const { total, truncated, dependents } = impact;
  return [
    ...describeChange(impact),
    ...(dependents.length === 0 ? ['No record depends on it.'] : dependents.map(formatDependent)),
    ...(truncated ? [`More than ${total} records depend on it.`] : []),
  ].join('\n');
}

function describeChange({ successor, withdrawn, changed }: Impact): string[] {
  if (successor === null)
    return [withdrawn ? 'This record is a withdrawal.' : 'This is the newest version in its stream.'];
  const head = `Its newest version is\n  ${successor}`;
  if (withdrawn) return [head, 'which is a withdrawal: everything counts as changed.'];
  if (changed === null) return [head, 'Its changes are not known row by row: everything counts as changed.'];
  return [head, wrapLine(`It changed ${listKeys(changed.map(plainText)) || 'nothing'}.`, 2)];
}

function formatDependent(dependent: Impact['dependents'][number]): string {
  const { id, title, kind, subject, sequence, version, state, by, keys, path } = dependent;
  const details = [...describeVersion(version), describePath(path.length - 1), describeKeys(by, keys)];
  return formatFields([
    [state.padEnd('unaffected'.length), title === '' ? 'untitled' : quoteText(title)],
    ['', `${kind} ${plainText(subject)}, sequence ${sequence}`],
    ['', id],
    [
      '',
      `party ${dependent.identifier === null ? 'without a known identifier' : plainText(dependent.identifier)}`,
    ],
    ['', dependent.party],
    ['', details.join(', ')],
  ]);
}

function describeVersion(version: number | null): string[] {
  return version === null ? [] : [`uses version ${version}`];
}

function describePath(steps: number): string {
  return steps < 0 ? 'many steps' : `${steps} step${steps > 1 ? 's' : ''}`;
}

function describeKeys(by: string, keys: readonly string[] | null): string {
  if (by === 'record' || keys === null) return 'compared as a whole';
  return keys.length === 0 ? 'no figure' : listKeys(keys.map(plainText));
}
