import type { Command } from 'commander';
import type { DatasetEntry } from '../../../engine/datasets/validate.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printProgress } from '../../output/print.ts';
import { formatCount } from '../../output/text-format.ts';
import { addDomainOptions } from '../../options/domain-options.ts';
import { isDatasetName, listDatasetNames, listFusedRecords } from '../../../jobs/import/dataset-rows.ts';
import { readEntries } from '../../../tables/entries-file.ts';
import { draftRecord } from '../../../jobs/register/draft-record.ts';
import { checkDatasetRows } from '../../inputs/dataset-rows.ts';
import { checkEarlierAccounts } from '../../../jobs/import/earlier-accounts.ts';
import { readEarlierEntries } from '../../inputs/earlier-entries.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { listDocuments } from '../../../core/records/document-name.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { addPasswordOption, type PasswordOptions } from '../../options/password.ts';
import { openDraftPorts } from '../../options/record/draft-ports.ts';
import { readRecordOptions, type RecordOptions } from '../../options/record/record-options.ts';
import { addServerOption } from '../../options/server-options.ts';
import { addStatementOptions } from '../../options/record/statement-options.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { registerOne } from '../record/register.ts';
import { signFile } from '../record/sign.ts';
import { writeDraft } from '../write-draft.ts';

interface RegisterOptions extends CommonOptions, PasswordOptions, RecordOptions {
  readonly key: string;
  readonly output: string;
}

const HELP = `
Checks the rows, builds the record, signs it and sends it: ledger record build, sign and
register in one command. The sources of a fused version are the records that it names. Keep
the record file: it holds the figures and salts.

A multi-region table is compared with the last version of its stream: if it lacks accounts that
its entry "reading" does not accept, it is refused (see ledger dataset table).

Examples:
  ledger dataset register activity.ndjson --party lei:529900T8BM49AURSDO55 \\
    --subject activity/2023 --title "Activity data 2023" --period 2023 \\
    --key company.key.json -o activity.record.json
  ledger dataset register grid.ndjson --party demo:provider --subject grid-factors/cn \\
    --public --key p.key -o grid.record.json --json`;

/** Adds `dataset register <file>`. */
export function addDatasetRegisterCommand(dataset: Command, context: CommandContext): void {
  const command = dataset
    .command('register')
    .description('build, sign and send the record of a dataset')
    .argument('<file>', 'dataset file, .ndjson')
    .requiredOption('--party <identifier>', 'party of the record: its first identifier, or its id')
    .requiredOption('--subject <subject>', 'subject of the stream, such as activity/2023')
    .requiredOption('--key <file>', 'key file of the party')
    .option('--public', 'anyone may read the entries; they get no salts')
    .requiredOption('-o, --output <file>', 'record file to write');
  addPasswordOption(addDomainOptions(addServerOption(addStatementOptions(command))))
    .option('--sequence <number>', 'sequence in the stream (else from the server)')
    .option('--previous <id>', 'id of the version before it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: RegisterOptions) => register(context, file, options));
}

async function register({ terminal }: CommandContext, file: string, options: RegisterOptions): Promise<void> {
  const entries = await readEntries(openTableFile(terminal, file));
  requireSource(file, entries);
  await checkEarlierAccounts(file, entries, () => readEarlierEntries(terminal, options));
  const quiet: Terminal = { ...terminal, writeOut: () => {} };
  const record = options.output;
  printProgress(
    terminal,
    options.json,
    `[1/3] checking ${formatCount(entries.length, 'entry', 'entries')} and building ${record}`,
  );
  checkDatasetRows(file, entries);
  const sketch = await readRecordOptions(terminal, 'dataset', options);
  const draft = await draftRecord(
    { ...sketch, entries, sources: listFusedRecords(entries) },
    openDraftPorts(terminal, options),
  );
  await writeDraft(quiet, draft, options);
  printProgress(terminal, options.json, '[2/3] signing');
  await signFile(terminal, record, options);
  printProgress(terminal, options.json, '[3/3] sending');
  await registerOne(terminal, record, { ...options, entries: true });
  for (const line of describeDocuments(entries, options)) printProgress(terminal, options.json, line);
}

/** Says how to send each document that an entry names. */
function describeDocuments(entries: readonly DatasetEntry[], { key }: RegisterOptions): string[] {
  return listDocuments(entries).map(
    ({ sha256, size }) =>
      `names a file of ${size} bytes with SHA-256 ${sha256}; to let its readers have it: ledger document send <file> --sha256 ${sha256} --key ${key}`,
  );
}

/** Checks that a dataset has an entry `source`, which names one of the eight datasets. @throws UsageError `option` */
function requireSource(file: string, entries: readonly DatasetEntry[]): void {
  const names = listDatasetNames(entries);
  if (names.length === 1 && isDatasetName(names[0])) return;
  const found = names.length === 0 ? 'no entry "source"' : `entries "source" of ${names.join(', ')}`;
  throw new UsageError(
    'option',
    `${file} has ${found}, expected one that names a dataset: make the file with ledger dataset import`,
  );
}
