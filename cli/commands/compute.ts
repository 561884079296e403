import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import type { Api } from '../../client/http/api.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printProgress } from '../output/print.ts';
import {
  type ComputedFigures,
  computeFigures,
  type ComputePorts,
  type ComputeRequest,
} from '../../jobs/compute/compute-figures.ts';
import type { SimulationProgress } from '../../jobs/compute/simulate-here.ts';
import { type Approach, showParameters } from '../../jobs/compute/own-parameters.ts';
import { checkInputs } from '../../jobs/compute/run-sources.ts';
import { formatSaved, listSaved } from '../../jobs/compute/saved-entries.ts';
import { formatDraft, idOfDraft } from '../../jobs/register/draft.ts';
import { engineFolder } from '../engines/engine-folder.ts';
import { finishInThreads } from '../threads/simulate-in-threads.ts';
import {
  addPictureOptions,
  describePicture,
  drawAsked,
  type DrawnPicture,
  type PictureAsked,
  type PictureOptions,
  readPictureOptions,
  writePicture,
} from '../output/picture-file.ts';
import { colourMarks } from '../output/colour.ts';
import { reportProgress } from '../output/progress-text.ts';
import { checkSolutionFile, writeSolution } from '../output/solution-file.ts';
import { formatFigures } from '../output/figures/figures-table.ts';
import { parseThreads } from '../options/threads.ts';
import { parsePartyName } from '../options/id-arguments.ts';
import { openPoolPorts } from '../options/work-options.ts';
import { finishOnPools } from '../../jobs/work/finish-on-pools.ts';
import { writeNewFile } from '../terminal/files.ts';
import { addDocumentOptions, DOCUMENT_PLACES, type DocumentOptions } from '../options/document-options.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { explainMissing, nameGiven } from '../inputs/run-documents.ts';
import { readRunInputs, type RunInputs } from '../inputs/run-inputs.ts';
import { explainWithOffers, takeNamed } from '../inputs/offered-run.ts';
import { openOfferPorts } from '../inputs/offer-ports.ts';
import { resultOfEntries } from '../inputs/result-inputs.ts';
import { chooseRun } from '../inputs/run-parameters.ts';
import { openTableFolders } from '../inputs/table-folder.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { openDraftPorts } from '../options/record/draft-ports.ts';
import { readRecordOptions, type RecordOptions } from '../options/record/record-options.ts';
import { addStatementOptions } from '../options/record/statement-options.ts';
import { draftRecord } from '../../jobs/register/draft-record.ts';

interface ComputeOptions
  extends
    CommonOptions,
    ReaderOptions,
    DocumentOptions,
    PictureOptions,
    Omit<RecordOptions, 'party' | 'subject'> {
  readonly parameters?: string;
  readonly groups?: readonly string[];
  readonly take?: readonly string[];
  readonly missing?: 'refuse' | 'leave-out';
  readonly intervals?: '1' | '2' | 'both';
  readonly solution?: string;
  readonly save?: string;
  readonly strict?: boolean;
  readonly refuseWarnings?: boolean;
  readonly threads?: string;
  readonly pool?: readonly string[];
  readonly record?: string;
  readonly party?: string;
  readonly subject?: string;
}

const HELP = `
Runs a method on this machine and sends nothing. Each input is a dataset:
  0x…                  a record id; the record is fetched from the server
                       (private entries need --key)
  *.record.json        a record file, as written by ledger record build
  *.carbon-proof.json  a proof file: the dataset records that it shows
  *.ndjson             a dataset file, as written by ledger dataset import
  *.csv                a table of entries that is not a record yet; or a list of groups, with the
                       columns member and group, or of spreads: stressor, region and spread
  a folder             a table that ledger dataset table has read, with its documents
  *.json               an array of {record, entries}; not proven to be records

Without --parameters, a run takes what its inputs leave no choice about: the period of a table,
the only GWP set, the only list of groups. It prints what it takes, and asks for a file if the
method needs more.

--groups names a list that puts regions or sectors into groups: a CSV with the columns member
and group, such as AT,EU27, or a dataset file. Figures of trade@1 are then of groups, as sums of
those of the whole table. data/groups/ has EU27 and OECD. --missing leave-out computes without
members that the table lacks, and says so. --intervals gives each figure an interval, by
propagation (1), by random draws (2), or by both, as far as rows say how sure they are. For a
table of documents, a CSV says it: CO2,CN,10%; without a region it is about all others.

Parameters are a JSON file: rounding, period and what the method needs. Times are days
(2023-01-01), moments (2023-01-01T08:00:00Z) or unix seconds; until is exclusive. See "ledger methods <method>". An example for inventory@2 and 2023 (UTC),
which uses an older factor because that of 2023 is missing:
  {"rounding": {"mode": "half-even", "decimals": 3},
   "period": {"from": "2023-01-01", "until": "2024-01-01"},
   "gwpSet": "AR5", "grids": {"location": "national", "residual": "national"},
   "entities": ["lei:529900T8BM49AURSDO55"], "totals": {"co2Only": "list"},
   "proxies": [{"record": "0x…", "key": "CN/2022/average",
                "reason": "the 2023 factors are not published yet"}]}
A proxy names the record that holds the factor. For a file that is not a record yet, use the
SHA-256 that ledger dataset show prints.

A run that lacks a factor is refused, and lists what exists to close each gap: another year or
place, a default, in the inputs, the starter data and, where it reads records, the ledger; each
with what it gives in tonnes. --take takes one by its name: its file or record becomes an input,
and where it is of another time or place it is declared as a proxy, with the reason. The command
prints the parameters with which the run is repeated.

Each run accounts for every row that it reads: used, or left out for a reason. --strict refuses
a run that leaves out an activity. Factors that no activity needs are a library, "not needed",
and no reason to refuse; neither are documents. --json lists the keys of all rows left out.

A warning names rows, what they give in tonnes, and its share of the total. One that does not
matter is accepted in the parameters, with a reason, which the record of the run keeps:
  "accepted": [{"code": "missing-months", "series": "fuel-use of facility works-1, fuel coal",
                "reason": "closed from June"},
               {"code": "likely-double", "row": "gas/2023-05b", "reason": "two boilers"}]
--refuse-warnings refuses a run with any other warning.

uncertainty@1 computes the figures of another method, with an interval beside each: give that
method and its own parameters in the members method and parameters, and approach 1
(propagation of error), 2 (random draws) or "both". The result does not depend on --threads.
  {"method": "inventory@2", "parameters": {"gwpSet": "AR5", "grids": {…}},
   "approach": 2, "draws": 100000, "rounding": {…}, "period": {…}}

--pool names a party that runs workers (see "ledger worker"): they draw the random numbers, with
the same result. They read the rows from the ledger, so inputs are record ids, and private rows
need a grant for that party. One unit of what comes back is computed here too, and compared. For
--record, name pools of two owners, whose results must agree: else all is computed here again.

--out also draws a picture of the result, which says where its figures are from. flows shows who
emits for whom and paths the largest structural paths (both of trade@1), intervals shows figures
with their intervals, and contributions which rows make a figure unsure (both of uncertainty@1).
An .html file also has the numbers as a table. Neither has a script, or loads anything.

${DOCUMENT_PLACES}

Where a method solves equations, which can take minutes, --solution writes the solution to a
file, *.mtx, and the record names it by its hash. Send it with "ledger document send": who has
it need not solve again, "ledger reperform" then checks it in seconds.

Exit codes: 0 done, 2 an input or a parameter is wrong: the message gives row and column.

Examples:
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --strict
  ledger compute inventory@2 activity.csv factors.csv --parameters 2023.json --refuse-warnings
  ledger compute uncertainty@1 activity.csv factors.csv --parameters intervals.json --threads 2
  ledger compute uncertainty@1 0x… 0x… --parameters intervals.json --key company.key.json \\
    --pool urn:example.org:centre
  ledger compute trade@1 exiobase-2019 gwp-ar6.csv --groups eu27.csv
  ledger compute trade@1 exiobase-2019 gwp-ar6.csv spreads.csv --groups eu27.csv --intervals 1
  ledger compute trade@1 regions.csv --parameters trade.json --out flows.svg
  ledger compute scope2@2 0x… 0x… --parameters scope2.json --key company.key.json --json
  ledger compute trade@1 table.ndjson --parameters trade.json --documents matrices \\
    --solution solution.mtx
  ledger compute inventory@2 0x… 0x… --parameters 2023.json --key company.key.json \\
    --record inventory.record.json --party lei:529900T8BM49AURSDO55 \\
    --subject inventory/2023 --title "Inventory 2023"`;

/** Adds `compute <method> <inputs...>`. */
export function addComputeCommand(program: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const command = program
    .command('compute')
    .argument('<method>', 'method@version; ledger methods lists them')
    .argument('<inputs...>', 'datasets')
    .option(
      '--parameters <file>',
      'JSON file with the parameters of the run (else what its inputs leave no choice about)',
    )
    .option('--groups <file>', 'list of groups of regions or sectors; repeat for each one', many)
    .option(
      '--take <offer>',
      'take a factor that a refused run was offered, by its name; repeat for each one',
      many,
    )
    .addOption(
      new Option('--missing <how>', 'what to do with members of groups that the table lacks').choices([
        'refuse',
        'leave-out',
      ]),
    )
    .addOption(
      new Option('--intervals <approach>', 'interval of each figure: 1, 2 or both').choices([
        '1',
        '2',
        'both',
      ]),
    )
    .option('--solution <file>', 'also write the solution of the equations of the run to this new file, .mtx')
    .option(
      '--save <file>',
      'also write the figures to this new CSV file; it can be imported as the dataset trade',
    )
    .option('--strict', 'refuse a run that leaves out an activity')
    .option('--refuse-warnings', 'refuse a run with a warning that the parameters do not accept')
    .option('--threads <number>', 'how many threads draw random numbers (else one for each core)')
    .option('--pool <party>', 'have this party draw random numbers; repeat for a second one', many);
  addStatementOptions(addPictureOptions(addReaderOptions(addDocumentOptions(command))))
    .option(
      '--record <file>',
      'also build the result record and write it to this file; inputs must be anchored',
    )
    .option('--party <identifier>', 'of the record: its party')
    .option('--subject <subject>', 'of the record: its subject, such as inventory/2023')
    .option('--public', 'of the record: anyone may read its entries')
    .option('--sequence <number>', 'of the record: its sequence in the stream (else from the server)')
    .option('--previous <id>', 'of the record: the id of the version before it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((method: string, inputs: string[], options: ComputeOptions) =>
      compute(context, method, inputs, options),
    );
}

/** What the options ask for besides the figures. */
interface Asked {
  readonly target: (RecordOptions & { readonly file: string }) | null;
  readonly picture: PictureAsked | null;
  /** The file of the solution. */
  readonly solution: string | null;
  readonly threads: number;
  /** Parties that draw random numbers; none: this machine. */
  readonly pools: readonly string[];
}

/** @throws UsageError `option`, `file-exists` */
function readAsked(terminal: Terminal, options: ComputeOptions): Asked {
  const { record, solution = null, threads } = options;
  const target = record === undefined ? null : requireTarget(record, options);
  const picture = readPictureOptions(terminal, options);
  if (options.pool !== undefined && options.key === undefined)
    throw new UsageError('option', 'pools work for a party of the ledger: sign in with --key <key file>');
  if (solution !== null) checkSolutionFile(terminal, solution);
  return {
    ...{ target, picture, solution, pools: (options.pool ?? []).map(parsePartyName) },
    threads: threads === undefined ? availableParallelism() : parseThreads(threads),
  };
}

async function compute(
  { terminal }: CommandContext,
  named: string,
  given: readonly string[],
  options: ComputeOptions,
): Promise<void> {
  const asked = readAsked(terminal, options);
  const { target } = asked;
  let opened: Promise<Api> | undefined;
  const openOnce = (): Promise<Api> => (opened ??= openReaderApi(terminal, options));
  const say = (text: string): void => printProgress(terminal, options.json, text);
  const groups = options.groups ?? [];
  const { names, folders } = openTableFolders(terminal, given);
  const inputs = await readRunInputs(terminal, [...names, ...groups], openOnce, say);
  const { parameters: file, missing = null } = options;
  const about = { method: named, file, groups, missing, intervals: readApproach(options.intervals) };
  const chosen = await chooseRun(terminal, about, inputs);
  const { method } = chosen;
  const finder = await DocumentFinder.open(terminal, options, { openApi: openOnce, folders, say });
  if (asked.pools.length > 0) requireRecords(inputs);
  const finish = chooseFinish(terminal, asked, { options, say });
  const ports = openPorts(terminal, method, asked, { finder, say, finish });
  const offered = { ports, options: openOfferPorts(() => opened ?? null) };
  const run = await takeNamed(chosen, inputs, options.take ?? [], offered);
  if (file === undefined || run.taken.length > 0) say(`parameters: ${showParameters(run.parameters)}`);
  const request: ComputeRequest = {
    ...{ method, inputs: run.inputs, parameters: run.parameters, given: await nameGiven(terminal, options) },
    ...askFor(asked, options),
  };
  const computed = await explainMissing(finder, () => computeFigures(request, ports)).catch(
    async (error: unknown) => {
      throw await explainWithOffers(error, run, method, offered);
    },
  );
  await saveFigures(terminal, options, computed);
  const written = { method, result: computed, solutionFile: asked.solution };
  const draw = (record: Hex | null): DrawnPicture | null =>
    asked.picture === null
      ? null
      : drawAsked(asked.picture, resultOfEntries(computed.entries, 'whole'), record);
  if (target === null) {
    const picture = draw(null);
    if (picture !== null) await writePicture(terminal, picture);
    printRun(terminal, options.json, { ...written, picture });
    return;
  }
  const superseded = await checkInputs(await openOnce(), computed.used, run.unregistered, request.warnings);
  const sketch = await readRecordOptions(terminal, 'result', target);
  const draft = await draftRecord(
    { ...sketch, entries: computed.entries, sources: computed.used },
    openDraftPorts(terminal, target),
  );
  const id = idOfDraft(draft);
  const picture = draw(id);
  await writeNewFile(terminal, target.file, formatDraft(draft), 'secret');
  if (picture !== null) await writePicture(terminal, picture);
  const result = { ...computed, warnings: [...superseded, ...computed.warnings] };
  printRun(terminal, options.json, { ...written, result, picture, record: { id, file: target.file } });
}

/** Returns what a run refuses, and whether the entries of its record are needed. */
function askFor(
  { target, picture }: Asked,
  { strict, refuseWarnings, save }: ComputeOptions,
): Pick<ComputeRequest, 'leftOut' | 'warnings' | 'entries'> {
  return {
    leftOut: strict === true ? 'refused' : 'listed',
    warnings: refuseWarnings === true ? 'refused' : 'listed',
    entries: target === null && picture === null && save === undefined ? 'not-needed' : 'listed',
  };
}

/** Writes the figures as CSV, where that is asked. */
async function saveFigures(
  terminal: Terminal,
  { save, party = 'own' }: ComputeOptions,
  { entries }: ComputedFigures,
): Promise<void> {
  if (save !== undefined) await writeNewFile(terminal, save, formatSaved(listSaved(entries, party)));
}

function readApproach(text: ComputeOptions['intervals']): Approach | null {
  if (text === undefined) return null;
  return text === 'both' ? text : text === '1' ? 1 : 2;
}

/** Returns what this machine gives the run. */
function openPorts(
  terminal: Terminal,
  method: string,
  { solution: file }: Asked,
  {
    finder,
    say,
    finish,
  }: {
    readonly finder: DocumentFinder;
    readonly say: (text: string) => void;
    readonly finish: Pick<ComputePorts, 'finish' | 'where'>;
  },
): ComputePorts {
  let report = (_done: number): void => {};
  return {
    engines: engineFolder,
    openDocument: finder.find,
    ...finish,
    onProgress: ({ step, done }) => {
      if (step === 'computing') report = reportProgress('solving', say, terminal.now);
      else if (done !== null) report(done);
    },
    ...(file === null
      ? {}
      : { keepSolution: (solution) => writeSolution(terminal, file, { method, solution }) }),
  };
}

/** What a choice of the place needs. */
interface Place {
  readonly options: ComputeOptions;
  readonly say: (text: string) => void;
}

/** Returns where random numbers are drawn: in threads here, or on pools. */
function chooseFinish(
  terminal: Terminal,
  { threads, pools, target }: Asked,
  { options, say }: Place,
): Pick<ComputePorts, 'finish' | 'where'> {
  const onProgress = (progress: SimulationProgress): void => say(describeSimulation(progress));
  if (pools.length === 0) return { finish: finishInThreads({ threads, onProgress }) };
  const party = options.party === undefined ? undefined : parsePartyName(options.party);
  return finishOnPools(
    { pools, party, check: target === null ? 'sample' : 'alone' },
    { ...openPoolPorts(terminal, options, say), onProgress },
  );
}

/** Pools read rows from the ledger. @throws UsageError `option` */
function requireRecords({ unregistered }: RunInputs): void {
  if (unregistered.length > 0)
    throw new UsageError(
      'option',
      `pools read rows from the ledger, but ${unregistered[0]} is no record of it: register its dataset first, and name the record id`,
    );
}

/** Returns how far a simulation is, for people. */
function describeSimulation({ done, left }: SimulationProgress): string {
  const rest = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
  return `draws: ${Math.floor(100 * done)} % done, about ${rest} left`;
}

/** Returns the options of the record to build. @throws UsageError `option` if party or subject is missing */
function requireTarget(file: string, options: ComputeOptions): RecordOptions & { readonly file: string } {
  const { party, subject } = options;
  if (party !== undefined && subject !== undefined) return { ...options, party, subject, file };
  throw new UsageError('option', '--record also needs --party and --subject');
}

/** What a run gave and has written. */
interface Written {
  readonly method: string;
  readonly result: ComputedFigures;
  readonly solutionFile: string | null;
  readonly picture: DrawnPicture | null;
  readonly record?: { readonly id: string; readonly file: string };
}

/** Prints a run. JSON is written figure by figure, because a run can be longer than the longest string. */
function printRun(
  terminal: Terminal,
  json: boolean | undefined,
  { method, result, record, solutionFile, picture }: Written,
): void {
  const kept = result.solution;
  const solution = kept === null || solutionFile === null ? null : { file: solutionFile, ...kept };
  if (json !== true) {
    const text = formatFigures(method, result);
    terminal.writeOut(`${terminal.hasColour ? colourMarks(text) : text}\n`);
    if (picture !== null) terminal.writeOut(`\n${describePicture(picture)}\n`);
    if (solution !== null)
      terminal.writeOut(
        `\nsolution ${solution.sha256}\nwritten to ${solution.file}, ${solution.size} bytes; once the record is registered: ledger document send ${solution.file} --key <key file>\n`,
      );
    if (record !== undefined)
      terminal.writeOut(
        `\nrecord   ${record.id}\nwritten to ${record.file}; next: ledger record sign ${record.file} --key <key file>\n`,
      );
    return;
  }
  terminal.writeOut('{"figures":[');
  result.figures.forEach((figure, index) =>
    terminal.writeOut(`${index === 0 ? '' : ','}${JSON.stringify(figure)}`),
  );
  const made = record === undefined ? '' : `,"record":${JSON.stringify(record)}`;
  const solved = solution === null ? '' : `,"solution":${JSON.stringify(solution)}`;
  const drawn =
    picture === null ? '' : `,"picture":${JSON.stringify({ kind: picture.kind, file: picture.file })}`;
  terminal.writeOut(`],"warnings":${JSON.stringify(result.warnings)},"reconciliation":[`);
  result.reconciliation.forEach((record, index) =>
    terminal.writeOut(`${index === 0 ? '' : ','}${JSON.stringify(record)}`),
  );
  terminal.writeOut(`]${solved}${drawn}${made}}\n`);
}
