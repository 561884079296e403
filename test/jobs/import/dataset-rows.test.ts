import { describe, expect, it } from 'vitest';
import {
  checkRows,
  findRowProblems,
  isDatasetName,
  listDatasetNames,
  listFusedRecords,
  MOST_LISTED,
} from '../../../jobs/import/dataset-rows.ts';
import { listRowWarnings } from '../../../jobs/import/row-warnings.ts';
import { summariseDataset } from '../../../jobs/import/summarise-dataset.ts';
import { documentOf, fuelUse, gridFactor, gwp, YEAR_2022, YEAR_2023 } from '../../engine/dataset.ts';

const source = (dataset: unknown) => documentOf('source', { row: 'source', dataset });
const COAL = fuelUse('coal', '7', 't', 'coal');

describe('the rows of a dataset', () => {
  it('are of the datasets that the entries "source" name, each once', () => {
    expect(listDatasetNames([COAL])).toEqual([]);
    expect(listDatasetNames([source('activity'), source('power'), source('activity')])).toEqual([
      'activity',
      'power',
    ]);
    expect(['activity', 'constructor', 'D1', undefined].map(isDatasetName)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('are checked against the one dataset that is named, else by row type alone', () => {
    const codes = (...entries: Parameters<typeof findRowProblems>[0][number][]): string[] =>
      findRowProblems(entries).map(({ code, row }) => `${row} ${code}`);
    expect(codes(COAL)).toEqual([]);
    expect(codes(COAL, { ...COAL, key: 'b', unit: 'furlong' })).toHaveLength(1);
    const factor = gridFactor('grid', '0.5', 'average');
    expect(codes(factor)).toEqual([]);
    const wrong = findRowProblems([factor, source('activity')]);
    expect(wrong.some(({ row }) => row === factor.key)).toBe(true);
  });

  it('are refused with the code of the first problem, and all problems', () => {
    expect(() => checkRows([COAL])).not.toThrow();
    const bad = ['b', 'c'].map((key) => ({ ...COAL, key, unit: 'furlong' }));
    const [first] = findRowProblems(bad);
    expect(() => checkRows(bad)).toThrow(
      expect.objectContaining({
        ...{ name: 'RowsRefused', code: first!.code },
        message: expect.stringContaining('(and 1 more in details.problems)') as string,
        details: { problems: findRowProblems(bad) },
      }) as Error,
    );
  });

  it('name the records that they were fused from, and no other text', () => {
    const id = `0x${'1'.repeat(64)}`;
    expect(listFusedRecords([COAL])).toEqual([]);
    expect(
      listFusedRecords([documentOf('fusion', { row: 'fusion', sources: [id, '0x12', 3] }), COAL]),
    ).toEqual([id]);
    expect(listFusedRecords([documentOf('fusion', { row: 'fusion' })])).toEqual([]);
  });

  it('are warned of by their keys; what is not listed is counted', () => {
    const huge = Array.from({ length: MOST_LISTED + 1 }, (_, at) => fuelUse(`coal/${at}`, '1', 'Mt', 'coal'));
    const { total, listed } = listRowWarnings([COAL, ...huge]);
    expect([total, listed.length]).toEqual([MOST_LISTED + 1, MOST_LISTED]);
    expect(listed[0]).toMatchObject({ key: 'coal/0', row: null });
    expect(listRowWarnings([COAL])).toEqual({ total: 0, listed: [] });
  });
});

describe('the summary of a dataset', () => {
  it('has the times, places and units of all rows, and of each type', () => {
    const early = { ...fuelUse('early', '7', 'kg', 'coal'), ...YEAR_2022 };
    const potential = gwp('CH4', 'AR5', '28');
    expect(summariseDataset([COAL, potential, early])).toMatchObject({
      ...{ count: 3, from: YEAR_2022.from, until: YEAR_2023.until, units: ['t', potential.unit, 'kg'] },
      types: [
        { row: 'fuel-use', count: 2, from: YEAR_2022.from, until: YEAR_2023.until, units: ['t', 'kg'] },
        { row: 'gwp', count: 1 },
      ],
    });
  });

  it('has no times where no row has any, and a group for entries without a type', () => {
    const loose = { key: 'a', value: null, unit: '', from: 0, until: 0, detail: null };
    expect(summariseDataset([loose])).toEqual({
      ...{ count: 1, from: 0, until: 0, places: [], units: [] },
      types: [{ row: 'none', count: 1, from: 0, until: 0, places: [], units: [] }],
    });
    expect(summariseDataset([])).toEqual({
      ...{ count: 0, from: 0, until: 0, places: [], units: [], types: [] },
    });
  });
});
