import { expect, it } from 'vitest';
import { answerQuestion } from '../../agents/coordinator/answer-question.ts';
import { findProcedure } from '../../agents/coordinator/procedures.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { TASKS } from './tasks/all-tasks.ts';
import { compute, POLICY, runsOf } from './tasks/task-run.ts';

const inProducts = TASKS.find(({ question }) => question === 'is-lower')!;
const ofInterval = TASKS.find(({ question }) => question === 'published-interval')!;

async function answer(
  question: string,
  task: typeof inProducts,
  text: string,
  runs = runsOf(task),
): Promise<string> {
  const asked = { procedure: findProcedure(question)!, text, runs, policy: POLICY };
  const ports = { compute, onProgress: () => {}, signal: new AbortController().signal };
  const { admitted } = await answerQuestion({ ...asked, language: 'en' }, 'forms', ports);
  return plainText(render(admitted, plainWriting('en')));
}

it('an answer says which run has no figure that its question is about', async () => {
  expect(await answer('is-lower', ofInterval, 'Is B lower?')).toContain('[no-figure-of-run]');
  expect(await answer('is-lower', inProducts, 'Is B lower?')).not.toContain('[no-figure-of-run]');
});

it('an answer says that its question has no number to compare with', async () => {
  expect(await answer('published-interval', ofInterval, 'Is the interval right?')).toContain('[no-number]');
  expect(await answer('published-interval', ofInterval, 'Is 1,000 right?')).not.toContain('[no-number]');
});

it('an answer says which run was left out, and answers from the others', async () => {
  const table = TASKS.find(({ question }) => question === 'open-table')!;
  const first = runsOf(table).filter(({ run }) => run === 'a');
  const text = await answer('open-table', table, 'What does Germany consume?', first);
  expect(text).toContain('[run-not-given]');
  expect(text).toContain('for-exports/');
});
