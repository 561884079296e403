import { describe, expect, it } from 'vitest';
import { readStatedFigure } from '../../../jobs/explain/stated-figure.ts';
import { derive, idOf } from '../../helpers/known-records.ts';

const NOTHING = {
  ...{ formula: null, rounding: null, roundingDifference: null, warnings: [], uncertainty: null },
  ...{ cites: null, documents: [], exclusions: [] },
};

describe('what a figure states', () => {
  it('is read from its derivation, its citation, its interval and its documents', () => {
    const uncertainty = {
      approach: 1,
      level: '95',
      standardDeviation: '1',
      contributions: [],
      low: '1',
      high: '3',
    };
    const document = { name: 'matrix-document', record: idOf(2), key: 'A', sha256: 'ab' };
    const detail = {
      ...derive([], {
        roundingDifference: '0.01',
        warnings: [
          { code: 'x', message: 'old' },
          { code: 'y', message: 'gap', accepted: 'closed' },
        ],
        result: idOf(3),
        key: 'k',
      }),
      ...{ uncertainty, documents: [document], exclusions: [{ what: 'cars', reason: 'small' }] },
    };
    expect(readStatedFigure(detail)).toEqual({
      ...{ formula: 'sum', rounding: { mode: 'half-even', decimals: 2 }, roundingDifference: '0.01' },
      ...{ exclusions: [{ what: 'cars', reason: 'small' }] },
      ...{
        warnings: [
          { code: 'x', message: 'old' },
          { code: 'y', message: 'gap', accepted: 'closed' },
        ],
        uncertainty,
        cites: { result: idOf(3), key: 'k' },
        documents: [document],
      },
    });
  });

  it.each([[null], [undefined], [7], ['text'], [{}], [{ derivation: 'x' }], [{ derivation: [] }]])(
    'is nothing in the detail %j',
    (detail) => expect(readStatedFigure(detail)).toEqual(NOTHING),
  );

  it('lacks each member that has no known form, and only that', () => {
    const bad = {
      rounding: { mode: 'half-even' },
      warnings: ['old'],
      roundingDifference: 1,
      result: 'x',
      key: 'k',
    };
    expect(readStatedFigure({ ...derive([], bad), uncertainty: { low: '1' }, documents: 'A' })).toEqual({
      ...NOTHING,
      formula: 'sum',
    });
  });
});
