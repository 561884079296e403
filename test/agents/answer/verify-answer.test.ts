import { describe, expect, it } from 'vitest';
import { formatAnswer, parseAnswer } from '../../../agents/answer/answer-file.ts';
import { plainText } from '../../../agents/render/plain-text.ts';
import { plainWriting } from '../../../agents/render/plain-writing.ts';
import { render } from '../../../agents/render/render.ts';
import { answerTask } from '../tasks/task-run.ts';
import { TASKS } from '../tasks/tasks.ts';
import { answerFileOf, codesOf, modelOf, verify } from './answered-task.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Answers about registered records have no file: their proof files are. */
const WITH_FILE = TASKS.filter(({ records }) => records === undefined);

describe.each(WITH_FILE)('the answer file of $name', (task) => {
  it.each(['forms', 'model'] as const)(
    'by %s is written, read and verified, and says the same',
    async (by) => {
      const answerer = by === 'forms' ? by : modelOf(task);
      const file = await answerFileOf(task, answerer);
      const read = parseAnswer(bytesOf(formatAnswer(file)));
      expect(read).toEqual(file);
      const verdict = await verify(read);
      expect([codesOf(verdict), verdict.verdict]).toEqual([[], 'verified']);
      const { admitted } = await answerTask(task, 'en', by === 'forms' ? by : modelOf(task));
      const [own, again] = [admitted, verdict.admitted!].map((each) =>
        plainText(render(each, plainWriting('en'))),
      );
      expect(again).toBe(own);
    },
  );
});
