import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerFile } from '../../../agents/answer/answer-file.ts';
import type { AnswerFaultCode } from '../../../agents/answer/answer-fault.ts';
import { answerFileOf, changed, codesOf, modelOf, taskOf, verify } from './answered-task.ts';

/** Each has one defect, and a digest that fits: what is found is the defect. Without a value, what is at the place is left out. */
const DEFECTS: readonly {
  readonly defect: string;
  readonly at: string;
  readonly value?: unknown;
  readonly codes: readonly AnswerFaultCode[];
}[] = [
  { defect: 'a digit', at: 'things.f1.value', value: '1284.616668', codes: ['thing-differs'] },
  { defect: 'an interval', at: 'things.f1.uncertainty.high', value: '9', codes: ['thing-differs'] },
  { defect: 'a label', at: 'things.f1.key', value: 'plant/other', codes: ['thing-differs'] },
  { defect: 'a unit', at: 'things.f1.unit', value: 'kg{CO2e}', codes: ['thing-differs'] },
  { defect: 'a period', at: 'things.f1.until', value: 1, codes: ['thing-differs'] },
  { defect: 'a party', at: 'things.f1.party', value: { identifier: 'lei:X' }, codes: ['thing-differs'] },
  { defect: 'gases', at: 'things.f1.gases', value: ['CH4'], codes: ['thing-differs'] },
  { defect: 'who may read it', at: 'things.f1.isPrivate', value: true, codes: ['thing-differs'] },
  { defect: 'a source', at: 'things.f1.source', value: { is: 'proven' }, codes: ['thing-differs'] },
  { defect: 'a finding', at: 'things.e1.message', value: 'nothing', codes: ['thing-differs'] },
  { defect: 'the version of a run', at: 'things.u1.run.version', value: '9', codes: ['thing-differs'] },
  { defect: 'a clause', at: 'things.l1.to.page', value: 'record', codes: ['thing-differs'] },
  { defect: 'a thing left out', at: 'things.f1', codes: ['thing-missing'] },
  { defect: 'a thing of nothing', at: 'things.f99', value: {}, codes: ['thing-unknown'] },
  {
    ...{ defect: 'a handle of another kind', at: 'blocks.0.slots.a', value: 'e1' },
    codes: ['duty-unmet', 'statement-refused'],
  },
  {
    ...{ defect: 'a handle of nothing', at: 'blocks.0.slots.a', value: 'f99' },
    codes: ['duty-unmet', 'statement-refused'],
  },
  {
    ...{ defect: 'a false statement', at: 'blocks.0.frame', value: 'interval-below-zero' },
    codes: ['duty-unmet', 'statement-refused'],
  },
  { defect: 'a statement left out', at: 'blocks.0', codes: ['duty-unmet'] },
  { defect: 'a row', at: 'runs.0.inputs.0.entries.0.value', value: '1', codes: ['thing-differs'] },
  { defect: 'a parameter', at: 'runs.0.parameters.gwpSet', value: 'AR6', codes: ['thing-differs'] },
  { defect: 'a run left out', at: 'runs.0', codes: ['calls-differ', 'foreign-run'] },
  { defect: 'a method', at: 'runs.0.method', value: 'inventory@1', codes: ['foreign-run'] },
  { defect: 'a call left out', at: 'transcript.calls.0', codes: ['calls-differ'] },
  { defect: 'a call of no tool', at: 'transcript.calls.0.tool', value: 'invent', codes: ['calls-differ'] },
  { defect: 'a type of question', at: 'question.type', value: 'land-year', codes: ['other-procedure'] },
  { defect: 'an unknown type', at: 'question.type', value: 'weather', codes: ['unknown-question'] },
  { defect: 'an engine', at: 'engine', value: `0x${'e'.repeat(64)}`, codes: ['engine-missing'] },
];

describe('an answer file with one defect', () => {
  let file: AnswerFile;
  beforeAll(async () => {
    file = await answerFileOf(taskOf('plant-scenario'), modelOf(taskOf('plant-scenario')));
  });

  it.each(DEFECTS)('in $defect fails, or is not checked', async ({ at, value, codes }) => {
    const verdict = await verify(changed(file, (copy) => setAt(copy, at, value)));
    expect(codesOf(verdict)).toEqual(expect.arrayContaining([...codes]));
    expect(verdict.verdict).not.toBe('verified');
  });

  it('is found by its digest, where that was not changed too', async () => {
    const copy = { ...file, blocks: file.blocks.toReversed() };
    expect(codesOf(await verify(copy))).toEqual(['digest-differs']);
  });

  it('is not checked where the reader does not accept its engine', async () => {
    const verdict = await verify(file, { engines: [] });
    expect([verdict.verdict, codesOf(verdict)]).toEqual(['unchecked', ['engine-not-accepted']]);
    expect(verdict.admitted).toBeNull();
  });
});

/** Puts a value at a place of a value of JSON; without one, what is there is left out. */
function setAt(whole: object, at: string, value: unknown): void {
  const steps = at.split('.');
  const last = steps.pop()!;
  const parent = steps.reduce((next, step) => (next as Record<string, object>)[step]!, whole);
  if (value !== undefined) (parent as Record<string, unknown>)[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else Reflect.deleteProperty(parent, last);
}
