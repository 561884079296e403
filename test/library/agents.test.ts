import { expect, it } from 'vitest';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { ask, PROCEDURES, verifyAnswerFile } from '../../library/agents.ts';
import { taskOf } from '../agents/answer/answered-task.ts';
import { runsOf } from '../agents/tasks/task-run.ts';

const { digest } = (await engineFolder.list()).at(-1)!;
const engine = (await engineFolder.read(digest))!;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it('a program asks, and another one verifies the answer file', async () => {
  const task = taskOf('is-lower');
  const { refused, file, isPrivate } = await ask({ question: task.en, runs: runsOf(task), engine });
  expect([refused, isPrivate]).toEqual([null, false]);
  const report = await verifyAnswerFile(bytesOf(file!), { engine });
  expect(report.verdict).toBe('verified');
  expect(report.statements[0]).toMatchObject({
    state: 'computed',
    text: { en: expect.stringContaining('lower') as string },
  });
});

it('an answer that does not hold has no file, and a question of no known type is refused with its code', async () => {
  const { refused, file } = await ask({ question: 'For whom?', type: 'for-whom', engine });
  expect([refused === null, file]).toEqual([false, null]);
  await expect(ask({ question: 'How are you?', engine })).rejects.toMatchObject({ code: 'missing-member' });
  expect(PROCEDURES.map(({ question }) => question)).toContain('for-whom');
});

it('bytes that are no answer file are refused with a code', async () => {
  await expect(verifyAnswerFile(bytesOf('{}'), { engine })).rejects.toMatchObject({ code: 'missing-member' });
});
