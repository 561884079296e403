import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { figureOf, type TestEntry } from '../../engine/dataset.ts';
import { computeTable } from './compute-table.ts';
import { LAYOUTS } from './layouts.ts';
import { makeTable, pairsOf } from './made-table.ts';
import {
  alter,
  dropLine,
  labelsOf,
  openTableDesk,
  setCell,
  type TableDesk,
  type TableFiles,
} from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const TABLE = { ...makeTable(['AT', 'FIGW1'], ['A01', 'C10T12', 'P85']), categories: ['P3_S14', 'P5M'] };
const [MATRIX, FLAT] = ['FIGARO', 'FIGARO, flat'].map((name) =>
  LAYOUTS.find((layout) => layout.name === name)!.files(TABLE),
) as [TableFiles, TableFiles];
const NAME = 'matrix_eu-ic-io_ind-by-ind_26ed_2023.csv';

describe('ledger dataset table figaro', () => {
  it.each([
    ['a matrix, industry by industry', MATRIX, TABLE.sectors],
    ['a flat file, product by product', FLAT, TABLE.sectors.map((name) => `CPA_${name}`)],
  ] as const)('gives the matrices of %s to the last bit', async (_, files, sectors) => {
    const { exit, err } = await desk.read('figaro', await desk.put('tables', files));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    const z = await desk.matrix('Z');
    expect(z.rows).toEqual(labelsOf(TABLE.regions, sectors));
    expect(z.values).toEqual(Float64Array.from(TABLE.z.flat()));
    const y = await desk.matrix('Y');
    expect(y.columns).toEqual(labelsOf(TABLE.regions, TABLE.categories));
    expect(y.values).toEqual(Float64Array.from(TABLE.y.flat()));
    expect((await desk.details())['matrix/F']).toMatchObject({
      ...{ currency: 'EUR', multiple: 1_000_000 },
      stressors: ['D21X31', 'OP_RES', 'OP_NRES', 'D1', 'B2A3G'],
    });
    expect((await desk.details())['reading']).toMatchObject({ format: 'figaro', year: 2023 });
  });

  it('gives carbon with emissions of its industries in rows, such as those of air emissions accounts', async () => {
    await desk.read('figaro', await desk.put('tables', MATRIX));
    const period = { from: Date.UTC(2023, 0, 1) / 1000, until: Date.UTC(2024, 0, 1) / 1000 };
    const state = (key: string, value: number, detail: object): TestEntry => ({
      ...{ key, value: String(value), unit: 'kt{CO2e}', ...period, detail: detail as TestEntry['detail'] },
    });
    const others = [
      ...pairsOf(TABLE.regions, TABLE.sectors).map(([region, sector], at) =>
        state(`f/${region}/${sector}`, 10 + at, { row: 'sector-stressor', stressor: 'GHG', region, sector }),
      ),
      ...TABLE.regions.map((region) =>
        state(`fy/${region}`, 7, { row: 'demand-stressor', stressor: 'GHG', region, category: 'P3_S14' }),
      ),
    ];
    const result = await computeTable(desk, 2023, { others });
    const valueOf = (account: string): number => Number(figureOf(result, `${account}/GHG`).value);
    expect(figureOf(result, 'pba/AT/GHG')).toMatchObject({ value: '40000', unit: 't{CO2e}' });
    expect(valueOf('cba/AT') + valueOf('cba/FIGW1')).toBeCloseTo(75_000 + 14_000, 4);
    expect(result.warnings.map(({ code }) => code)).toContain('replaced-stressors');
  });

  const faults: [string, TableFiles, object][] = [
    [
      'a file without value added',
      alter(MATRIX, NAME, (text) => `${text.split('\n').slice(0, 7).join('\n')}\n`),
      { code: 'truncated', row: null, column: null },
    ],
    [
      'a row that is missing',
      alter(MATRIX, NAME, (text) => dropLine(text, 4)),
      { code: 'label', row: 4, column: null },
    ],
    [
      'columns that are swapped',
      alter(MATRIX, NAME, (text) => text.replace('AT_A01,AT_C10T12', 'AT_C10T12,AT_A01')),
      { code: 'label', row: 1, column: 'FIGW1 / A01' },
    ],
    [
      'an empty cell',
      alter(MATRIX, NAME, (text) => setCell(text, [3, 3], '', ',')),
      { code: 'not-a-number', row: 3, column: 'AT_C10T12' },
    ],
    [
      'a column that does not balance',
      alter(MATRIX, NAME, (text) => setCell(text, [12, 3], '999', ',')),
      { code: 'unbalanced', row: null, column: 'AT / C10T12' },
    ],
    [
      'a row behind value added',
      alter(MATRIX, NAME, (text) => `${text}AT_X${',0'.repeat(10)}\n`),
      { code: 'label', row: 13, column: null },
    ],
  ];
  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('figaro', files)).toEqual({ file: NAME, ...expected });
  });

  const flat = (change: (lines: string[]) => string[]): TableFiles => {
    const lines = [
      'icioiRow,icioiCol,refArea,rowIi,counterpartArea,colIi,obsValue',
      ...[
        'AT_A01,AT_A01,AT,A01,AT,A01,1',
        'AT_A01,AT_P3_S14,AT,A01,AT,P3_S14,3',
        'W2_D1,AT_A01,W2,D1,AT,A01,3',
      ],
    ];
    return {
      'flatfile_eu-ic-io_ind-by-ind_25ed_2021.csv': change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    };
  };
  const flatFaults: [string, TableFiles, object][] = [
    [
      'a cell that is there twice',
      flat((lines) => [...lines, lines[1]!]),
      { code: 'label', row: 5, column: null },
    ],
    [
      'a value that is not a number',
      flat(([head, first, ...rest]) => [head!, first!.replace(/1$/, ':'), ...rest]),
      { code: 'not-a-number', row: 2, column: 'obsValue' },
    ],
    [
      'a line that is short',
      flat((lines) => [...lines, 'AT_A01,AT']),
      { code: 'shape', row: 5, column: null },
    ],
    ['another header', flat(([, ...rest]) => ['a,b,c', ...rest]), { code: 'header', row: 1, column: null }],
  ];
  it.each(flatFaults)('refuses a flat file with %s', async (_, files, expected) => {
    expect(await desk.refusalOf('figaro', files)).toMatchObject(expected);
  });
});
