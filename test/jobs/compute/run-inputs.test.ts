import { describe, expect, it } from 'vitest';
import { formatBundle } from '../../../core/proofs/bundle.ts';
import { inputOf } from '../../../jobs/compute/record-input.ts';
import { checkRecordId, inputsOfBundle } from '../../../jobs/compute/run-inputs.ts';
import { makeResult } from '../../helpers/reperformed-result.ts';

const { bundle } = makeResult(`0x${'4'.repeat(64)}`);
const [, activity, factors] = bundle.records;
const bytesOf = (records: typeof bundle.records): Uint8Array =>
  new TextEncoder().encode(formatBundle({ ...bundle, records }));

describe('the inputs of a run', () => {
  it('are the datasets that a proof file shows, with their rows and their streams', () => {
    const inputs = inputsOfBundle(bytesOf(bundle.records));
    expect(inputs.map(({ record }) => record)).toEqual([activity!.id, factors!.id]);
    const { party, kind, subject, sequence } = activity!.record;
    expect(inputs[0]).toEqual({
      record: activity!.id,
      entries: activity!.entries.shown,
      stream: { party, kind, subject, sequence },
    });
  });

  it('are none of a proof file without datasets', () => {
    expect(() => inputsOfBundle(bytesOf(bundle.records.slice(0, 1)))).toThrow(
      expect.objectContaining({ code: 'wrong-type' }) as Error,
    );
  });

  it('are refused where a row was changed, or a record is not the one of its id', () => {
    const [row, ...rows] = activity!.entries.shown;
    const changed = { ...activity!.entries, shown: [{ ...row!, value: '99' }, ...rows] };
    expect(() =>
      inputsOfBundle(bytesOf([bundle.records[0]!, { ...activity!, entries: changed }, factors!])),
    ).toThrow(expect.objectContaining({ code: 'proof-root' }) as Error);
    expect(() => checkRecordId(factors!.id, activity!.record)).toThrow(
      expect.objectContaining({ code: 'record-id', value: activity!.id }) as Error,
    );
    expect(() => checkRecordId(activity!.id, activity!.record)).not.toThrow();
  });

  it('have only the members of a stream', () => {
    expect(inputOf(activity!.id, activity!.record, []).stream).not.toHaveProperty('sources');
  });
});
