import { randomBytes } from 'node:crypto';
import { Option, type Command } from 'commander';
import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { parseWith, subjectSchema } from '../../../core/encoding/schema.ts';
import { type KindName, KINDS } from '../../../core/records/kind.ts';
import { hashStream, type StreamName } from '../../../core/records/record.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { SALT_MODES, type SaltedEntries, saltEntries, type SaltMode } from '../../../jobs/register/salts.ts';
import { printResult } from '../../output/print.ts';
import { parseParty, parseRecordId } from '../../options/id-arguments.ts';
import { addDomainOptions, type DomainOptions, findDomain } from '../../options/domain-options.ts';
import { createDraft } from '../../../jobs/register/draft.ts';
import { checkDatasetRows, ROW_CHECKS } from '../../inputs/dataset-rows.ts';
import { readEntries } from '../../../tables/entries-file.ts';
import { openTableFile } from '../../inputs/table-file.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { formatCount } from '../../output/text-format.ts';
import { writeDraft } from '../write-draft.ts';
import { buildEach } from './build-each.ts';
import { addServerOption, findApi } from '../../options/server-options.ts';
import { fetchRecord } from '../../../client/http/fetch-records.ts';
import { findPlace } from '../../options/stream-place.ts';
import {
  addStatementOptions,
  readStatement,
  requireStated,
  type StatementOptions,
} from '../../options/statement-options.ts';

/** What a record is built from. */
export interface BuildOptions extends CommonOptions, DomainOptions, StatementOptions {
  readonly party: string;
  readonly kind: KindName;
  readonly subject?: string;
  readonly entries?: string;
  readonly salts: SaltMode;
  readonly public?: boolean;
  readonly source?: readonly string[];
  readonly answers?: string;
  readonly sequence?: string;
  readonly previous?: string;
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
export function addRecordBuildCommand(record: Command, context: CommandContext): void {
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
  addDomainOptions(addServerOption(addStatementOptions(command)))
    .option('--sequence <number>', 'sequence in the stream, to work without a server')
    .option('--previous <id>', 'id of the version before it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: BuildOptions) =>
      options.each === undefined ? buildRecord(context, options) : buildMany(context, options.each, options),
    );
}

/** Builds a record and writes it to its file. @throws UsageError, BadInput, DatasetRefused, ApiError */
export async function buildRecord({ terminal }: Ask, options: BuildOptions): Promise<void> {
  const answers = options.answers === undefined ? null : parseRecordId(options.answers);
  const stream: StreamName = {
    party: parseParty(options.party),
    kind: KINDS[options.kind],
    subject:
      options.subject === undefined
        ? await findAnsweredSubject({ terminal }, options, answers)
        : parseWith(subjectSchema, options.subject),
  };
  const { entries, secret } = await readSalted({ terminal }, options);
  const place = await findPlace(terminal, options, stream);
  const statement = await keepWithdrawn(
    { terminal },
    options,
    place.previous,
    await readStatement(terminal, options, answers),
  );
  requireStated(options.kind, statement);
  const draft = createDraft({
    domain: await findDomain(terminal, options),
    record: {
      ...stream,
      ...place,
      sources: collectSources(options, answers),
    },
    statement,
    entries,
    secret,
    public: options.public === true,
  });
  await writeDraft(terminal, draft, options);
}

async function buildMany({ terminal }: Ask, file: string, options: BuildOptions): Promise<void> {
  const given = EACH_EXCLUDES.filter((name) => options[name] !== undefined);
  if (given.length > 0 || (options.sequence !== undefined && options.sequence !== '1'))
    throw new UsageError(
      'option',
      `--each cannot be combined with --${given[0] ?? 'sequence other than 1'}: each line states its own`,
    );
  const count = await buildEach(terminal, {
    file,
    output: options.output,
    party: parseParty(options.party),
    kind: options.kind,
    domain: await findDomain(terminal, options),
    statement: await readStatement(terminal, options, null),
    salts: options.salts,
    public: options.public === true,
    json: options.json,
    findPlace: (stream) => findPlace(terminal, options, stream),
    findSubject: (answers) => findAnsweredSubject({ terminal }, options, answers),
  });
  printResult(
    terminal,
    options.json,
    { file: options.output, count },
    `${formatCount(count, 'record')} written to ${options.output}; next: ledger record sign --bulk ${options.output} --key <key file>`,
  );
}

const EACH_EXCLUDES = ['subject', 'entries', 'source', 'answers', 'previous'] as const;

type Ask = Pick<CommandContext, 'terminal'>;

async function findAnsweredSubject(
  { terminal }: Ask,
  options: BuildOptions,
  answers: Hex | null,
): Promise<string> {
  if (answers === null)
    throw new UsageError(
      'option',
      options.kind === 'assurance' || options.kind === 'decision'
        ? `the kind ${options.kind} needs --answers: the id of the record that it answers`
        : '--subject is missing: name the subject of the stream, such as inventory/2023',
    );
  const { record } = await fetchRecord(await findApi(terminal, options), answers);
  return hashStream(record).slice(2);
}

/** An assurance that is withdrawn keeps level and scope of the version before, unless the options state them. */
async function keepWithdrawn(
  { terminal }: Ask,
  options: BuildOptions,
  previous: Hex,
  statement: JsonObject,
): Promise<JsonObject> {
  const isWithdrawn = options.kind === 'assurance' && statement['opinion'] === 'withdrawn';
  if (!isWithdrawn || KEPT.every((name) => name in statement)) return statement;
  if (previous === ZERO_HASH)
    throw new UsageError('option', 'there is no earlier assurance of this record to withdraw');
  const before = (await fetchRecord(await findApi(terminal, options), previous)).statement;
  return { ...Object.fromEntries(KEPT.map((name) => [name, before[name] ?? ''])), ...statement };
}

const KEPT = ['level', 'scope'] as const;

async function readSalted({ terminal }: Ask, options: BuildOptions): Promise<SaltedEntries> {
  if (options.entries === undefined) return { entries: [], secret: null };
  const mode = options.public === true ? 'none' : options.salts;
  const entries = await readEntries(openTableFile(terminal, options.entries));
  if (options.kind === 'dataset') checkDatasetRows(options.entries, entries);
  return saltEntries(entries, mode, () => randomBytes(32));
}

function collectSources({ source = [] }: BuildOptions, answers: Hex | null): Hex[] {
  const ids = new Set([...source.map(parseRecordId), ...(answers === null ? [] : [answers])]);
  return [...ids].sort();
}
