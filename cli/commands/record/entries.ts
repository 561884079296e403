import type { Command } from 'commander';
import type { Hex } from '../../../core/encoding/hex.ts';
import { encodeEntry, type Entry } from '../../../core/records/entry.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { resolveRecordId } from '../../options/id-arguments.ts';
import type { DomainOptions } from '../../options/domain-options.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../../output/text-format.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../../options/reader-options.ts';
import { fetchEntries, SHORT_ID } from '../../../client/http/fetch-records.ts';
import { idOfDraft } from '../../../jobs/register/draft.ts';
import { readDraft } from '../../inputs/draft-file.ts';
import { openNewFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';

interface EntriesOptions extends CommonOptions, DomainOptions, ReaderOptions {
  readonly out?: string;
}

const HELP = `
Entries are private unless their party made them public. To read private entries, sign in with
--key: a key of their party, or of a party with a grant. The command hashes the answer of the
server and compares it with the root that was signed. A record file has its own entries.

With --out they are written to a file, one entry a line as JSON, each with its salt. Anyone who
has this file can compute a result again from it, with --rows of "ledger reperform" and
"ledger verify": it is checked against the record. Its salts are secret where the entries are.

Examples:
  ledger record entries 0x… --key company.key.json
  ledger record entries 0x… --key company.key.json --out rows.ndjson
  ledger record entries 0x… --json`;

/** Adds `record entries`. */
export function addRecordEntriesCommand(record: Command, context: CommandContext): void {
  const command = record
    .command('entries')
    .description('read the entries of a record')
    .argument('<record>', 'record id, or its first 8 or more digits; or record file, *.record.json');
  addReaderOptions(command)
    .option('--out <file>', 'write them to a new file, one a line with its salt')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((record: string, options: EntriesOptions) => showEntries(context, record, options));
}

async function showEntries(
  { terminal }: CommandContext,
  name: string,
  options: EntriesOptions,
): Promise<void> {
  const { id, entries } = await readEntriesOf(terminal, name, options);
  if (options.out === undefined) {
    printResult(terminal, options.json, { id, entries }, formatEntries(entries));
    return;
  }
  await writeLines(terminal, options.out, entries);
  const written = `${formatCount(entries.length, 'entry', 'entries')} of ${id} written to ${options.out}`;
  printResult(terminal, options.json, { id, entries: entries.length, file: options.out }, written);
}

interface RecordEntries {
  readonly id: Hex;
  readonly entries: readonly Entry[];
}

async function readEntriesOf(
  terminal: Terminal,
  name: string,
  options: EntriesOptions,
): Promise<RecordEntries> {
  if (!SHORT_ID.test(name)) {
    const draft = await readDraft(terminal, name);
    return { id: idOfDraft(draft), entries: draft.entries };
  }
  const api = await openReaderApi(terminal, options);
  const id = await resolveRecordId(api, name);
  return { id, entries: await fetchEntries(api, id) };
}

/** Entries that are written together. */
const TOGETHER = 1_000;

async function writeLines(terminal: Terminal, path: string, entries: readonly Entry[]): Promise<void> {
  const file = await openNewFile(terminal, path);
  try {
    for (let from = 0; from < entries.length; from += TOGETHER) {
      const lines = entries.slice(from, from + TOGETHER).map((entry) => `${encodeEntry(entry).text}\n`);
      await file.appendFile(lines.join(''));
    }
  } finally {
    await file.close();
  }
}

function formatEntries(entries: readonly Entry[]): string {
  const rows = entries.map(({ key, value, unit, from, until }) => [
    plainText(key),
    value === null ? 'document' : `${value} ${plainText(unit)}`,
    formatPeriod(from, until),
  ]);
  return rows.length === 0 ? 'no entries' : formatTable(rows);
}
