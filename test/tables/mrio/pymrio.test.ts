import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DenseMatrix } from '../../../engine/rows/matrix.ts';
import { readTuple } from '../../../tables/mrio/parquet-rows.ts';
import { makeZip } from '../../helpers/zip-file.ts';
import { computeTable } from './compute-table.ts';
import { formatExiobase } from './exiobase-files.ts';
import { makeTable, pairsOf } from './made-table.ts';
import {
  alter,
  expectMatrices,
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

const TABLE = makeTable();
const LABELS = pairsOf(TABLE.regions, TABLE.sectors);
const DEMAND = pairsOf(TABLE.regions, TABLE.categories);

function parameters(
  systemtype: string,
  files: Record<string, readonly [name: string, index: number, header: number]>,
): string {
  const described = Object.entries(files).map(([key, [name, index, header]]) => [
    key,
    { name, nr_index_col: `${index}`, nr_header: `${header}` },
  ]);
  return JSON.stringify({ files: Object.fromEntries(described), systemtype, name: 'emissions' }, null, 4);
}

/** What save_all writes: the texts are those of EXIOBASE, which pymrio wrote. */
function formatSaved(ending = 'txt'): TableFiles {
  const of = formatExiobase(TABLE, '');
  return {
    'file_parameters.json': parameters('IOSystem', {
      ...{ Z: [`Z.${ending}`, 2, 2], Y: [`Y.${ending}`, 2, 2], x: [`x.${ending}`, 2, 1] },
      unit: [`unit.${ending}`, 2, 1],
    }),
    'metadata.json': '{"description": "made"}',
    ...Object.fromEntries(['Z', 'Y', 'x', 'unit'].map((name) => [`${name}.${ending}`, of[`/${name}.txt`]!])),
    'emissions/file_parameters.json': parameters('Extension', {
      ...{ F: [`F.${ending}`, 1, 2], F_Y: [`F_Y.${ending}`, 1, 2], unit: [`unit.${ending}`, 1, 1] },
    }),
    ...Object.fromEntries(
      ['F', 'F_Y', 'unit'].map((name) => [`emissions/${name}.${ending}`, of[`/satellite/${name}.txt`]!]),
    ),
  };
}

const SAVED = formatSaved();

/** A data frame as pandas and pyarrow write it: columns with names of tuples, the index behind them. */
function formatParquet(
  index: Readonly<Record<string, readonly string[]>>,
  columns: readonly (readonly [name: string, data: readonly (number | string | null)[]])[],
  codec: 'SNAPPY' | 'UNCOMPRESSED' = 'SNAPPY',
): Uint8Array {
  const columnData: ColumnSource[] = [
    ...columns.map(([name, data]): ColumnSource => ({
      ...{ name, data: [...data], nullable: true },
      type: typeof data.find((value) => value !== null) === 'string' ? 'STRING' : 'DOUBLE',
    })),
    ...Object.entries(index).map(([name, data]): ColumnSource => ({
      name,
      data: [...data],
      type: 'STRING',
      nullable: true,
    })),
  ];
  const kvMetadata = [{ key: 'pandas', value: JSON.stringify({ index_columns: Object.keys(index) }) }];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, codec }));
}

const tuple = ([region, item]: readonly [string, string]): string =>
  `('${region}', '${item.replaceAll("'", "\\'")}')`;
const column = (values: readonly (readonly number[])[], at: number): number[] =>
  values.map((cells) => cells[at]!);
const OF_SECTORS = { region: LABELS.map(([region]) => region), sector: LABELS.map(([, sector]) => sector) };

function frame(
  index: Readonly<Record<string, readonly string[]>>,
  labels: readonly (readonly [string, string])[],
  values: readonly (readonly number[])[],
): Uint8Array {
  return formatParquet(
    index,
    labels.map((label, at) => [tuple(label), column(values, at)]),
  );
}

function formatSavedParquet(): Record<string, string | Uint8Array> {
  const saved = formatSaved('parquet');
  const stressor = { stressor: TABLE.stressors };
  return {
    ...saved,
    'Z.parquet': frame(OF_SECTORS, LABELS, TABLE.z),
    'Y.parquet': frame(OF_SECTORS, DEMAND, TABLE.y),
    'x.parquet': formatParquet(OF_SECTORS, [['indout', TABLE.output]]),
    'unit.parquet': formatParquet(OF_SECTORS, [['unit', LABELS.map(() => 'M.EUR')]]),
    'emissions/F.parquet': frame(stressor, LABELS, TABLE.f),
    'emissions/F_Y.parquet': frame(stressor, DEMAND, TABLE.demandF),
    'emissions/unit.parquet': formatParquet(stressor, [['unit', TABLE.units]]),
  };
}

describe('ledger dataset table pymrio', () => {
  it('gives the matrices of a folder of texts to the last bit', async () => {
    expect(await desk.read('pymrio', await desk.put('saved_2019', SAVED), '--year', '2019')).toMatchObject({
      exit: 0,
      err: '',
    });
    await expectMatrices(desk, TABLE);
    expect((await desk.details())['reading']).toMatchObject({ format: 'pymrio' });
  });

  it('gives the same of Parquet files, in a folder and in a zip archive', async () => {
    const files = formatSavedParquet();
    expect(await desk.read('pymrio', await desk.put('saved', files), '--year', '2019')).toMatchObject({
      exit: 0,
      err: '',
    });
    await expectMatrices(desk, TABLE);
    await desk.clear();
    const path = `${await desk.put('zips', { 'saved_2019.zip': makeZip(files) })}/saved_2019.zip`;
    expect(await desk.read('pymrio', path)).toMatchObject({ exit: 0, err: '' });
    await expectMatrices(desk, TABLE);
    expect((await desk.details())['matrix/F']).toMatchObject({ units: ['kg{CO2}', '{1000-p}'] });
  });

  it('reads names as Python writes them', () => {
    expect(readTuple(`('AT', 'Paddy rice')`)).toEqual(['AT', 'Paddy rice']);
    expect(readTuple(`('AT', "Farmers' rice, other")`)).toEqual(['AT', "Farmers' rice, other"]);
    expect(readTuple(String.raw`('a\'b"c', '\\')`)).toEqual([`a'b"c`, '\\']);
    expect(readTuple('indout')).toEqual(['indout']);
  });

  it('joins the names of stressors that have a compartment', async () => {
    const files = {
      ...SAVED,
      'emissions/file_parameters.json': parameters('Extension', {
        F: ['F.txt', 2, 2],
        unit: ['unit.txt', 2, 1],
      }),
      'emissions/F.txt': (SAVED['emissions/F.txt'] as string)
        .split('\n')
        .map((line, at) => line.replace('\t', at < 2 ? '\t\t' : at === 2 ? '\tcompartment\t' : '\tair\t'))
        .join('\n'),
      'emissions/unit.txt': `stressor\tcompartment\tunit\n${TABLE.stressors.map((name) => `${name}\tair\tkg\n`).join('')}`,
    };
    expect(await desk.read('pymrio', await desk.put('saved', files), '--year', '2019')).toMatchObject({
      exit: 0,
      err: '',
    });
    expect((await desk.matrix('F')).rows).toEqual(TABLE.stressors.map((name) => `${name}, air`));
  });

  const PARQUET = formatSavedParquet();
  const faults: [string, TableFiles, object][] = [
    [
      'parameters that are not JSON',
      { ...SAVED, 'file_parameters.json': '{' },
      { file: 'file_parameters.json', code: 'header', row: null, column: null },
    ],
    [
      'parameters without a count',
      alter(SAVED, 'file_parameters.json', (text) => text.replace('"nr_header": "2"', '"nr_header": "two"')),
      { file: 'file_parameters.json', code: 'header', row: null, column: null },
    ],
    [
      'a file that is not there',
      Object.fromEntries(Object.entries(SAVED).filter(([path]) => path !== 'Y.txt')),
      { file: 'table_2019', code: 'missing-file', row: null, column: null },
    ],
    [
      'a cell that is not a number',
      alter(SAVED, 'Z.txt', (text) => setCell(text, [5, 4], '')),
      { file: 'Z.txt', code: 'not-a-number', row: 5, column: 'AT / Sale, maintenance, repair' },
    ],
    [
      'a missing value in Parquet',
      {
        ...PARQUET,
        'Y.parquet': formatParquet(
          OF_SECTORS,
          DEMAND.map((label, at) => [
            tuple(label),
            column(TABLE.y, at).map((value, row) => (at === 1 && row === 4 ? null : value)),
          ]),
        ),
      },
      { file: 'Y.parquet', code: 'not-a-number', row: 5, column: 'AT / Changes in inventories' },
    ],
    [
      'Parquet that is cut',
      { ...PARQUET, 'Z.parquet': (PARQUET['Z.parquet'] as Uint8Array).slice(0, -30) },
      { file: 'Z.parquet', code: 'truncated', row: null, column: null },
    ],
    [
      'Parquet with swapped columns',
      { ...PARQUET, 'Z.parquet': frame(OF_SECTORS, [LABELS[1]!, LABELS[0]!, ...LABELS.slice(2)], TABLE.z) },
      { file: 'Z.parquet', code: 'label', row: 1, column: 'AT / Sale, maintenance, repair' },
    ],
    [
      'Parquet with a row less',
      {
        ...PARQUET,
        'Z.parquet': formatParquet(
          { region: OF_SECTORS.region.slice(0, 8), sector: OF_SECTORS.sector.slice(0, 8) },
          LABELS.map((label, at) => [tuple(label), column(TABLE.z, at).slice(0, 8)]),
        ),
      },
      { file: 'Z.parquet', code: 'truncated', row: 9, column: null },
    ],
    [
      'a pickle',
      {
        ...SAVED,
        'file_parameters.json': parameters('IOSystem', {
          Z: ['Z.pkl', 2, 2],
          Y: ['Y.txt', 2, 2],
          unit: ['unit.txt', 2, 1],
        }),
        'Z.pkl': 'x',
      },
      { file: 'Z.pkl', code: 'missing-file', row: null, column: null },
    ],
  ];

  it.each(faults)('refuses %s, with file, row and column', async (_, files, expected) => {
    expect(await desk.refusalOf('pymrio', files)).toEqual(expected);
  });
});

/** The folder tests/mock_mrios of a checkout of pymrio, whose licence keeps its tables out of this project. */
const MOCKS = process.env['PYMRIO_MOCKS'] ?? '';
const hasMocks = MOCKS !== '' && existsSync(MOCKS);

describe(`mock tables of pymrio${hasMocks ? '' : ' (skipped: PYMRIO_MOCKS names no folder)'}`, () => {
  it.skipIf(!hasMocks).each([
    ['exiobase', 'exio3_mock', ['--year', '2009'], { regions: 6, sectors: 8, categories: 7 }],
    ['exiobase', 'exio1_mock', ['--year', '2000'], { regions: 6, sectors: 8, categories: 7 }],
    [
      'exiobase',
      'exio2_mock/mrIOT_PxP_ita_coefficient_version2.2.2.zip',
      ['--year', '2000'],
      { regions: 6, sectors: 8, categories: 7 },
    ],
    // The values of these are random: they balance nowhere.
    ['oecd', 'oecd_mock/ICIO2016_2003.csv', ['--tolerance', '2'], { regions: 6, sectors: 8, categories: 6 }],
    ['oecd', 'oecd_mock/ICIO2018_2010.zip', ['--tolerance', '2'], { regions: 6, sectors: 8, categories: 5 }],
  ] as const)('%s is read from %s', async (format, path, args, expected) => {
    const { exit, out, err } = await desk.read(format, join(MOCKS, path), ...args);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject(expected);
    expect(await readdir(join(desk.folder, 'out'))).toContain('table.ndjson');
  });

  it.skipIf(!hasMocks)(
    'coefficients of one mock table give the flows of another, which is the same table',
    async () => {
      await desk.read('exiobase', join(MOCKS, 'exio3_mock'), '--year', '2009');
      const computed = await desk.matrix('Z');
      await desk.clear();
      await desk.read('eora26', join(MOCKS, 'eora26_mock'), '--tolerance', '2');
      const stated = await desk.matrix('Z');
      const largest = Math.max(...stated.values);
      for (const [at, value] of stated.values.entries())
        expect(Math.abs(computed.values[at]! - value)).toBeLessThan(1e-9 * largest);
    },
  );

  it.skipIf(!hasMocks).each([
    ['exiobase', 'exio3_mock', 2009, '0.001'],
    ['exiobase', 'exio1_mock', 2000, '0.001'],
    ['eora26', 'eora26_mock', 2010, '2'],
  ] as const)(
    '%s from %s gives what the algorithm of pymrio gives',
    async (format, path, year, tolerance) => {
      const options = ['--year', String(year), '--tolerance', tolerance];
      expect((await desk.read(format, join(MOCKS, path), ...options)).exit).toBe(0);
      const f = await desk.matrix('F');
      const [stressor] = f.rows as [string];
      const parameters = { stressors: [stressor], unsureDigits: 'drop' };
      const { figures } = await computeTable(desk, year, { parameters });
      const ratio = figures[0]!.unit.startsWith('t') ? 0.001 : 1;
      const expected = computeAccounts({
        z: await desk.matrix('Z'),
        y: await desk.matrix('Y'),
        f: f.values.slice(0, f.columns.length),
        fy: rowOf(await desk.matrix('F_Y'), stressor),
      });
      for (const [account, byRegion] of Object.entries(expected))
        for (const [region, value] of byRegion) {
          const found = figures.find(({ key }) => key.startsWith(`${account}/${region}/`));
          expect(Math.abs(Number(found!.value) - value * ratio), `${account}/${region}`).toBeLessThan(
            1e-10 * Math.abs(value * ratio),
          );
        }
    },
  );
});

/**
 * What `calc_all` of pymrio gives for one stressor: A = Z x̂⁻¹, S = F x̂⁻¹, D_pba = F 1 + F_Y 1, D_cba = S (I − A)⁻¹ Y + F_Y 1, and
 * imports as what is emitted elsewhere.
 */
function computeAccounts({
  z,
  y,
  f,
  fy,
}: {
  z: DenseMatrix;
  y: DenseMatrix;
  f: Float64Array;
  fy: Float64Array;
}): Record<string, Map<string, number>> {
  const [n, d] = [z.rows.length, y.columns.length];
  const regionOf = (label: string): string => label.split('/')[0]!;
  const regions = [...new Set(z.rows.map(regionOf))];
  const x = z.rows.map(
    (_, i) => add(z.values.subarray(i * n, (i + 1) * n)) + add(y.values.subarray(i * d, (i + 1) * d)),
  );
  const system = z.rows.map((_, i) =>
    z.rows.map((_other, j) => (i === j ? 1 : 0) - (x[j] === 0 ? 0 : z.values[i * n + j]! / x[j]!)),
  );
  const accounts: Record<string, Map<string, number>> = {
    pba: new Map(),
    cba: new Map(),
    imports: new Map(),
  };
  for (const region of regions) {
    const bought = z.rows.map((_, i) =>
      add(y.columns.flatMap((label, c) => (regionOf(label) === region ? [y.values[i * d + c]!] : []))),
    );
    const direct = add(y.columns.flatMap((label, c) => (regionOf(label) === region ? [fy[c]!] : [])));
    const made = solveDirectly(system, bought);
    const emitted = made.map((value, i) => (x[i] === 0 ? 0 : (f[i]! / x[i]!) * value));
    const isOwn = (i: number): boolean => regionOf(z.rows[i]!) === region;
    accounts['pba']!.set(region, add(f.filter((_, i) => isOwn(i))) + direct);
    accounts['cba']!.set(region, add(emitted) + direct);
    accounts['imports']!.set(region, add(emitted.filter((_, i) => !isOwn(i))));
  }
  return accounts;
}

/** Returns the row of a stressor; zeros where a table has it of industries alone. */
function rowOf({ rows, columns, values }: DenseMatrix, stressor: string): Float64Array {
  const at = rows.indexOf(stressor);
  return at === -1
    ? new Float64Array(columns.length)
    : values.slice(at * columns.length, (at + 1) * columns.length);
}

function add(values: Iterable<number>): number {
  return [...values].reduce((sum, value) => sum + value, 0);
}

/** Gauss with the largest pivot of each column. */
function solveDirectly(system: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = system.map((cells, i) => [...cells, right[i]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, at) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? k + at : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  const result: number[] = [];
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= rows[i]![j]! * result[j]!;
    result[i] = sum / rows[i]![i]!;
  }
  return result;
}
