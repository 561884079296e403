import { describe, expect, it } from 'vitest';
import type { Api } from '../../../client/http/api.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { canBeSource } from '../../../jobs/compute/record-input.ts';
import { checkInputs } from '../../../jobs/compute/run-sources.ts';
import { makeResult } from '../../helpers/reperformed-result.ts';

const { records } = makeResult(`0x${'4'.repeat(64)}`).bundle;
const [, activity] = records;
const id = activity!.id;

/** A server that has the records in a state, and in their streams the version `newest`. */
function serve(state: string, newest: { readonly sequence: number; readonly record: Hex } | null): Api {
  return {
    url: 'http://ledger.example',
    get: (path, schema) => {
      const found = records.find((record) => path === `/v1/records/${record.id}`);
      const view = found === undefined ? null : { ...found, state, rejected: null };
      return Promise.resolve(schema.parse(view ?? { head: newest, accepted: newest }));
    },
  } as Partial<Api> as Api;
}

describe('a record in a state', () => {
  it.each([
    ['accepted', false],
    ['sealed', false],
    ['anchored', true],
    ['final', true],
    ['rejected', false],
  ])('that is %s: can it be a source? %s', (state, can) => {
    expect(canBeSource(state)).toBe(can);
  });
});

describe('the inputs of a result', () => {
  it('are anchored records, and each that is not the newest version is warned of', async () => {
    const own = { sequence: activity!.record.sequence, record: id };
    expect(await checkInputs(serve('final', own), [id], [])).toEqual([]);
    expect(await checkInputs(serve('anchored', null), [id], [])).toEqual([]);
    const newer = { sequence: 2, record: records[0]!.id };
    expect(await checkInputs(serve('final', newer), [id], [])).toMatchObject([
      { code: 'superseded-input', row: { record: id, key: '' } },
    ]);
  });

  it.each([
    ['is not sealed yet', 'accepted', id, []],
    ['is a table', 'final', id, [id]],
    ['is no id', 'final', '0x12', []],
  ])('are refused where one %s', async (_what, state, record, tables) => {
    await expect(checkInputs(serve(state, null), [record], tables)).rejects.toMatchObject({
      ...{ name: 'EngineError', code: 'input-not-anchored', value: record },
    });
  });
});
