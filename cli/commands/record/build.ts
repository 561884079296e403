import { type Command, Option } from 'commander';
import { parseWith, subjectSchema } from '../../../core/encoding/schema.ts';
import { type KindName, KINDS } from '../../../core/records/kind.ts';
import { draftLines } from '../../../jobs/register/draft-lines.ts';
import { formatDraftLine } from '../../../jobs/register/draft.ts';
import { type DraftSketch, draftRecord } from '../../../jobs/register/draft-record.ts';
import { SALT_MODES, type SaltMode } from '../../../jobs/register/salts.ts';
import { readEntries } from '../../../tables/entries-file.ts';
import { checkDatasetRows, ROW_CHECKS } from '../../inputs/dataset-rows.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { addDomainOptions } from '../../options/domain-options.ts';
import { openDraftPorts, type PlaceOptions } from '../../options/record/draft-ports.ts';
import { parseParty, parseRecordId } from '../../options/id-arguments.ts';
import { addServerOption } from '../../options/server-options.ts';
import {
  addAnswerOptions,
  addStatementOptions,
  readStatement,
  requireStated,
  type StatementOptions,
} from '../../options/record/statement-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { formatCount } from '../../output/text-format.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { openNewFile, removeFile, streamBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { writeDraft } from '../write-draft.ts';

/** What a record is built from. */
interface BuildOptions extends CommonOptions, PlaceOptions, StatementOptions {
  readonly kind: KindName;
  readonly subject?: string;
  readonly entries?: string;
  readonly salts: SaltMode;
  readonly public?: boolean;
  readonly source?: readonly string[];
  readonly answers?: string;
  readonly output: string;
  readonly each?: string;
}

const HELP = `
Entries come from one of
  *.json    an array of {key, value, unit, from, until, detail}, times in unix seconds
  *.ndjson  a dataset file: one such object per line
  *.csv     a table with the header key,value,unit,from,until,detail and ISO dates
Values are decimals such as 12.5. A row without value and unit is a document. Keep the record
file: it holds figures and salts, and it is the only copy that you control.

${ROW_CHECKS}

Sequence and previous come from the server, unless both are given. An assurance or decision
gets its subject from the record that it answers, which --answers names and the server sends.
With --each, every line of the file gives one record: {"subject", "statement"?, "entries"?,
"sources"?, "answers"?}. Members of its statement come before the options. The output is one
record file per line, for "record sign --bulk" and "record register --bulk". With --sequence 1
no server is asked: all streams begin.

With --opinion withdrawn, level and scope are those of the assurance that is withdrawn.

Examples:
  ledger record build --party lei:529900T8BM49AURSDO55 --kind dataset \\
    --subject activity/2023 --entries activity.csv --title "Activity data 2023" \\
    --period 2023 -o activity.record.json
  ledger record build --party demo:auditor --kind assurance --answers 0x… \\
    --level limited --scope "scope 1 and 2" --opinion unqualified -o assurance.record.json
  ledger record build --party demo:company --kind dataset --period 2023 \\
    --each meters.ndjson -o year.ndjson
  ledger record build --party demo:auditor --kind assurance --answers 0x… \\
    --opinion withdrawn --reason "an error in the data" -o withdrawn.record.json`;

/** Adds `record build`. */
export function addRecordBuildCommand(record: Command, { terminal }: CommandContext): void {
  const command = record
    .command('build')
    .description('build a record from entries and a statement, and write it to a file')
    .requiredOption('--party <identifier>', 'party of the record: its first identifier, or its id')
    .addOption(
      new Option('--kind <kind>', 'kind of the record').choices(Object.keys(KINDS)).makeOptionMandatory(),
    )
    .option('--subject <subject>', 'subject of the stream, such as inventory/2023')
    .option(
      '--entries <file>',
      'file with the entries, JSON, NDJSON or CSV; a record can also have a statement alone',
    )
    .addOption(
      new Option('--salts <mode>', 'how entries get salts: derived from one secret, random, or none')
        .choices(SALT_MODES)
        .default('derived'),
    )
    .option('--public', 'anyone may read the entries; they get no salts')
    .option('--source <id...>', 'ids of the records that are its sources')
    .option('--answers <id>', 'the record that an assurance or decision answers')
    .requiredOption('-o, --output <file>', 'new file to write');
  command.option('--each <file>', 'build a record from each line of a file; see below');
  addDomainOptions(addServerOption(addAnswerOptions(addStatementOptions(command))))
    .option('--sequence <number>', 'sequence in the stream, to work without a server')
    .option('--previous <id>', 'id of the version before it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: BuildOptions) =>
      options.each === undefined
        ? buildRecord(terminal, options)
        : buildEach(terminal, options.each, options),
    );
}

async function buildRecord(terminal: Terminal, options: BuildOptions): Promise<void> {
  const ports = openDraftPorts(terminal, options);
  const sketch = await readSketch(terminal, options);
  await writeDraft(terminal, await draftRecord(sketch, ports), options);
}

/** Returns what the options say of a record, once and for all. @throws UsageError, BadInput, DatasetRefused */
async function readSketch(terminal: Terminal, options: BuildOptions): Promise<DraftSketch> {
  const { kind, subject, entries: file, source = [], salts } = options;
  const answers = options.answers === undefined ? undefined : parseRecordId(options.answers);
  if (subject === undefined && answers === undefined)
    throw new UsageError(
      'option',
      kind === 'assurance' || kind === 'decision'
        ? `the kind ${kind} needs --answers: the id of the record that it answers`
        : '--subject is missing: name the subject of the stream, such as inventory/2023',
    );
  const named = {
    party: parseParty(options.party),
    subject: subject === undefined ? undefined : parseWith(subjectSchema, subject),
    sources: source.map(parseRecordId),
  };
  const statement = await readStatement(terminal, options);
  requireStated(kind, statement);
  const entries = file === undefined ? [] : await readEntries(openTableFile(terminal, file));
  const sketch = { ...named, kind, statement, answers, entries, salts, public: options.public === true };
  if (file !== undefined) checkRows(file, sketch);
  return sketch;
}

/** Checks the rows of a dataset; records of other kinds pass. @throws DatasetRefused */
function checkRows(where: string, { kind, entries = [] }: Pick<DraftSketch, 'kind' | 'entries'>): void {
  if (kind === 'dataset') checkDatasetRows(where, entries);
}

const REPORT_EVERY = 1000;

/** Builds a record from each line of a file and writes the record files to a new file, one per line. Nothing is left if a line is wrong. */
async function buildEach(terminal: Terminal, file: string, options: BuildOptions): Promise<void> {
  refuseWithEach(options);
  const ports = {
    ...openDraftPorts(terminal, options),
    check(where: string, sketch: DraftSketch): void {
      requireStated(sketch.kind, sketch.statement);
      checkRows(where, sketch);
    },
  };
  const sketch = {
    ...{ name: file, kind: options.kind, salts: options.salts, public: options.public === true },
    party: parseParty(options.party),
    statement: await readStatement(terminal, options),
  };
  const output = await openNewFile(terminal, options.output);
  let count = 0;
  try {
    for await (const draft of draftLines(streamBytes(terminal, file), sketch, ports)) {
      await output.appendFile(formatDraftLine(draft));
      count++;
      if (count % REPORT_EVERY === 0) printProgress(terminal, options.json, `${count} records built`);
    }
    await output.sync();
  } catch (error) {
    await removeFile(terminal, options.output);
    throw error;
  } finally {
    await output.close();
  }
  printResult(
    terminal,
    options.json,
    { file: options.output, count },
    `${formatCount(count, 'record')} written to ${options.output}; next: ledger record sign --bulk ${options.output} --key <key file>`,
  );
}

const EACH_EXCLUDES = ['subject', 'entries', 'source', 'answers', 'previous'] as const;

function refuseWithEach(options: BuildOptions): void {
  const given = EACH_EXCLUDES.filter((name) => options[name] !== undefined);
  if (given.length > 0 || (options.sequence !== undefined && options.sequence !== '1'))
    throw new UsageError(
      'option',
      `--each cannot be combined with --${given[0] ?? 'sequence other than 1'}: each line states its own`,
    );
}
