import { describe, expect, it } from 'vitest';
import { areNamed, isSetOperand, readCitation, readDerivation } from '../../../core/records/derivation.ts';

const RECORD = `0x${'ab'.repeat(32)}`;
const OPERAND = { name: 'EF', value: '0.5', unit: 'kg/kW.h', record: RECORD, key: 'grid' };
const detailOf = (derivation: unknown): object => ({ derivation });

describe('readDerivation', () => {
  it('returns operands and all members as stated', () => {
    const { record: _record, ...figure } = OPERAND;
    expect(readDerivation(detailOf({ formula: 'EF', operands: [OPERAND, figure] }))).toEqual({
      operands: [OPERAND, figure],
      members: { formula: 'EF', operands: [OPERAND, figure] },
    });
  });

  it.each([
    null,
    undefined,
    'text',
    [],
    {},
    { derivation: null },
    { derivation: 'text' },
    { derivation: [] },
  ])('returns null for the detail %j, which has no derivation', (detail) => {
    expect(readDerivation(detail)).toBeNull();
  });

  it.each([
    ['a list that is not a list', {}],
    ['an operand that is not an object', [1]],
    ['an operand without a key', [{ ...OPERAND, key: undefined }]],
    ['a record that is not a text', [{ ...OPERAND, record: 1 }]],
  ])('returns null operands for %s', (_, operands) => {
    expect(readDerivation(detailOf({ operands }))?.operands).toBeNull();
  });

  it('keeps an operand without a name or quantity, and areNamed returns false for it', () => {
    const { operands } = readDerivation(detailOf({ operands: [{ key: 'grid', value: 1 }] }))!;
    expect(operands).toEqual([{ key: 'grid', value: 1 }]);
    expect([areNamed(operands!), areNamed([OPERAND])]).toEqual([false, true]);
  });
});

describe('readDerivation of sets', () => {
  const SET = {
    name: 'AD',
    record: RECORD,
    selection: { rows: ['fuel-use'] },
    count: 3,
    sum: '12.5',
    unit: 'kg',
    root: `0x${'cd'.repeat(32)}`,
  };

  it('returns sets beside rows, and they count as named', () => {
    const { operands } = readDerivation(detailOf({ operands: [SET, OPERAND] }))!;
    expect(operands).toEqual([SET, OPERAND]);
    expect([areNamed(operands!), operands!.map(isSetOperand)]).toEqual([true, [true, false]]);
  });

  it.each([
    ['without a root', { ...SET, root: undefined }],
    ['with a malformed selection', { ...SET, selection: { rows: 'fuel-use' } }],
    ['that also names one row', { ...SET, key: 'grid' }],
  ])('returns null operands for a set %s', (_, operand) => {
    expect(readDerivation(detailOf({ operands: [OPERAND, operand] }))?.operands).toBeNull();
  });
});

describe('readCitation', () => {
  const citation = { result: RECORD, key: 'scope2/market' };

  it.each([[[]], [[OPERAND]], ['malformed']])(
    'returns the figure of a result next to the operands %j',
    (operands) => {
      expect(readCitation(detailOf({ ...citation, operands }))).toEqual(citation);
    },
  );

  it.each([
    ['no derivation', {}],
    ['a result that is not a record id', detailOf({ ...citation, result: '0x12' })],
    ['a key that is not a key', detailOf({ ...citation, key: 'a//b' })],
    ['no key', detailOf({ result: RECORD })],
  ])('returns null for %s', (_, detail) => {
    expect(readCitation(detail)).toBeNull();
  });
});
