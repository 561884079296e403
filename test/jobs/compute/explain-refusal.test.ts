import { describe, expect, it } from 'vitest';
import { EngineError, placeOfAsked } from '../../../engine/errors/engine-error.ts';
import { explainRefusal, type NamedInput } from '../../../jobs/compute/explain-refusal.ts';

const HASH = `0x5b58e806b8${'0'.repeat(54)}`;
const RECORD = `0xaaaaaaaaaa${'0'.repeat(54)}`;
const at = (day: string): number => Date.parse(day) / 1000;

function input(name: string, record: string, row: string, from: string, until: string): NamedInput {
  return { name, record, entries: [{ from: at(from), until: at(until), detail: { row } }] };
}

const ACTIVITY = input('activity.csv', HASH, 'fuel-use', '2024-01-01', '2025-01-01');
const FACTORS = input(RECORD, RECORD, 'gwp', '1990-01-01', '2030-01-01');
const OUTSIDE = new EngineError(
  'missing-activity',
  'no row in the period',
  {},
  placeOfAsked('parameters.period'),
);

function explain(error: unknown, ...inputs: NamedInput[]): EngineError {
  return explainRefusal(error, inputs) as EngineError;
}

describe('the refusal of a run', () => {
  it('calls a file by its name, in the message and in its place, and a record by its id', () => {
    const row = { record: HASH, key: 'gas/2024', column: 'unit' };
    const error = new EngineError('unit-mismatch', `gas/2024 of 0x5b58e806b8… and ${RECORD}`, 'km', row);
    const explained = explain(error, ACTIVITY, FACTORS);
    expect(explained).toMatchObject({
      code: 'unit-mismatch',
      message: `gas/2024 of activity.csv and ${RECORD}`,
      value: 'km',
      row,
      file: 'activity.csv',
    });
  });

  it('names both files that hold the same rows', () => {
    const error = new EngineError('duplicate-record', `the record is given twice: ${HASH}`, HASH);
    expect(explain(error, ACTIVITY, { ...ACTIVITY, name: 'copy.csv' }).message).toBe(
      'the same rows are given twice, as activity.csv and copy.csv: give them once',
    );
  });

  it.each([
    ['one year', [ACTIVITY], 'no row in the period; your activities are of 2024'],
    [
      'several years',
      [ACTIVITY, input('b.csv', RECORD, 'fuel-use', '2021-07-01', '2022-01-01')],
      'no row in the period; your activities are of 2021 to 2024',
    ],
    ['no activity', [FACTORS], 'no row in the period'],
  ])('names the years of the activities where none is in the period: %s', (_, inputs, message) => {
    expect(explain(OUTSIDE, ...inputs).message).toBe(message);
  });

  it('of another kind stays as it is', () => {
    const error = new Error('other');
    expect(explainRefusal(error, [ACTIVITY])).toBe(error);
  });
});
