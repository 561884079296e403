import type { Command } from 'commander';
import type { Entry } from '../../../core/records/entry.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { resolveRecordId } from '../../options/id-arguments.ts';
import type { DomainOptions } from '../../options/domain-options.ts';
import { formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../../options/reader-options.ts';
import { fetchEntries } from '../../../client/http/fetch-records.ts';

type EntriesOptions = CommonOptions & DomainOptions & ReaderOptions;

const HELP = `
Entries are private unless their party made them public. To read private entries, sign in with
--key: a key of their party, or of a party with a grant. The command hashes the answer of the
server and compares it with the root that was signed.

Examples:
  ledger record entries 0x… --key company.key.json
  ledger record entries 0x… --json`;

/** Adds `record entries`. */
export function addRecordEntriesCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('entries')
    .description('read the entries of a record')
    .argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((id: string, options: EntriesOptions) => showEntries(context, id, options));
}

async function showEntries(
  { terminal }: CommandContext,
  text: string,
  options: EntriesOptions,
): Promise<void> {
  const api = await openReaderApi(terminal, options);
  const id = await resolveRecordId(api, text);
  const entries = await fetchEntries(api, id);
  printResult(terminal, options.json, { id, entries }, formatEntries(entries));
}

function formatEntries(entries: readonly Entry[]): string {
  const rows = entries.map(({ key, value, unit, from, until }) => [
    plainText(key),
    value === null ? 'document' : `${value} ${plainText(unit)}`,
    formatPeriod(from, until),
  ]);
  return rows.length === 0 ? 'no entries' : formatTable(rows);
}
