import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { nameAnswerer } from '../../agents/answer/build-answer.ts';
import { rememberReads } from '../../agents/answer/remember-reads.ts';
import { type AnsweredPart, answerParts, type QuestionPart } from '../../agents/coordinator/answer-parts.ts';
import { PROCEDURES } from '../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import type { ComputeRun } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { NO_POLICY } from '../../agents/records/policy-digest.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import type { Api } from '../../client/http/api.ts';
import { type ComputePorts, computeFigures } from '../../jobs/compute/compute-figures.ts';
import { engineFolder } from '../engines/engine-folder.ts';
import { readInputProofs } from '../inputs/answer-proofs.ts';
import { readAskedParts } from '../inputs/ask-runs.ts';
import { openAskedRecords } from '../inputs/asked-records.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { openOfferPorts } from '../inputs/offer-ports.ts';
import { openTableFolders } from '../inputs/table-folder.ts';
import { openChoices } from '../../agents/procedures/propose.ts';
import { addDocumentOptions, type DocumentOptions } from '../options/document-options.ts';
import { type ModelOptions, openAnswerer } from '../options/model-options.ts';
import type { AskedRuns } from '../options/asked-runs.ts';
import { addLanguageOption, languageOf, type LanguageOptions } from '../options/language-option.ts';
import { checkForFile, chooseProcedures, namesOfRecords } from '../options/question-types.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { formatAnswer, formatQuestions, listAnswer } from '../output/answer-text.ts';
import { writeAnswer } from '../output/write-answer.ts';
import { printProgress, printResult } from '../output/print.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { finishInThreads } from '../threads/simulate-in-threads.ts';

interface AskOptions extends CommonOptions, ReaderOptions, DocumentOptions, ModelOptions, LanguageOptions {
  readonly policy?: string;
  readonly form?: readonly string[];
  readonly types?: boolean;
  readonly parameters?: readonly string[];
  readonly method?: readonly string[];
  readonly only?: readonly string[];
  readonly accept?: readonly string[];
  readonly out?: string;
  readonly withPrivate?: boolean;
}

const HELP = `
Answers a question about carbon accounts with figures that are computed here from your inputs.
The program writes all words and numbers. A figure has its handle behind it, such as [f2];
--json says what each handle stands for, with the run that computed it. Nothing is signed.

--types lists the types of questions, and the runs that each takes. The words of the question
choose the type, or --form does; each sentence that names a type is a part, which its own
agent answers. Inputs are those of ledger compute; --parameters gives the parameters of run a,
then b, and so on, and --method the method of a run, where it takes several. --only b=file is
an input of run b alone; of a question with several parts, --only land-year.b=file.

A choice that needs judgement, such as a factor of another year, is proposed with its reason and
with what it changes in tonnes. Nothing takes it: --accept a=NAME does, and the answer says so.
A workbook, or a CSV as a company keeps it, is read as ledger dataset import reads it. What it
leaves open, such as what a name means, is proposed in the same way.

A question about registered records takes proof files or record ids as inputs; without them,
its words find the newest results and disclosures of the ledger. Each proof is verified here,
under your policy: a figure of a record that does not verify is not shown.

Without a model, the forms planner answers. With one (--model: any host with the interface of
OpenAI, such as Ollama), the model chooses which tools to call and which statements to make;
what does not hold is refused. It sees handles and labels; with --values, the values of what is
not private too. Nothing is sent to a host before --agree names it once for this ledger. The
key is in LEDGER_MODEL_KEY, or in --model-key-file. At most 40 tool calls and 5 minutes; Ctrl-C
ends it.

--out writes an answer file, which ledger verify checks without a server: the statements, the
parameters and all rows of the runs, and the proof files of inputs that are registered. Anyone who
has the file reads these rows. With --key these may be private: --with-private says that they
may be in it. Remarks of a model are not.

Exit codes: 0 answered, 1 no answer that holds: the codes say why, 2 an input or option is wrong.

Examples:
  ledger ask --types
  ledger ask "For whom does each region emit?" regions.csv --method trade@1 \\
    --parameters trade.json
  ledger ask "排放是为谁产生的？" regions.csv --method trade@1 --parameters trade.json \\
    --language zh
  ledger ask "For whom?" regions.csv --form for-whom --method trade@1 \\
    --parameters trade.json --json
  ledger ask "For whom?" regions.csv --form for-whom --method trade@1 \\
    --parameters trade.json --out for-whom.carbon-answer.json
  ledger ask "Which scope 1 does the record state?" one-figure.carbon-proof.json
  ledger ask "已登记的范围一排放是多少？" --language zh`;

/** Adds `ask [question] [inputs...]`. */
export function addAskCommand(program: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const command = program
    .command('ask')
    .argument('[question]', 'in English or Chinese')
    .argument('[inputs...]', 'datasets, as those of ledger compute, or tables of your own')
    .option('--types', 'list the types of questions')
    .option('--form <type>', 'the type of the question (else its words choose it); repeat for several', many)
    .option('--parameters <file>', 'parameters of a run; repeat for each one', many)
    .option('--method <method>', 'method of a run; repeat for each one', many)
    .option('--only <run=file>', 'an input of one run; repeat for each one', many)
    .option('--accept <run=choice>', 'take a choice that an answer proposed, by its name; repeat', many)
    .option('--policy <file>', 'your rules for registered records (else .carbon-ledger/policy.json)')
    .option('--model <url>', 'base URL of a model (else the forms planner answers)')
    .option('--model-name <name>', 'its name')
    .option('--model-key-file <file>', 'file with its key (else LEDGER_MODEL_KEY)')
    .option('--agree <host>', 'agree once to send data of this ledger to this host')
    .option('--values', 'let the model see values that are not private')
    .option('-o, --out <file>', 'new answer file to write, such as plant.carbon-answer.json')
    .option('--with-private', 'write an answer file though its rows may be private (--key)');
  addLanguageOption(addReaderOptions(addDocumentOptions(command)), 'of the answer (else en)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((question: string | undefined, inputs: string[], options: AskOptions) =>
      ask(context, question, inputs, options),
    );
}

async function ask(
  { terminal, endWith }: CommandContext,
  text: string | undefined,
  inputs: readonly string[],
  options: AskOptions,
): Promise<void> {
  const language = languageOf(options) ?? 'en';
  if (options.types === true) {
    printResult(terminal, options.json, { types: PROCEDURES }, formatQuestions(PROCEDURES, language));
    return;
  }
  if (text === undefined) throw new UsageError('option', 'ask a question, or list their types with --types');
  const { procedures, unknown } = chooseProcedures(text, options.form);
  checkFile(options, procedures);
  const answerer = await openAnswerer(terminal, options);
  const say = (line: string): void => printProgress(terminal, options.json, line);
  for (const sentence of unknown) say(`not answered, no agent knows its words: ${sentence}`);
  let opened: Promise<Api> | undefined;
  const openApi = (): Promise<Api> => (opened ??= openReaderApi(terminal, options));
  const { names, folders } = openTableFolders(terminal, inputs);
  const asked = listAsked(names, options);
  const finder = await DocumentFinder.open(terminal, options, { openApi, folders, say });
  const offered = { ports: computePorts(finder), options: openOfferPorts(() => opened ?? null) };
  const parts = await readAskedParts(terminal, procedures, asked, { openApi, say, offered });
  const { records, policy } = procedures.every((each) => each.records === undefined)
    ? { policy: NO_POLICY, records: null }
    : await openAskedRecords(terminal, namesOfRecords(names, procedures), options, {
        openApi,
        openDocument: finder.find,
      });
  const remembered = records === null ? null : rememberReads(records);
  const named = [...names, ...asked.only.map((each) => each.replace(/^.*?=/u, ''))];
  const proofs = hasFileOfRuns(options, parts) ? await readInputProofs(terminal, named, openApi) : [];
  const question = { text, language, policy, parts };
  const answered = await untilStopped((signal) =>
    answerParts(question, answerer, {
      ...{ compute: computeWith(finder), ...openChoices(offered.options), signal },
      ...(remembered === null ? {} : { records: remembered }),
      onProgress: (shown) => say(plainText(render(shown, plainWriting(language)))),
    }),
  );
  print(terminal, answered, options);
  const by = nameAnswerer(answerer);
  const file = { question: { ...question, ...parts[0]! }, answered: answered[0]!, by, proofs };
  await keepAnswer(terminal, { ...file, records: remembered?.remembered() ?? null }, options);
  const refused = answered.find((part) => part.refused !== null)?.refused;
  if (refused != null) endWith(refused.error === 'stopped' ? 'signalled' : 'refused');
}

async function keepAnswer(
  terminal: Terminal,
  parts: Parameters<typeof writeAnswer>[1],
  { out }: AskOptions,
): Promise<void> {
  if (out !== undefined) await writeAnswer(terminal, parts, out);
}

/** Whether an answer file is written that has rows of inputs: then it has the proof files of those that are registered. */
function hasFileOfRuns({ out }: AskOptions, parts: readonly QuestionPart[]): boolean {
  return out !== undefined && parts.some(({ runs }) => runs.length > 0);
}

/** @throws UsageError `option` where an answer file cannot hold the answer, or would hold what may be private and nobody said that it may */
function checkFile({ out, key, withPrivate }: AskOptions, procedures: readonly Procedure[]): void {
  if (out === undefined) return;
  checkForFile(procedures);
  if (key === undefined || withPrivate === true) return;
  throw new UsageError(
    'option',
    'an answer file holds all rows of its inputs, and those that --key opens may be private: add --with-private if anyone who gets the file may read them',
  );
}

function listAsked(
  inputs: readonly string[],
  { only = [], accept: accepted = [], parameters = [], method: methods = [], key }: AskOptions,
): AskedRuns {
  return { inputs, only, accepted, parameters, methods, isPrivate: key !== undefined };
}

function computeWith(finder: DocumentFinder): ComputeRun {
  return (request) => computeFigures(request, computePorts(finder));
}

function computePorts(finder: DocumentFinder): ComputePorts {
  return {
    engines: engineFolder,
    openDocument: finder.find,
    finish: finishInThreads({ threads: availableParallelism(), onProgress: () => {} }),
    onProgress: () => {},
  };
}

/** Prints the answer of one agent, or those of several, each under what its part asks. */
function print(terminal: Terminal, answers: readonly AnsweredPart[], options: AskOptions): void {
  const language = languageOf(options) ?? 'en';
  const listed = answers.map((answered) => listAnswer(answered.procedure, answered, language));
  const texts = answers.map((answered) => {
    const text = formatAnswer(answered, language);
    return answers.length === 1 ? text : `${answered.procedure.asks[language]}\n\n${text}`;
  });
  printResult(
    terminal,
    options.json,
    listed.length === 1 ? listed[0]! : { parts: listed },
    texts.join('\n\n'),
  );
}
