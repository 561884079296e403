import { describe, expect, it } from 'vitest';
import { traceDerivation, type ShownFigure } from '../../../jobs/explain/trace-derivation.ts';

/** Returns figures; each one but the first uses the figure before it `ways` times. */
function chain(length: number, ways: number): ShownFigure[] {
  return Array.from({ length }, (_, index) => ({
    key: `level-${index}`,
    value: String(index),
    unit: 't',
    detail: {
      derivation: {
        formula: 'sum(x[i])',
        operands: Array.from({ length: ways }, (__, way) => ({
          name: `x[${way + 1}]`,
          value: String(index - 1),
          unit: 't',
          key: `level-${index - 1}`,
        })),
        rounding: { mode: 'half-even', decimals: 2 },
        warnings: [],
      },
    },
  }));
}

describe('traceDerivation', () => {
  it('follows figures into figures over many levels', () => {
    const figures = chain(100, 1);
    const levels: string[] = [];
    for (
      let node = traceDerivation(figures.at(-1)!, figures);
      node.key !== 'level--1';
      node = node.operands[0]!
    )
      levels.push(node.key!);
    expect(levels).toEqual(Array.from({ length: 100 }, (_, index) => `level-${99 - index}`));
  });

  it.each([
    ['that are too deep', 200, 1],
    ['that are too many', 64, 2],
  ])('refuses figures %s, at once', (_, length, ways) => {
    const figures = chain(length, ways);
    expect(() => traceDerivation(figures.at(-1)!, figures)).toThrow(
      expect.objectContaining({ name: 'BadInput', code: 'wrong-type' }),
    );
  });

  it('refuses figures that are made of each other', () => {
    const [first, second] = chain(2, 1);
    const circle = {
      ...first!,
      detail: {
        derivation: {
          ...(second!.detail as { derivation: object }).derivation,
          operands: [{ name: 'x', value: '1', unit: 't', key: 'level-1' }],
        },
      },
    };
    expect(() => traceDerivation(second!, [circle, second!])).toThrow(
      expect.objectContaining({ name: 'BadInput', code: 'wrong-type' }),
    );
  });

  it.each<[string, object]>([
    ['no formula', { rounding: { mode: 'half-even', decimals: 2 }, warnings: [] }],
    ['no rounding', { formula: 'x', warnings: [] }],
    ['an operand without a value', { formula: 'x', operands: [{ name: 'x', key: 'k', unit: 't' }] }],
  ])('refuses a figure whose derivation has %s', (_, derivation) => {
    const figure = { key: 'total', value: '1', unit: 't', detail: { derivation } };
    expect(() => traceDerivation(figure, [figure])).toThrow(expect.objectContaining({ name: 'BadInput' }));
  });

  it('keeps rows and sets as leaves, and names the figure that one without operands repeats', () => {
    const [record, result] = [`0x${'1'.repeat(64)}`, `0x${'2'.repeat(64)}`];
    const computed = {
      formula: 'sum(AD)',
      rounding: { mode: 'half-even', digits: 3 },
      warnings: [{ code: 'old-factor', message: 'old' }],
    };
    const set = { selection: { rows: ['fuel-use'] }, count: 2, root: result, sum: null };
    const operands = [
      { name: 'EF', record, key: 'EF', value: '2', unit: 'kg' },
      { name: 'AD', record, unit: 't', ...set },
    ];
    const tree = traceDerivation(
      { key: 'total', value: '6', unit: 't', detail: { derivation: { ...computed, operands } } },
      [],
    );
    expect(tree).toMatchObject({
      formula: 'sum(AD)',
      rounding: { digits: 3 },
      warnings: [{ code: 'old-factor', message: 'old' }],
      cites: null,
    });
    expect(tree.operands).toMatchObject([
      { name: 'EF', key: 'EF', value: '2', record, set: null, operands: [] },
      { name: 'AD', key: null, value: null, record, set: { count: 2 }, operands: [] },
    ]);
    const shown = {
      key: 'a',
      value: '6',
      unit: 't',
      detail: { derivation: { ...computed, result, key: 'total' } },
    };
    expect(traceDerivation(shown, []).cites).toEqual({ result, key: 'total' });
  });
});
