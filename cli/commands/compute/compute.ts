import { type Command, Option } from 'commander';
import type { Api } from '../../../client/http/api.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import {
  type ComputedFigures,
  computeFigures,
  type ComputeRequest,
} from '../../../jobs/compute/compute-figures.ts';
import { showParameters } from '../../../jobs/compute/own-parameters.ts';
import { checkInputs } from '../../../jobs/compute/run-sources.ts';
import { formatSaved, listSaved } from '../../../jobs/compute/saved-entries.ts';
import { draftRecord } from '../../../jobs/register/draft-record.ts';
import { type Draft, formatDraft, idOfDraft } from '../../../jobs/register/draft.ts';
import { DocumentFinder } from '../../inputs/document-inputs.ts';
import { explainWithOffers, takeNamed } from '../../inputs/offered-run.ts';
import { openOfferPorts } from '../../inputs/offer-ports.ts';
import { resultOfEntries } from '../../inputs/result-inputs.ts';
import { explainMissing, nameGiven } from '../../inputs/run-documents.ts';
import { readRunInputs } from '../../inputs/run-inputs.ts';
import { chooseRun } from '../../inputs/run-parameters.ts';
import { openTableFolders } from '../../inputs/table-folder.ts';
import { addDocumentOptions } from '../../options/document-options.ts';
import { addReaderOptions, openReaderApi } from '../../options/reader-options.ts';
import { openDraftPorts } from '../../options/record/draft-ports.ts';
import { readRecordOptions } from '../../options/record/record-options.ts';
import { addStatementOptions } from '../../options/record/statement-options.ts';
import { addPictureOptions, drawAsked, type DrawnPicture, writePicture } from '../../output/picture-file.ts';
import { printProgress } from '../../output/print.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { writeNewFile } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { COMPUTE_HELP } from './compute-help.ts';
import { askFor, type Asked, type ComputeOptions, readApproach, readAsked } from './compute-options.ts';
import { printRun } from './print-run.ts';
import { chooseFinish, openPorts, requireRecords } from './run-ports.ts';

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
    .option('--pool <party>', 'have this party draw and solve; repeat for a second one', many);
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
    .addHelpText('after', COMPUTE_HELP)
    .action((method: string, inputs: string[], options: ComputeOptions) =>
      compute(context, method, inputs, options),
    );
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
  const draft = await draftResult(terminal, target, computed);
  const id = idOfDraft(draft);
  const picture = draw(id);
  await writeNewFile(terminal, target.file, formatDraft(draft), 'secret');
  if (picture !== null) await writePicture(terminal, picture);
  const result = { ...computed, warnings: [...superseded, ...computed.warnings] };
  printRun(terminal, options.json, { ...written, result, picture, record: { id, file: target.file } });
}

/** Returns the unsigned record of a run. */
async function draftResult(
  terminal: Terminal,
  target: NonNullable<Asked['target']>,
  { entries, used }: ComputedFigures,
): Promise<Draft> {
  const sketch = await readRecordOptions(terminal, 'result', target);
  return draftRecord({ ...sketch, entries, sources: used }, openDraftPorts(terminal, target));
}

/** Writes the figures as CSV, where that is asked. */
async function saveFigures(
  terminal: Terminal,
  { save, party = 'own' }: ComputeOptions,
  { entries }: ComputedFigures,
): Promise<void> {
  if (save !== undefined) await writeNewFile(terminal, save, formatSaved(listSaved(entries, party)));
}
