import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { explainRefusal, type NamedInput } from '../../../jobs/compute/explain-refusal.ts';

const HASH = `0x5b58e806b8${'0'.repeat(54)}`;
const RECORD = `0xaaaaaaaaaa${'0'.repeat(54)}`;
const ACTIVITY: NamedInput = { name: 'activity.csv', record: HASH };
const FACTORS: NamedInput = { name: RECORD, record: RECORD };

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

  it('of another kind stays as it is', () => {
    const error = new Error('other');
    expect(explainRefusal(error, [ACTIVITY])).toBe(error);
  });
});
