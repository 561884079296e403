import type { Command } from 'commander';
import { answerQuestion, type Answerer } from '../../../agents/coordinator/answer-question.ts';
import { tryAttacks } from '../../../agents/evaluate/attacks/try-attacks.ts';
import { drawQuestion, type EvaluatedQuestion, listQuestions } from '../../../agents/evaluate/question.ts';
import { type EvaluationAbout, scoreAnswer } from '../../../agents/evaluate/score.ts';
import type { HostError } from '../../../agents/gate/notice.ts';
import type { ComputeRun } from '../../../agents/procedures/workbench.ts';
import { computeFigures } from '../../../jobs/compute/compute-figures.ts';
import { engineFolder } from '../../engines/engine-folder.ts';
import { EvaluationResults } from '../../inputs/evaluation-file.ts';
import { type ModelOptions, openAnswerer } from '../../options/model-options.ts';
import { countScores, type Evaluation, explain, formatEvaluation } from '../../output/evaluation-text.ts';
import { printProgress, printResult } from '../../output/print.ts';
import type { CommandContext, CommonOptions } from '../../terminal/command-context.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { untilStopped } from '../../terminal/until-stopped.ts';

interface EvaluateOptions extends CommonOptions, ModelOptions {
  readonly seed: string;
  readonly only?: readonly string[];
  readonly results?: string;
}

const HELP = `
Asks a model 75 questions: 15 tasks of the five agents, each five times, in English and
Chinese, with facts that --seed draws. Each answer is scored:
  right      what was shown has every figure, finding and statement of a right answer
  withheld   the gate refused the answer: codes were shown, and no figure of it
  wrong      what was shown holds, and lacks something that a right answer has
Before them, the gate judges the attacks of carbon-ledger/gate: each must be refused.

Without --model, the forms planner is asked: its score is the baseline. --only takes a task
or a question, such as plant-year or plant-year/3. With --results, each score is a line of a
file, and the same command continues after the last one. The facts are made up, so that a host
gets none of this ledger; it must be agreed to all the same.

Exit codes: 0 nothing is wrong, 1 an answer is wrong, an attack went through, or the host
ended it, 2 an option is wrong.

Examples:
  ledger agents evaluate --only plant-year --seed 7 --json
  ledger agents evaluate --model http://localhost:11434/v1 --model-name MODEL \\
    --agree localhost:11434 --results scores.ndjson`;

/** Adds `agents evaluate`. */
export function addEvaluateCommand(group: Command, context: CommandContext): void {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  group
    .command('evaluate')
    .description('score a model on 75 questions of the agents')
    .option('--model <url>', 'base URL of a model (else the forms planner answers)')
    .option('--model-name <name>', 'its name')
    .option('--model-key-file <file>', 'file with its key (else LEDGER_MODEL_KEY)')
    .option('--agree <host>', 'agree once to send data of this ledger to this host')
    .option('--values', 'let the model see values, and not labels alone')
    .option('--seed <number>', 'of the facts', '1')
    .option('--only <task>', 'these questions alone; repeat for each one', many)
    .option('--results <file>', 'keep each score in this file, and continue it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((options: EvaluateOptions) => evaluate(context, options));
}

async function evaluate({ terminal, endWith }: CommandContext, options: EvaluateOptions): Promise<void> {
  const seed = parseSeed(options.seed);
  const questions = chooseQuestions(listQuestions(seed), options.only ?? []);
  const answerer = await openAnswerer(terminal, options);
  const about = describe(answerer, seed);
  const results = await EvaluationResults.open(terminal, options.results, about);
  const say = (line: string): void => printProgress(terminal, options.json, line);
  try {
    const attacks = await tryAttacks();
    const error = await askAll(questions, answerer, results, say);
    const asked = questions.filter(({ id }) => results.has(id)).map(({ id }) => id);
    const evaluation: Evaluation = {
      ...{ about, attacks },
      scored: results.scored.filter(({ id }) => asked.includes(id)),
      left: { questions: questions.flatMap(({ id }) => (asked.includes(id) ? [] : id)), error },
    };
    print({ terminal, endWith }, evaluation, options);
  } finally {
    await results.close();
  }
}

/** @throws UsageError `option` */
function parseSeed(text: string): number {
  if (/^[0-9]{1,9}$/.test(text)) return Number(text);
  throw new UsageError('option', `--seed takes a whole number of at most nine digits, got ${text}`);
}

/** @throws UsageError `option` for a name that no question has */
function chooseQuestions(
  all: readonly EvaluatedQuestion[],
  only: readonly string[],
): readonly EvaluatedQuestion[] {
  const isOf = ({ id }: EvaluatedQuestion, name: string): boolean => id === name || id.startsWith(`${name}/`);
  for (const name of only)
    if (!all.some((each) => isOf(each, name))) {
      const tasks = [...new Set(all.map(({ id }) => id.slice(0, id.lastIndexOf('/'))))];
      throw new UsageError('option', `no question is called ${name}: name one of ${tasks.join(', ')}`);
    }
  return only.length === 0 ? all : all.filter((each) => only.some((name) => isOf(each, name)));
}

function describe(answerer: Answerer, seed: number): EvaluationAbout {
  const format = 'carbon-evaluation/1';
  if (answerer === 'forms') return { format, seed, model: null, host: null, sees: 'values' };
  const { model, sight } = answerer;
  return { format, seed, model: model.name, host: model.host, sees: sight.isBlind ? 'labels' : 'values' };
}

/** What a host does that says nothing of its model: the evaluation ends, and may continue later. */
const ENDING: readonly HostError[] = [
  ...(['host-unreachable', 'host-refuses-key', 'host-is-busy', 'host-failed', 'host-redirects'] as const),
  'stopped',
];

/** Asks the questions that have no score yet, and returns what ended it. */
async function askAll(
  questions: readonly EvaluatedQuestion[],
  answerer: Answerer,
  results: EvaluationResults,
  say: (line: string) => void,
): Promise<HostError | null> {
  for (const [at, question] of questions.entries()) {
    const { id, task } = question;
    if (results.has(id)) continue;
    const answered = await untilStopped((signal) =>
      answerQuestion(drawQuestion(question), answerer, { compute, signal, onProgress: () => {} }),
    );
    const scored = { id, ...scoreAnswer(task, answered) };
    if (scored.error !== null && ENDING.includes(scored.error)) return scored.error;
    await results.add(scored);
    say(`${at + 1} of ${questions.length}: ${explain(scored)}`);
  }
  return null;
}

const compute: ComputeRun = (request) =>
  computeFigures(request, {
    engines: engineFolder,
    openDocument: () => Promise.resolve(null),
    finish: (prepared) => prepared.finish(),
    onProgress: () => {},
  });

function print(
  { terminal, endWith }: Pick<CommandContext, 'terminal' | 'endWith'>,
  evaluation: Evaluation,
  { json }: EvaluateOptions,
): void {
  const { attacks, scored, left } = evaluation;
  const counts = countScores(scored);
  printResult(terminal, json, { ...evaluation, counts }, formatEvaluation(evaluation));
  if (left.error === 'stopped') endWith('signalled');
  else if (attacks.through.length > 0 || counts['wrong'] !== 0 || left.error !== null) endWith('refused');
}
