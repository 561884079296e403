import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeZip } from '../../helpers/zip-file.ts';
import { formatExiobase, formatOldExiobase } from './exiobase-files.ts';
import { makeTable } from './made-table.ts';
import {
  alter,
  dropLine,
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
const FILES = formatExiobase(TABLE);
const ROOT = 'IOT_2019_ixi';

describe('ledger dataset table exiobase', () => {
  it('gives the matrices of a folder to the last bit, named by their hashes, with units, year and source', async () => {
    const { exit, out, err } = await desk.read('exiobase', await desk.put('tables', FILES));
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    await expectMatrices(desk, TABLE);
    const { documents, year, currency, multiple } = JSON.parse(out) as {
      documents: { matrix: string; sha256: string; negatives: number }[];
      year: number;
      currency: string;
      multiple: number;
    };
    expect({ year, currency, multiple }).toEqual({ year: 2019, currency: 'EUR', multiple: 1_000_000 });
    expect(documents.map(({ matrix, negatives }) => [matrix, negatives])).toEqual([
      ['Z', 0],
      ['Y', 1],
      ['F', 0],
      ['F_Y', 0],
    ]);
    const details = await desk.details();
    for (const { matrix, sha256 } of documents) {
      const bytes = await readFile(join(desk.folder, 'out', `${matrix}.parquet`));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      expect(details[`matrix/${matrix}`]).toMatchObject({
        sha256,
        size: bytes.length,
        currency: 'EUR',
        multiple: 1_000_000,
      });
    }
    expect(details['matrix/F']).toMatchObject({
      regions: TABLE.regions,
      sectors: ['Paddy rice', 'Sale, maintenance, repair', 'Iron_steel'],
      stressors: TABLE.stressors,
      units: ['kg{CO2}', '{1000-p}'],
      shape: [2, 9],
    });
    expect(details['matrix/F_Y']).toMatchObject({ categories: TABLE.categories });
    expect(details['reading']).toMatchObject({
      ...{ format: 'exiobase', year: 2019, tolerance: '0.001', accepted: [], leftOut: [] },
      names: [{ name: 'Iron_steel', original: 'Iron/steel' }],
      negatives: { Z: 0, Y: 1, F: 0, F_Y: 0 },
    });
    const z = Buffer.from(FILES[`${ROOT}/Z.txt`]!);
    expect(details[`source/${ROOT}/Z.txt`]).toMatchObject({
      ...{ row: 'source', dataset: 'mrio', provider: 'EXIOBASE Consortium', licence: 'CC-BY-4.0' },
      ...{ size: z.length, sha256: createHash('sha256').update(z).digest('hex') },
    });
    expect(details[`source/${ROOT}/A.txt`]).toBeUndefined();
  });

  it('gives the same documents from a zip archive, whose hash is the source, and the same bytes each time', async () => {
    const archive = makeZip(FILES);
    const given = await desk.put('zips', { 'IOT_2019_ixi.zip': archive });
    const first = await desk.read('exiobase', join(given, 'IOT_2019_ixi.zip'));
    expect(first.exit).toBe(0);
    await expectMatrices(desk, TABLE);
    const details = await desk.details();
    const ofZip = await readFile(join(desk.folder, 'out', 'Z.parquet'));
    expect((await desk.read('exiobase', await desk.put('t', FILES), '--out', 'given-out')).exit).toBe(0);
    expect(await readFile(join(desk.folder, 'given-out', 'Z.parquet'))).toEqual(ofZip);
    expect(details['source']).toMatchObject({
      ...{ title: 'IOT_2019_ixi.zip', mediaType: 'application/zip', size: archive.length },
      sha256: createHash('sha256').update(archive).digest('hex'),
    });
    expect((details['reading'] as { files: { path: string }[] }).files.map(({ path }) => path)).toContain(
      `${ROOT}/Z.txt`,
    );
    const written = await readFile(join(desk.folder, 'out', 'table.ndjson'), 'utf8');
    await desk.clear();
    await desk.read('exiobase', join(given, 'IOT_2019_ixi.zip'));
    expect(await readFile(join(desk.folder, 'out', 'table.ndjson'), 'utf8')).toBe(written);
  });

  it('gives documents with the same bytes on every machine: only another writer changes this hash', async () => {
    const sectors = makeTable(['AT', 'CN'], ['rice', 'steel']);
    const table = { ...sectors, z: sectors.z.map((cells) => cells.map((_, at) => at / 4)), output: [] };
    const { [`${ROOT}/x.txt`]: _, ...files } = formatExiobase({ ...table, output: sectors.output });
    expect((await desk.read('exiobase', await desk.put('t', files))).exit).toBe(0);
    expect((await desk.details())['matrix/Z']).toMatchObject({
      ...{ size: 585, sha256: '17ddefe79688d855e47288519129ebbc71ca521158f044448309b1a7e94bca64' },
    });
  });

  it('takes coefficients, a stated output, and the name F_hh of versions before 3.8', async () => {
    const { [`${ROOT}/Z.txt`]: z, [`${ROOT}/satellite/F_Y.txt`]: demand, ...others } = FILES;
    const a = (z as string).split('\n').map((line, at) =>
      at < 3 || line === ''
        ? line
        : line
            .split('\t')
            .map((cell, column) => (column < 2 ? cell : String(Number(cell) / TABLE.output[column - 2]!)))
            .join('\t'),
    );
    const files: TableFiles = {
      ...others,
      [`${ROOT}/A.txt`]: a.join('\n'),
      [`${ROOT}/satellite/F_hh.txt`]: demand!,
    };
    for (const given of [
      files,
      Object.fromEntries(Object.entries(files).filter(([path]) => !path.endsWith('/x.txt'))),
    ]) {
      expect((await desk.read('exiobase', await desk.put('tables', given))).exit).toBe(0);
      const { values } = await desk.matrix('Z');
      for (const [at, value] of TABLE.z.flat().entries()) expect(values[at]).toBeCloseTo(value, 9);
      expect((await desk.matrix('F_Y')).values).toEqual(Float64Array.from(TABLE.demandF.flat()));
      await desk.clear();
    }
  });

  it('stacks the accounts of all folders, or of those that --accounts names, and checks columns with value added', async () => {
    const heads = FILES[`${ROOT}/satellite/F.txt`] as string;
    const [first, second, index] = heads.split('\n');
    const factors = `${first}\n${second}\n${index}\nValue added\t${TABLE.added.join('\t')}\n`;
    const files: TableFiles = {
      ...FILES,
      [`${ROOT}/factor_inputs/F.txt`]: factors,
      [`${ROOT}/factor_inputs/unit.txt`]: 'stressor\tunit\nValue added\tM.EUR\n',
    };
    const path = await desk.put('tables', files);
    const { out } = await desk.read('exiobase', path);
    expect((await desk.matrix('F')).rows).toEqual(['Value added', ...TABLE.stressors]);
    expect((await desk.matrix('F_Y')).rows).toEqual(TABLE.stressors);
    expect(
      (JSON.parse(out) as { balance: { columns: { ratio: number } } }).balance.columns.ratio,
    ).toBeLessThan(1e-12);
    await desk.clear();
    await desk.read('exiobase', path, '--accounts', 'factor_inputs');
    expect((await desk.details())['matrix/F']).toMatchObject({
      stressors: ['Value added'],
      units: ['{M-EUR}'],
    });
    expect((await desk.details())['matrix/F_Y']).toBeUndefined();
    await desk.clear();
    expect(await desk.refusalOf('exiobase', files, '--accounts', 'water')).toMatchObject({
      code: 'missing-file',
    });
    const wrong = alter(files, `${ROOT}/factor_inputs/F.txt`, (text) => setCell(text, [4, 4], '99999'));
    expect(await desk.refusalOf('exiobase', wrong)).toEqual({
      ...{ file: `${ROOT}/factor_inputs/F.txt`, code: 'unbalanced', row: null },
      column: 'AT / Iron/steel',
    });
  });

  it('reads the files mrIot of earlier versions, whose units say that they are coefficients', async () => {
    expect(
      (await desk.read('exiobase', await desk.put('mrIot_3.3_2011', formatOldExiobase(TABLE)))).exit,
    ).toBe(0);
    const [z, f] = [await desk.matrix('Z'), await desk.matrix('F')];
    for (const [at, value] of TABLE.z.flat().entries()) expect(z.values[at]).toBeCloseTo(value, 9);
    expect(f.rows).toEqual(['Value Added', 'CO2 - combustion - air, air']);
    for (const [at, value] of [...TABLE.added, ...TABLE.f[0]!].entries())
      expect(f.values[at]! / value).toBeCloseTo(1, 12);
    expect((await desk.details())['matrix/F']).toMatchObject({ units: ['{M-EUR}', 'kg{CO2}'] });
    expect((await desk.matrix('F_Y')).values).toEqual(Float64Array.from(TABLE.demandF[0]!));
    expect((await desk.details())['reading']).toMatchObject({ year: 2011 });
  });
});

describe('ledger dataset table exiobase refuses, with file, row and column, and writes nothing', () => {
  const cut = (text: string): string => text.slice(0, -20);
  const faults: [string, TableFiles, object][] = [
    [
      'a file that is cut in a line',
      alter(FILES, `${ROOT}/Z.txt`, cut),
      { file: 'Z.txt', code: 'truncated', row: 12, column: null },
    ],
    [
      'a file that is cut after a line',
      alter(FILES, `${ROOT}/Z.txt`, (text) => dropLine(text, 12)),
      { file: 'Z.txt', code: 'truncated', row: 12, column: null },
    ],
    [
      'stressors that are cut after a line',
      alter(FILES, `${ROOT}/satellite/F.txt`, (text) => dropLine(text, 5)),
      { file: 'satellite/F.txt', code: 'truncated', row: 5, column: null },
    ],
    [
      'direct stressors that are cut after a line',
      alter(FILES, `${ROOT}/satellite/F_Y.txt`, (text) => dropLine(text, 5)),
      { file: 'satellite/F_Y.txt', code: 'truncated', row: 5, column: null },
    ],
    [
      'an output that is cut',
      alter(FILES, `${ROOT}/x.txt`, (text) => dropLine(text, 10)),
      { file: 'x.txt', code: 'truncated', row: 10, column: null },
    ],
    [
      'lines of the header that are swapped',
      alter(FILES, `${ROOT}/Y.txt`, (text) => text.replace(/^(.*)\n(.*)\n/, '$2\n$1\n')),
      { file: 'Y.txt', code: 'header', row: 1, column: null },
    ],
    [
      'columns that are swapped',
      alter(FILES, `${ROOT}/Z.txt`, (text) =>
        text.replace('Paddy rice\tSale, maintenance, repair', 'Sale, maintenance, repair\tPaddy rice'),
      ),
      { file: 'Z.txt', code: 'label', row: 1, column: 'AT / Sale, maintenance, repair' },
    ],
    [
      'a label that is there twice',
      alter(FILES, `${ROOT}/Z.txt`, (text) => setCell(text, [6, 2], 'Paddy rice')),
      { file: 'Z.txt', code: 'label', row: 6, column: null },
    ],
    [
      'a sector that is there twice in the units',
      alter(FILES, `${ROOT}/unit.txt`, (text) => setCell(text, [3, 2], 'Paddy rice')),
      { file: 'unit.txt', code: 'label', row: 3, column: null },
    ],
    [
      'a stressor that is there twice',
      alter(
        alter(FILES, `${ROOT}/satellite/F.txt`, (text) => setCell(text, [5, 1], TABLE.stressors[0]!)),
        `${ROOT}/satellite/unit.txt`,
        (text) => setCell(text, [3, 1], TABLE.stressors[0]!),
      ),
      { file: 'satellite/F.txt', code: 'label', row: 5, column: null },
    ],
    [
      'a stressor with another name than its unit',
      alter(FILES, `${ROOT}/satellite/unit.txt`, (text) => setCell(text, [3, 1], 'CH4')),
      { file: 'satellite/unit.txt', code: 'label', row: 3, column: null },
    ],
    [
      'a cell that is not a number',
      alter(FILES, `${ROOT}/Y.txt`, (text) => setCell(text, [7, 5], 'n.a.')),
      {
        file: 'Y.txt',
        code: 'not-a-number',
        row: 7,
        column: 'CN / Final consumption expenditure by households',
      },
    ],
    [
      'an empty cell',
      alter(FILES, `${ROOT}/Z.txt`, (text) => setCell(text, [7, 5], '')),
      { file: 'Z.txt', code: 'not-a-number', row: 7, column: 'AT / Iron/steel' },
    ],
    [
      'a number beyond a double',
      alter(FILES, `${ROOT}/Z.txt`, (text) => setCell(text, [4, 3], '1e999')),
      { file: 'Z.txt', code: 'not-a-number', row: 4, column: 'AT / Paddy rice' },
    ],
    [
      'a row with a cell less',
      alter(FILES, `${ROOT}/Z.txt`, (text) => text.replace(/\t[^\t\n]*\n$/, '\n')),
      { file: 'Z.txt', code: 'shape', row: 12, column: null },
    ],
    [
      'a row with a cell more',
      alter(FILES, `${ROOT}/satellite/F_Y.txt`, (text) => text.replace(/\n$/, '\t0\n')),
      { file: 'satellite/F_Y.txt', code: 'shape', row: 5, column: null },
    ],
    [
      'a row more',
      alter(FILES, `${ROOT}/Z.txt`, (text) => `${text}${text.split('\n').at(-2)}\n`),
      { file: 'Z.txt', code: 'shape', row: 13, column: null },
    ],
    [
      'an output that rows do not have',
      alter(FILES, `${ROOT}/x.txt`, (text) => setCell(text, [5, 3], '1')),
      { file: 'x.txt', code: 'unbalanced', row: 5, column: 'CN / Paddy rice' },
    ],
    [
      'a row of flows that does not balance',
      alter(FILES, `${ROOT}/Z.txt`, (text) => setCell(text, [8, 4], '500')),
      { file: 'x.txt', code: 'unbalanced', row: 6, column: 'CN / Sale, maintenance, repair' },
    ],
    [
      'two currencies',
      alter(FILES, `${ROOT}/unit.txt`, (text) => setCell(text, [4, 3], 'M.USD')),
      { file: 'unit.txt', code: 'unit-mismatch', row: 4, column: 'unit' },
    ],
    [
      'a name that is not UTF-8',
      {
        ...FILES,
        [`${ROOT}/Y.txt`]: Buffer.from(
          (FILES[`${ROOT}/Y.txt`] as string).replaceAll('AT', '\u00d6'),
          'latin1',
        ),
      },
      { file: 'Y.txt', code: 'encoding', row: 1, column: null },
    ],
  ];

  it.each(faults)('%s', async (_, files, expected) => {
    const { file, ...place } = expected as { file: string };
    expect(await desk.refusalOf('exiobase', files)).toEqual({ file: `${ROOT}/${file}`, ...place });
  });

  it.each(Object.keys(FILES).filter((path) => !/[AS]\.txt$/.test(path)))(
    '%s, cut at the end or in the middle of any line',
    async (path) => {
      const text = FILES[path] as string;
      for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        for (const at of [start, Math.ceil((start + end) / 2), end]) {
          const { code } = await desk.refusalOf('exiobase', { ...FILES, [path]: text.slice(0, at) });
          expect(['truncated', 'header', 'label', 'shape']).toContain(code);
        }
        start = end + 1;
      }
    },
  );

  it.each(['Y.txt', 'unit.txt', 'Z.txt'])('a table without %s', async (name) => {
    const files = Object.fromEntries(
      Object.entries(FILES).filter(
        ([path]) => path !== `${ROOT}/${name}` && (name !== 'Z.txt' || path !== `${ROOT}/A.txt`),
      ),
    );
    expect(await desk.refusalOf('exiobase', files)).toMatchObject({ code: 'missing-file' });
  });

  it('a table without a year in its names, until --year states it', async () => {
    const path = await desk.put('tables', formatExiobase(TABLE, 'IOT_ixi'));
    expect((await desk.read('exiobase', path)).err).toContain('state it with --year');
    expect((await desk.read('exiobase', path, '--year', '1995')).exit).toBe(0);
    expect((await desk.details())['reading']).toMatchObject({ year: 1995 });
  });

  it('a larger difference than --tolerance, which the dataset states', async () => {
    const files = alter(FILES, `${ROOT}/x.txt`, (text) =>
      setCell(text, [5, 3], String(TABLE.output[3]! * 1.01)),
    );
    expect(await desk.refusalOf('exiobase', files)).toMatchObject({ code: 'unbalanced', row: 5 });
    const { exit } = await desk.read('exiobase', await desk.put('tables', files), '--tolerance', '0.02');
    expect(exit).toBe(0);
    expect((await desk.details())['reading']).toMatchObject({
      tolerance: '0.02',
      rowBalance: { sector: 'CN / Paddy rice', ratio: expect.stringMatching(/^0\.0/) },
    });
  });

  it('a folder that is there already', async () => {
    await writeFile(join(desk.folder, 'out'), '');
    const { exit, err } = await desk.read('exiobase', await desk.put('tables', FILES));
    expect(exit).toBe(2);
    expect(err).toContain('"file-exists"');
  });
});
