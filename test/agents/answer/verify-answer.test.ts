import { beforeAll, describe, expect, it } from 'vitest';
import { type AnswerFile, formatAnswer, parseAnswer } from '../../../agents/answer/answer-file.ts';
import { isPrivateAnswer } from '../../../agents/answer/build-answer.ts';
import { ANSWER_JSON } from '../../../agents/answer/answer-format.ts';
import { FRAMES } from '../../../agents/frames/frame-list.ts';
import type { Item } from '../../../agents/handles/item.ts';
import { reportAnswer } from '../../../agents/answer/report-answer.ts';
import type { AnswerVerdict } from '../../../agents/answer/verify-answer.ts';
import { LANGUAGES, type Language } from '../../../agents/words/language.ts';
import { knownFacts } from '../known-facts.ts';
import { TOOL_NAMES } from '../../../agents/tools/tool-names.ts';
import { formatAnswerReport } from '../../../cli/output/answer-verdict-text.ts';
import { findLoose } from '../oracle/check-answer-file.ts';
import { checkText } from '../oracle/check-document.ts';
import { plainText } from '../../../agents/render/plain-text.ts';
import { plainWriting } from '../../../agents/render/plain-writing.ts';
import { render } from '../../../agents/render/render.ts';
import { formatJson } from '../../../core/encoding/json.ts';
import type { BadInput } from '../../../core/errors.ts';
import { countRows } from '../../../jobs/compute/count-rows.ts';
import { answerTask } from '../tasks/task-run.ts';
import { scriptedModel } from '../tasks/scripted-model.ts';
import { TASKS } from '../tasks/all-tasks.ts';
import {
  answerFileOf,
  changed,
  codesOf,
  modelOf,
  portsFor,
  scriptOf,
  SIGHT,
  taskOf,
  verify,
} from './answered-task.ts';
import { IS_LONG } from '../../helpers/long.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A model's answers are verified in the long run: it is the same but for the transcript. */

/** What is in blocks and calls besides handles. */
const NAMES = new Set<string>([...FRAMES.map(({ id }) => id), ...TOOL_NAMES, 'a', 'b', 'c', 'd']);

/** Returns what `ledger verify` prints of statements, a line each. What it counts of the file itself is before them. */
function printed(file: AnswerFile, verdict: AnswerVerdict, language: Language): string {
  const [, ...parts] = formatAnswerReport(reportAnswer(file, verdict), null, language).split('\n\n');
  return parts
    .filter((part) => !part.includes('[not-followed]'))
    .map((part) => part.replaceAll(/\n\s*/g, ' '))
    .join('\n');
}

/** An answer about factors has no file: it has no run and no record. */
const WITH_FILE = TASKS.filter(({ options }) => options === undefined);

describe.each(WITH_FILE)('the answer file of $name', (task) => {
  it.each(IS_LONG ? (['forms', 'model'] as const) : (['forms'] as const))(
    'by %s is written, read and verified, and says the same',
    async (by) => {
      const answerer = by === 'forms' ? by : modelOf(task);
      const file = await answerFileOf(task, answerer);
      const read = parseAnswer(bytesOf(formatAnswer(file)));
      expect(read).toEqual(file);
      const verdict = await verify(read, portsFor(task));
      expect([codesOf(verdict), verdict.verdict]).toEqual([[], 'verified']);
      expect(verdict.unprovenRows).toBe(countRows(file.runs.flatMap(({ inputs }) => inputs)));
      const { admitted } = await answerTask(task, 'en', by === 'forms' ? by : modelOf(task));
      const [own, again] = [admitted, verdict.admitted!].map((each) =>
        plainText(render(each, plainWriting('en'))),
      );
      expect(again).toBe(own);
      const facts = new Map(Object.entries(file.things) as unknown as [string, Item][]);
      expect(findLoose(file, NAMES)).toEqual([]);
      for (const language of LANGUAGES)
        checkText(printed(file, verdict, language), knownFacts(facts, language));
    },
  );
});

describe('an answer from registered records', () => {
  const [task] = TASKS.filter(({ question }) => question === 'registered-figures');
  let file: AnswerFile;
  beforeAll(async () => {
    file = await answerFileOf(task!, modelOf(task!));
  });

  it('calls each statement with a figure proven', async () => {
    const { statements } = await verify(file, portsFor(task!));
    expect(statements.map(({ state }) => state)).toContain('proven');
    expect(statements.map(({ state }) => state)).not.toContain('computed');
  });

  it('is unchecked without a policy, and none of its figures is shown', async () => {
    const verdict = await verify(file);
    expect([verdict.verdict, codesOf(verdict)]).toEqual(['unchecked', ['proof-unchecked']]);
    expect(verdict.statements.map(({ state }) => state)).not.toContain('proven');
  });

  it('fails where a proof file does not verify any more, and names the check', async () => {
    const { verifyProof } = portsFor(task!);
    const verdict = await verify(file, {
      verifyProof: async (proof) => {
        const found = await verifyProof!(proof);
        return found.verdict === 'verified' ? { ...found, verdict: 'not-verified' } : found;
      },
    });
    expect(verdict.verdict).toBe('not-verified');
    expect(codesOf(verdict)).toContain('proof-not-verified');
    expect(verdict.statements.map(({ state }) => state)).not.toContain('proven');
  });

  it('fails in the digit that its proof file does not have', async () => {
    const [handle] = Object.keys(file.things).filter((each) => each.startsWith('f'));
    const verdict = await verify(
      changed(file, ({ things }) => {
        things[handle!]!['value'] = '99';
      }),
      portsFor(task!),
    );
    expect([verdict.verdict, codesOf(verdict)]).toEqual([
      'not-verified',
      ['proof-not-verified', 'thing-differs'],
    ]);
  });
});

describe('an answer of a model', () => {
  const task = taskOf('plant-scenario');
  const [first, ...others] = scriptOf(task);

  it('verifies with a call that found nothing, which is in its file', async () => {
    const inVain = { tool: 'compute', input: { run: 'd' } };
    const model = { model: scriptedModel([first!, inVain, ...others]), sight: SIGHT };
    const file = await answerFileOf(task, model);
    expect(file.transcript.calls[1]).toEqual({ ...inVain, handles: [] });
    expect(codesOf(await verify(file))).toEqual([]);
  });

  it('is refused where it took a step with handles of nothing', async () => {
    const which = taskOf('which-meters');
    const script = scriptOf(which).map((call) =>
      call.tool === 'choose-rows' ? { ...call, input: { figure: 'f99', within: 'g1' } } : call,
    );
    const model = { model: scriptedModel(script), sight: SIGHT };
    const { refused } = await answerTask(which, 'en', model);
    expect(refused!.problems.map(({ duty }) => duty)).toContain('step-chosen');
  });
});

describe('what is private', () => {
  it('is an answer with a private proof file, though no figure of it is shown', async () => {
    const answered = await answerTask(taskOf('is-lower'), 'en', 'forms');
    const listed = { records: [], by: 'given', hasMore: false } as const;
    const opened = [{ proof: new Uint8Array(), isPrivate: true }];
    expect(isPrivateAnswer({ answered, records: null })).toBe(false);
    expect(isPrivateAnswer({ answered, records: { listed, dependents: null, opened } })).toBe(true);
  });

  it('is a finding that names a line of private entries', async () => {
    const { things } = await answerFileOf(taskOf('panorama'), 'forms');
    const found = Object.values(things).find(({ code }) => code === 'rival-lines');
    expect(found).toMatchObject({ isPrivate: true });
  });
});

describe('a verification that is stopped', () => {
  it.each(['registered-figures', 'what-changes', 'is-lower'])(
    'blames no statement of %s',
    async (question) => {
      const task = taskOf(question);
      const file = await answerFileOf(task, 'forms');
      const { faults, statements } = await verify(file, { ...portsFor(task), signal: AbortSignal.abort() });
      expect(faults.map(({ code }) => code)).toContain('stopped');
      expect(new Set(statements.map(({ state }) => state))).toEqual(new Set(['not-checked']));
    },
  );
});

describe('what is not an answer file', () => {
  const BAD: readonly (readonly [what: string, text: string, code: string])[] = [
    ['text', 'no', 'json-syntax'],
    ['a number', '1', 'missing-member'],
    ['another format', '{"format":"carbon-ledger-proof/1"}', 'wrong-type'],
    ['a file without members', '{"format":"carbon-ledger-answer/1"}', 'missing-member'],
    ['a fraction', '{"format":1.5}', 'json-number'],
    ['a member twice', '{"format":1,"format":1}', 'json-duplicate-member'],
    ['values nested deeply', `${'['.repeat(40)}${']'.repeat(40)}`, 'json-depth'],
  ];

  it.each(BAD)('%s is refused with a code', (_, text, code) => {
    expect(() => parseAnswer(bytesOf(text))).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('an answer file in another form, with words of a model, a member of its own or a party of a run is refused', async () => {
    const file = await answerFileOf(taskOf('is-lower'), 'forms');
    const pretty = JSON.stringify(file, null, 1);
    const words = { is: 'remark', language: 'en', words: 'it is lower' } as const;
    const codeOf = (text: string): unknown => {
      try {
        return parseAnswer(bytesOf(text));
      } catch (error) {
        return (error as BadInput).code;
      }
    };
    expect(codeOf(pretty)).toBe('json-not-canonical');
    expect(codeOf(formatJson({ ...file, blocks: [words] }, ANSWER_JSON))).toBe('wrong-type');
    expect(codeOf(formatJson({ ...file, note: '' }, ANSWER_JSON))).toBe('unknown-member');
    const party = { id: `0x${'1'.repeat(64)}`, identifier: 'lei:X' } as const;
    const attributed = file.runs.map((run) => ({ ...run, party }));
    expect(codeOf(formatJson({ ...file, runs: attributed }, ANSWER_JSON))).toBe('wrong-type');
  });
});
