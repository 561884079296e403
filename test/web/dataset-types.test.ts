import { describe, expect, it } from 'vitest';
import { DATASETS } from '../../engine/datasets/dataset.ts';
import { DATASET_ROWS, type DatasetName, datasetOf } from '../../web/data/dataset-types.ts';

const rows = (...types: string[]) => types.map((row) => ({ detail: { row } }));

describe('the dataset that entries are', () => {
  it('knows the row types of the eight datasets as the engine has them', () => {
    const known = Object.entries(DATASETS).map(([name, dataset]) => [
      name,
      dataset.rows.filter((type) => type !== 'source' && type !== 'fusion').sort(),
    ]);
    expect(Object.entries(DATASET_ROWS).map(([name, types]) => [name, [...types].sort()])).toEqual(known);
  });

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
