import { describe, expect, it } from 'vitest';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { listFigureInputs } from '../../../jobs/explain/figure-inputs.ts';
import { listFigures, readRun } from '../../../jobs/explain/result-parts.ts';
import { derive, idOf, makeEntry } from '../../helpers/known-records.ts';

const OWN = idOf(1);
const inputsOf = (detail: Parameters<typeof makeEntry>[2]) =>
  listFigureInputs(OWN, makeEntry('total', '1', detail));

describe('what a figure was made from', () => {
  it('are rows and sets of other records, figures of its own, what it repeats, and documents', () => {
    const set = {
      ...{ name: 'AD', record: idOf(2), selection: { rows: ['use'] }, count: 1 },
      ...{ root: rootOfRows(idOf(2), ['a']), sum: null, unit: 't' },
    };
    const operands = [
      { name: 'EF', record: idOf(3), key: 'EF', value: '2', unit: 'kg' },
      { name: 'part', key: 'part', value: '1', unit: 't' },
      set,
    ];
    const document = { name: 'matrix-document', record: idOf(4), key: 'A', sha256: null };
    expect(
      inputsOf({ ...derive(operands, { result: idOf(5), key: 'total' }), documents: [document] }),
    ).toEqual([
      { type: 'entry', record: idOf(3), key: 'EF', use: { name: 'EF', value: '2', unit: 'kg' } },
      { type: 'entry', record: OWN, key: 'part', use: { name: 'part', value: '1', unit: 't' } },
      { type: 'set', set },
      { type: 'citation', record: idOf(5), key: 'total' },
      { type: 'document', document },
    ]);
  });

  it('do not include itself, nor a record with no id', () => {
    expect(
      inputsOf(
        derive([{ name: 'x', record: '0x12', key: 'x', value: '1', unit: 't' }], {
          result: OWN,
          key: 'total',
        }),
      ),
    ).toEqual([]);
  });

  it('of an operand without a name or quantity is the entry alone', () => {
    expect(inputsOf(derive([{ key: 'x' }]))).toEqual([
      { type: 'entry', record: OWN, key: 'x', use: { name: 'x', value: null, unit: '' } },
    ]);
  });

  it.each([[null], [{}], [{ derivation: 3 }], [{ derivation: { operands: 'x' }, documents: {} }]])(
    'are nothing where its detail is %j',
    (detail) => expect(inputsOf(detail as never)).toEqual([]),
  );
});

describe('the entries of a result', () => {
  const entries = [
    makeEntry('total', '1'),
    { ...makeEntry('run', '1', { method: 'x' }), unit: '' },
    makeEntry('run', '2'),
  ];

  it('are its figures, and its run, which has no unit', () => {
    expect(listFigures(entries)).toEqual([entries[0], entries[2]]);
  });

  it('state no run where its form is unknown', () => {
    expect(readRun(entries)).toBeNull();
    expect(readRun([])).toBeNull();
  });
});
