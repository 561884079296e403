import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../agents/coordinator/answer-question.ts';
import { tryAttacks } from '../../agents/evaluate/attacks/try-attacks.ts';
import { drawQuestion, listQuestions } from '../../agents/evaluate/question.ts';
import { scoreAnswer } from '../../agents/evaluate/score.ts';
import type { Evaluation } from '../../cli/output/evaluation-text.ts';
import scripts from '../agents/tasks/scripts.json' with { type: 'json' };
import { compute } from '../agents/tasks/task-run.ts';
import { type Reply, send, startHost, type WiredCall, writeCalls } from '../agents/wire/host.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evaluate-'));
});
afterAll(() => rm(folder, { recursive: true }));

const evaluate = (...args: readonly string[]): Promise<CliRun> =>
  runLine(['agents', 'evaluate', '--json', ...args], { cwd: folder });
const read = ({ out }: CliRun): Evaluation & { readonly counts: object } =>
  JSON.parse(out) as ReturnType<typeof read>;

const SCRIPT: readonly WiredCall[] = scripts['a table of one country, whose consumption cannot be known'];
/** Evaluates a host on one task. */
async function ask(reply: Reply, ...args: readonly string[]): Promise<CliRun> {
  const { url } = await startHost(reply);
  const model = ['--model', url, '--model-name', 'm', '--agree', new URL(url).host];
  return evaluate('--only', 'open-table', ...model, ...args);
}
const right: Reply = (response, at) => send(response, writeCalls([SCRIPT[at % SCRIPT.length]!]));

describe('the questions', () => {
  it('are 75: five of each of 15 tasks, both situations of a task in both languages', () => {
    const questions = listQuestions(3);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(75);
    expect(new Set(questions.map(({ id }) => id.split('/')[0])).size).toBe(15);
    const asked = new Set(questions.map(({ task, language }) => `${task.name} ${language}`));
    expect(asked.size).toBe(2 * new Set(questions.map(({ task }) => task.name)).size);
  });

  it('have the same facts for the same seed, and others for another seed and in each round', () => {
    const facts = (seed: number): string[] =>
      listQuestions(seed)
        .filter(({ id }) => id.startsWith('cbam-good/'))
        .map((each) => JSON.stringify(drawQuestion(each).runs));
    expect(facts(1)).toEqual(facts(1));
    expect(new Set([...facts(1), ...facts(2)]).size).toBe(10);
  });
});

describe('the score of an answer', () => {
  it('is wrong where it lacks what a right answer has, and says what', async () => {
    const [question] = listQuestions(1).filter(({ id }) => id === 'open-table/1');
    const { task } = question!;
    const ports = { compute, onProgress: () => {}, signal: new AbortController().signal };
    const answered = await answerQuestion(drawQuestion(question!), 'forms', ports);
    expect(scoreAnswer(task, answered).score).toBe('right');
    const more = { ...task, frames: ['removal'], finds: ['meter-drift'], figures: [['a', 'none']] } as const;
    expect(scoreAnswer({ ...task, ...more }, answered)).toMatchObject({
      score: 'wrong',
      lacks: ['frame removal', 'finding meter-drift', 'figure a none'],
    });
  });
});

describe('ledger agents evaluate', () => {
  it('scores the forms planner, and refuses each attack', async () => {
    const run = await evaluate('--only', 'open-table', '--only', 'area-lost/2');
    expect(run.exit).toBe(0);
    const { about, attacks, counts, left } = read(run);
    expect(about).toMatchObject({ seed: 1, model: null });
    expect(attacks).toEqual({ ...(await tryAttacks()), through: [] });
    expect([counts, left.questions]).toEqual([{ right: 6, withheld: 0, wrong: 0 }, []]);
  });

  it('scores a model over the wire: right answers, and those that the gate withholds', async () => {
    expect(read(await ask(right)).counts).toEqual({ right: 5, withheld: 0, wrong: 0 });
    const prose: Reply = (response) => send(response, writeCalls([{ tool: 'answer', input: '12 %' }]));
    const run = await ask(prose, '--only', 'open-table/1');
    expect([run.exit, read(run).counts]).toEqual([0, { right: 0, withheld: 5, wrong: 0 }]);
    expect(read(run).scored[0]).toMatchObject({ codes: ['not-an-answer'], error: null });
  });

  it('ends where the host fails, and continues its file of results, also one that was cut off', async () => {
    const failing: Reply = (response, at, heard) =>
      at < SCRIPT.length * 2 ? right(response, at, heard) : send(response, '{}', 401);
    const { url } = await startHost(failing);
    const model = [
      '--model',
      url,
      '--model-name',
      'm',
      '--agree',
      new URL(url).host,
      '--results',
      'r.ndjson',
    ];
    const run = await evaluate('--only', 'open-table', ...model);
    expect(run.exit).toBe(1);
    expect(read(run)).toMatchObject({ counts: { right: 2 }, left: { error: 'host-refuses-key' } });
    expect(read(run).left.questions).toEqual(['open-table/3', 'open-table/4', 'open-table/5']);
    const path = join(folder, 'r.ndjson');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, -20));
    const again = await evaluate('--only', 'open-table', ...model);
    expect(read(again)).toMatchObject({ counts: { right: 1 }, left: { error: 'host-refuses-key' } });
    const other = await evaluate('--seed', '2', ...model);
    expect([other.exit, other.err]).toEqual([2, expect.stringContaining('name another file')]);
  });

  it.each([
    [['--only', 'everything'], 'no question is called everything'],
    [['--seed', 'x'], 'got x'],
    [['--model', 'http://127.0.0.1:1/v1', '--model-name', 'm'], 'nobody agreed'],
    [['--results', '.'], 'cannot read'],
  ])('refuses %j', async (args, message) => {
    const { exit, err } = await evaluate(...args);
    expect([exit, err]).toEqual([2, expect.stringContaining(message)]);
  });
});
