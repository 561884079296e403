import { describe, expect, it } from 'vitest';
import { formatDerivation, traceDerivation, type ShownFigure } from '../../cli/output/derivation.ts';

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
    const text = formatDerivation(traceDerivation(figures.at(-1)!, figures));
    expect(text.split('\n').filter((line) => line.includes('x[1] = '))).toHaveLength(100);
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
});
