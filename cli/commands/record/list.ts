import type { Command } from 'commander';
import { Option } from 'commander';
import * as z from 'zod';
import { openPartyNames } from '../../../client/http/fetch-party.ts';
import { hashSchema, uintSchema } from '../../../core/encoding/schema.ts';
import { KINDS, nameOfKind } from '../../../core/records/kind.ts';
import { recordSchema } from '../../../core/records/record-schema.ts';
import { quoteText } from '../../../core/outside-text.ts';
import { printResult } from '../../output/print.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import { parsePartyName, resolveRecordId } from '../../options/id-arguments.ts';
import { parseNumber } from '../../options/domain-options.ts';
import { addServerOption, findApi, type ServerOptions } from '../../options/server-options.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';

interface ListOptions extends CommonOptions, ServerOptions {
  readonly party?: string;
  readonly kind?: string;
  readonly subject?: string;
  readonly source?: string;
  readonly answers?: string;
  readonly to?: string;
  readonly since?: string;
  readonly until?: string;
  readonly state?: string;
  readonly limit: string;
  readonly cursor?: string;
}

const pageSchema = z.object({
  items: z.array(
    z.object({
      id: hashSchema,
      record: recordSchema,
      title: z.string().nullable(),
      state: z.string(),
      acceptedAt: uintSchema(),
    }),
  ),
  next: z.string().nullable(),
});

const STATES = ['accepted', 'sealed', 'submitted', 'anchored', 'final', 'rejected'];

type Item = z.output<typeof pageSchema>['items'][number];

const HELP = `
The newest records come first. A list is the server's word; it proves nothing. If there are
more records, the last line has the cursor of the next page.

Examples:
  ledger record list
  ledger record list --party lei:529900T8BM49AURSDO55 --kind disclosure
  ledger record list --source 0x… --limit 100 --json
  ledger record list --to urn:example.org:open-carbon-exchange --state final --since 2024-01-31
  ledger record list --kind result --since 2024-01-01 --until 2025-01-01`;

/** Adds `record list`. */
export function addRecordListCommand(record: Command, { terminal }: CommandContext): void {
  const command = record
    .command('list')
    .description('list records, the newest first')
    .option('--party <identifier>', 'only those of this party')
    .addOption(new Option('--kind <kind>', 'only those of this kind').choices(Object.keys(KINDS)))
    .option('--subject <subject>', 'only those with this subject')
    .option('--source <id>', 'only those that name this record as a source')
    .option('--answers <id>', 'only the assurances and decisions that answer this record')
    .option('--to <identifier>', 'only those that are meant for this party')
    .option('--since <time>', 'only those accepted since a day or moment in UTC, or unix seconds')
    .option('--until <time>', 'only those accepted before a day or moment in UTC, or unix seconds')
    .addOption(new Option('--state <state>', 'only those in this state now').choices(STATES))
    .option('--limit <number>', 'how many at most', '20')
    .option('--cursor <cursor>', 'where to continue: the cursor that the page before printed');
  addServerOption(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (options: ListOptions) => {
      const api = await findApi(terminal, options);
      const query = new URLSearchParams({ limit: String(parseNumber(options.limit, '--limit')) });
      if (options.party !== undefined) query.set('party', parsePartyName(options.party));
      if (options.kind !== undefined) query.set('kind', options.kind);
      if (options.subject !== undefined) query.set('subject', options.subject);
      if (options.source !== undefined) query.set('source', await resolveRecordId(api, options.source));
      if (options.answers !== undefined) query.set('answers', await resolveRecordId(api, options.answers));
      if (options.to !== undefined) query.set('addressee', parsePartyName(options.to));
      if (options.since !== undefined) query.set('since', options.since);
      if (options.until !== undefined) query.set('until', options.until);
      if (options.state !== undefined) query.set('state', options.state);
      if (options.cursor !== undefined) query.set('cursor', options.cursor);
      const page = await api.get(`/v1/records?${query.toString()}`, pageSchema);
      const nameOf = openPartyNames(api);
      const rows = await Promise.all(
        page.items.map(async (item) => rowOf(item, (await nameOf(item.record.party)).identifiers)),
      );
      const more = page.next === null ? '' : `\nmore: add --cursor ${page.next}`;
      const text = rows.length === 0 ? 'no records' : formatTable(rows);
      printResult(terminal, options.json, page, `${text}${more}`);
    });
}

function rowOf({ id, record, title, state }: Item, identifiers: readonly string[] | null): string[] {
  return [
    id.slice(0, 10),
    nameOfKind(record.kind),
    plainText(state),
    plainText(identifiers?.[0] ?? record.party.slice(0, 10)),
    title === null || title === ''
      ? `${plainText(record.subject)}, sequence ${record.sequence}`
      : quoteText(title),
  ];
}
