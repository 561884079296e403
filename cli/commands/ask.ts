import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { answerQuestion, type Answered } from '../../agents/coordinator/answer-question.ts';
import { findProcedure, PROCEDURES, splitQuestion } from '../../agents/coordinator/procedures.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import type { ComputeRun } from '../../agents/procedures/workbench.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import type { Language } from '../../agents/words/language.ts';
import type { Api } from '../../client/http/api.ts';
import { computeFigures } from '../../jobs/compute/compute-figures.ts';
import { engineFolder } from '../engines/engine-folder.ts';
import { readAskedRuns } from '../inputs/ask-runs.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { openTableFolders } from '../inputs/table-folder.ts';
import { addDocumentOptions, type DocumentOptions } from '../options/document-options.ts';
import { type ModelOptions, openAnswerer } from '../options/model-options.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { formatAnswer, formatQuestions, listAnswer } from '../output/answer-text.ts';
import { printProgress, printResult } from '../output/print.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { ANSWER_MS, withinTime } from '../terminal/within-time.ts';
import { finishInThreads } from '../threads/simulate-in-threads.ts';

interface AskOptions extends CommonOptions, ReaderOptions, DocumentOptions, ModelOptions {
  readonly form?: string;
  readonly types?: boolean;
  readonly parameters?: readonly string[];
  readonly method?: readonly string[];
  readonly only?: readonly string[];
  readonly language: 'en' | 'zh';
}

/** No policy is read: figures of runs are computed here, and nothing of them is proven. */
const NO_POLICY = `0x${'0'.repeat(64)}` as const;

const HELP = `
Answers a question about carbon accounts with figures that are computed here from your inputs.
The program writes all words and numbers. A figure has its handle behind it, such as [f2];
--json says what each handle stands for, with the run that computed it. Nothing is signed.

--types lists the types of questions, and the runs that each takes. The words of the question
choose the type, or --form does. Inputs are those of ledger compute; --parameters gives the
parameters of run a, then b, and so on, and --method the method of a run, where it takes
several. --only b=file is an input of run b alone.

Without a model, the forms planner answers. With one (--model: any host with the interface of
OpenAI, such as Ollama), the model chooses which tools to call and which statements to make;
what does not hold is refused. It sees handles and labels; with --values, the values of what is
not private too. Nothing is sent to a host before --agree names it once for this ledger. The
key is in LEDGER_MODEL_KEY, or in --model-key-file. At most 40 tool calls and 5 minutes; Ctrl-C
ends it.

Exit codes: 0 answered, 1 no answer that holds: the codes say why, 2 an input or option is wrong.

Examples:
  ledger ask --types
  ledger ask "For whom does each region emit?" regions.csv --method trade@1 \\
    --parameters trade.json
  ledger ask "排放是为谁产生的？" regions.csv --method trade@1 --parameters trade.json \\
    --language zh
  ledger ask "For whom?" regions.csv --form for-whom --method trade@1 \\
    --parameters trade.json --json`;

/** Adds `ask [question] [inputs...]`. */
export function addAskCommand(program: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  const command = program
    .command('ask')
    .argument('[question]', 'in English or Chinese')
    .argument('[inputs...]', 'datasets, as those of ledger compute')
    .option('--types', 'list the types of questions')
    .option('--form <type>', 'the type of the question (else its words choose it)')
    .option('--parameters <file>', 'parameters of a run; repeat for each one', many)
    .option('--method <method>', 'method of a run; repeat for each one', many)
    .option('--only <run=file>', 'an input of one run; repeat for each one', many)
    .addOption(new Option('--language <language>', 'of the answer').choices(['en', 'zh']).default('en'))
    .option('--model <url>', 'base URL of a model (else the forms planner answers)')
    .option('--model-name <name>', 'its name')
    .option('--model-key-file <file>', 'file with its key (else LEDGER_MODEL_KEY)')
    .option('--agree <host>', 'agree once to send data of this ledger to this host')
    .option('--values', 'let the model see values that are not private');
  addReaderOptions(addDocumentOptions(command))
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
  const language = languageOf(options);
  if (options.types === true) {
    printResult(terminal, options.json, { types: PROCEDURES }, formatQuestions(PROCEDURES, language));
    return;
  }
  if (text === undefined) throw new UsageError('option', 'ask a question, or list their types with --types');
  const procedure = chooseProcedure(text, options.form);
  const answerer = await openAnswerer(terminal, options);
  const say = (line: string): void => printProgress(terminal, options.json, line);
  let opened: Promise<Api> | undefined;
  const openApi = (): Promise<Api> => (opened ??= openReaderApi(terminal, options));
  const { names, folders } = openTableFolders(terminal, inputs);
  const { only = [], parameters = [], method: methods = [] } = options;
  const asked = { inputs: names, only, parameters, methods, isPrivate: options.key !== undefined };
  const runs = await readAskedRuns(terminal, procedure, asked, { openApi, say });
  const finder = await DocumentFinder.open(terminal, options, { openApi, folders, say });
  const question = { procedure, text, language, runs, policy: NO_POLICY };
  const answered = await withinTime(ANSWER_MS, (signal) =>
    answerQuestion(question, answerer, {
      ...{ compute: computeWith(finder), signal },
      onProgress: (shown) => say(plainText(render(shown, plainWriting(language)))),
    }),
  );
  print(terminal, { procedure, answered }, options);
  if (answered.refused !== null) endWith(answered.refused.error === 'stopped' ? 'signalled' : 'refused');
}

function languageOf({ language }: AskOptions): Language {
  return language === 'en' ? 'en' : 'zh-CN';
}

/** @throws UsageError `option` where the words name no type, and no option does */
function chooseProcedure(text: string, form: string | undefined): Procedure {
  const found = form === undefined ? (splitQuestion(text)[0] ?? null) : findProcedure(form);
  if (found !== null) return found;
  const known = PROCEDURES.map(({ question }) => question).join(', ');
  throw new UsageError(
    'option',
    `${form === undefined ? 'the words of the question name no type that an agent answers' : `no type of question is called ${form}`}: add --form with one of ${known}; ledger ask --types says what each takes`,
  );
}

function computeWith(finder: DocumentFinder): ComputeRun {
  return (request) =>
    computeFigures(request, {
      engines: engineFolder,
      openDocument: finder.find,
      finish: finishInThreads({ threads: availableParallelism(), onProgress: () => {} }),
      onProgress: () => {},
    });
}

function print(
  terminal: Terminal,
  { procedure, answered }: { readonly procedure: Procedure; readonly answered: Answered },
  options: AskOptions,
): void {
  const language = languageOf(options);
  printResult(
    terminal,
    options.json,
    listAnswer(procedure, answered, language),
    formatAnswer(answered, language),
  );
}
