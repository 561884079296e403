import { expect, it } from 'vitest';
import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { ask, parseAnswer, PROCEDURES, verifyAnswerFile } from '../../library/agents.ts';
import { plainText, plainWriting, render } from '../../library/gate.ts';
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

it('a table of a company is read with the choices that were accepted, and a name that it does not propose is refused', async () => {
  const [run, forest] = runsOf(taskOf('forest-and-scope1'));
  const bytes = bytesOf('Month,Fuel,Quantity,Unit\n2023-05,Coal,3,mt\n');
  const own = ['fuels.csv#detail.category=1.A.2', 'fuels.csv#detail.geography=DE', 'fuels.csv#Unit:mt=t'];
  const answer = (accepted: readonly string[]): ReturnType<typeof ask> => {
    const tables = [{ run: 'a', name: 'fuels.csv', bytes, accepted }] as const;
    return ask({ question: 'Net?', type: 'forest-and-scope1', runs: [run!, forest!], tables, engine });
  };
  const open = await answer(own.slice(0, 2));
  const text = plainText(render(open.admitted, plainWriting('en')));
  expect(text).toContain('fuels.csv#Unit:mt=Mt');
  const { file } = await answer(own);
  expect(parseAnswer(bytesOf(file!)).runs[0]!.accepted).toHaveLength(3);
  expect((await verifyAnswerFile(bytesOf(file!), { engine })).verdict).toBe('verified');
  await expect(answer([...own.slice(0, 2), 'fuels.csv#Unit:mt=kg'])).rejects.toMatchObject({
    code: 'wrong-type',
  });
});

it('bytes that are no answer file are refused with a code', async () => {
  await expect(verifyAnswerFile(bytesOf('{}'), { engine })).rejects.toMatchObject({ code: 'missing-member' });
});
