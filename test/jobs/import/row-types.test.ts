import { describe, expect, it } from 'vitest';
import type { DatasetName } from '../../../client/generated/row-types.ts';
import { ROW_TYPES } from '../../../engine/rows/types/row-types.ts';
import { datasetOf, isActivity } from '../../../jobs/import/row-types.ts';

const rows = (...types: string[]) => types.map((row) => ({ detail: { row } }));

describe('the dataset that entries are', () => {
  it.each<[string[], DatasetName | null]>([
    [['grid-factor', 'source'], 'power'],
    [['fuel-use', 'density'], 'activity'],
    [['density', 'oxidation'], 'factor'],
    [['fuel-use', 'grid-factor'], null],
    [['unheard-of'], null],
    [['source'], null],
  ])('is, for rows of the types %j, %s', (types, name) => {
    expect(datasetOf(rows(...types))).toBe(name);
  });

  it('is unknown where an entry has no row type', () => {
    expect(datasetOf([...rows('grid-factor'), { detail: null }])).toBeNull();
  });
});

describe('an activity', () => {
  it('is each row type that is declared as one, and no other text', () => {
    const declared = ROW_TYPES.filter(({ role }) => role === 'activity').map(({ type }) => type);
    expect(declared).toContain('precursor');
    expect([...ROW_TYPES.map(({ type }) => type), 'constructor', 'figure'].filter(isActivity)).toEqual(
      declared,
    );
  });
});
