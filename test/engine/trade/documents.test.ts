import { describe, expect, it } from 'vitest';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf } from '../dataset.ts';
import { recordOf, type SmallTable } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const { period } = COMMON;

/** Regions and sectors ascend, so that rows and documents have one order. */
const TABLE: SmallTable = {
  industries: ['CN/Iron & steel', 'CN/other', 'DE/Iron & steel', 'DE/other'],
  demands: ['CN/final', 'CN/inventories', 'DE/final', 'DE/inventories'],
  stressors: { CO2: 'kg{CO2}', water: 'm3' },
  z: [
    [10, 5, 0.25, 6],
    [0, 2, 3, 0],
    [10, 3, 20, 4],
    [5, 0, 0, 1],
  ],
  y: [
    [14, 3, 7.5, 0],
    [2.5, 2.5, 1, 0],
    [13, -6, 8, 0],
    [5, 20, 9, 0.125],
  ],
  f: [
    [20000, 1000, 42000, 4000],
    [5, 4, 11, 8],
  ],
  fy: [
    [500, 0, 300, 0],
    [0, 0, 0, 0],
  ],
};
const plain = (table: SmallTable): SmallTable =>
  JSON.parse(JSON.stringify(table).replaceAll('Iron & steel', 'Iron')) as SmallTable;

const shown = ({ figures }: RunResult): [string, string, string][] =>
  figures.map(({ key, value, unit }) => [key, value, unit]);

describe('a table of documents', () => {
  it.each(['array', 'coordinate'] as const)(
    'gives the figures that its cells as rows give (%s)',
    async (form) => {
      const { record, documents } = await documentsOf(plain(TABLE), {}, form);
      const parameters = { period, multipliers: ['CO2'] };
      const ofRows = runMethod('trade@1', [recordOf(plain(TABLE))], parameters);
      const ofDocuments = runMethod('trade@1', [record], parameters, { documents });
      expect(shown(ofDocuments)).toEqual(shown(ofRows));
      const messages = ({ warnings }: RunResult): string[] => warnings.map(({ message }) => message);
      expect(messages(ofDocuments)).toEqual(messages(ofRows));
      expect(figureOf(ofDocuments, 'pba/DE/CO2')).toMatchObject({ value: '46.3', unit: 't{CO2}' });
    },
  );

  it('names its documents with their hashes in each figure, and they are what the run used', async () => {
    const { record, documents } = await documentsOf(TABLE);
    const result = runMethod('trade@1', [record], { period }, { documents });
    const named = ['F', 'F_Y', 'Y', 'Z'].map((matrix) => {
      const { sha256 } = record.entries.find(({ key }) => key === `table/${matrix}`)!.detail!;
      return { name: 'matrix-document', record: record.record, key: `table/${matrix}`, sha256 };
    });
    expect(figureOf(result, 'cba/DE/CO2').detail).toMatchObject({
      documents: named,
      derivation: {
        formula: 'S L Y[DE] + F_Y[DE] 1; S = F / x; L = (I - A)^-1; A = Z / x; x = Z 1 + Y 1',
        operands: [],
      },
    });
    expect(result.used).toEqual([{ record: record.record, keys: named.map(({ key }) => key) }]);
  });

  it('writes names as segments of keys, with other characters escaped', async () => {
    const { record, documents } = await documentsOf(TABLE);
    const result = runMethod('trade@1', [record], { period, multipliers: ['CO2'] }, { documents });
    expect(figureOf(result, 'multiplier/CN/Iron%20%26%20steel/CO2').unit).toBe('t{CO2}/{EUR}');
  });

  it('in millions gives multipliers per unit of the currency', async () => {
    const stated = { multiple: 1000000 };
    const { record, documents } = await documentsOf(TABLE, { Z: stated, Y: stated });
    const parameters = { period, multipliers: ['CO2'] };
    const { documents: same, record: one } = await documentsOf(TABLE);
    const of = (result: RunResult): number => Number(figureOf(result, 'multiplier/CN/other/CO2').value);
    const ones = runMethod('trade@1', [one], parameters, { documents: same });
    const millions = runMethod('trade@1', [record], parameters, { documents });
    expect(of(millions) / (of(ones) / 1e6)).toBeCloseTo(1, 11);
    expect(figureOf(millions, 'cba/CN/CO2').value).toBe(figureOf(ones, 'cba/CN/CO2').value);
  });

  it('without F_Y says in each account what it leaves out', async () => {
    const { fy: _, ...without } = TABLE;
    const { record, documents } = await documentsOf(without);
    const result = runMethod('trade@1', [record], { period }, { documents });
    expect(figureOf(result, 'pba/CN/CO2').detail.exclusions).toEqual([
      {
        what: 'direct emissions of final demand in CN',
        reason: 'the table does not state CO2 of final demand (F_Y): it is not counted, in no account',
      },
    ]);
  });

  it.each([
    ['a shape of other lists', { Y: { shape: [4, 3] } }, 'wrong-shape', 'table/Y', 'detail.shape'],
    ['other regions in F', { F: { regions: ['CN', 'FR'] } }, 'wrong-shape', 'table/F', 'detail.regions.1'],
    ['fewer sectors in Y', { Y: { sectors: ['other'] } }, 'wrong-shape', 'table/Y', 'detail.sectors'],
    [
      'sectors in another order than in the document',
      Object.fromEntries(
        (['Z', 'Y', 'F', 'F_Y'] as const).map((matrix) => [matrix, { sectors: ['other', 'Iron & steel'] }]),
      ),
      'wrong-shape',
      'table/Z',
      'detail.sha256',
    ],
    ['no categories', { Y: { categories: [] } }, 'bad-detail', 'table/Y', 'detail.categories'],
    ['no units', { F: { units: [] } }, 'incomplete-table', 'table/F', 'detail.units'],
    ['an unknown unit', { F: { units: ['kg{CO2}', 'M.EUR'] } }, 'bad-unit', 'table/F', 'detail.units.1'],
    ['Y in another currency', { Y: { currency: 'USD' } }, 'mixed-currencies', 'table/Y', 'detail.currency'],
    ['Z twice, Y never', { Y: { matrix: 'Z' } }, 'repeated-cell', 'table/Z', 'detail.matrix'],
  ])('with %s is refused', async (_what, changes, code, key, column) => {
    const { record, documents } = await documentsOf(TABLE, changes);
    expect(() => runMethod('trade@1', [record], { period }, { documents })).toThrow(
      expect.objectContaining({ code, row: { record: record.record, key, column } }) as Error,
    );
  });

  it('lacking a matrix, or a document, is refused', async () => {
    const { record, documents } = await documentsOf(TABLE);
    const less = { ...record, entries: record.entries.filter(({ key }) => key !== 'table/F') };
    expect(() => runMethod('trade@1', [less], { period }, { documents })).toThrow(
      'the table has no document for F',
    );
    expect(() => runMethod('trade@1', [record], { period }, { documents: documents.slice(1) })).toThrow(
      expect.objectContaining({ code: 'missing-document' }) as Error,
    );
  });

  it('beside rows that state cells is refused', async () => {
    const { record, documents } = await documentsOf(TABLE);
    expect(() => runMethod('trade@1', [record, recordOf(plain(TABLE))], { period }, { documents })).toThrow(
      expect.objectContaining({ code: 'repeated-cell' }) as Error,
    );
  });
});

describe('a run of a table', () => {
  it('states the rounding of the method where the parameters do not, and is repeated from what it used', () => {
    const inputs = [recordOf(plain(TABLE))];
    const parameters = { period, accounts: ['imports'] };
    const first = runMethod('trade@1', inputs, parameters);
    const run = describeRun('trade@1', parameters, first, `0x${'0'.repeat(64)}`);
    expect(run.rounding).toEqual({ mode: 'half-even', digits: 12 });
    const keys = new Set(first.used.flatMap((used) => used.keys));
    const less = inputs.map((input) => ({
      ...input,
      entries: input.entries.filter(({ key }) => keys.has(key)),
    }));
    expect(less[0]!.entries.length).toBeLessThan(inputs[0]!.entries.length);
    expect(repeatRun(run, less).figures).toEqual(first.figures);
  });
});

describe('a concordance over documents', () => {
  const joined = plain(TABLE).industries.map((name) => {
    const [fromRegion, fromSector] = name.split('/') as [string, string];
    const detail = { row: 'industry-concordance', concordance: 'c', fromRegion, fromSector };
    return entry(`c/${name}`, '1', '1', { ...detail, toRegion: 'World', toSector: fromSector }, ALWAYS);
  });

  it.each(['array', 'coordinate'] as const)(
    'gives the figures that it gives over rows (%s)',
    async (form) => {
      const parameters = { period, concordance: 'c', by: ['sector'] };
      const { record, documents } = await documentsOf(plain(TABLE), {}, form);
      const ofDocuments = runMethod('trade@1', [record, dataset('c', ...joined)], parameters, { documents });
      const ofRows = runMethod('trade@1', [recordOf(plain(TABLE)), dataset('c', ...joined)], parameters);
      expect(shown(ofDocuments)).toEqual(shown(ofRows));
      expect(figureOf(ofDocuments, 'for-domestic-demand/World/CO2').value).toBe('67.8');
      expect(figureOf(ofDocuments, 'pba/World/CO2').value).toBe('67.8');
    },
  );

  it('refuses cells that cancel so far that float64 cannot tell what is left', async () => {
    const run = async (cells: readonly number[]): Promise<RunResult> => {
      const y = TABLE.y.map((row, i) =>
        row.map((value, c) => (c % 2 === 0 ? value : c === 1 ? cells[i]! : 0)),
      );
      const { record, documents } = await documentsOf({ ...plain(TABLE), y });
      const together = joined.map((row) => ({ ...row, detail: { ...row.detail, toSector: 'all' } }));
      const inputs = [record, dataset('c', ...together)];
      return runMethod('trade@1', inputs, { period, concordance: 'c' }, { documents });
    };
    // What the third sum loses is found, so that less than 1e-16 is left of 0.6 and still known.
    await expect(run([0.1, 0.2, -0.30000000000000004, 1e-40])).resolves.toBeDefined();
    await expect(run([0.1, 0.2, -0.30000000000000004, 2.7755575615628914e-17])).rejects.toThrow(/cancel/);
  });
});

it('refuses a cell over its output that float64 cannot hold, since no bound would count it', async () => {
  const table: SmallTable = {
    industries: ['A/s', 'B/s'],
    demands: ['A/final', 'B/final'],
    stressors: { CO2: 't{CO2}' },
    z: [
      [0, 1e290],
      [0, 0],
    ],
    y: [
      [0, 0],
      [0, 1e10],
    ],
    f: [[1e-40, 0]],
  };
  const { record, documents } = await documentsOf(table);
  const run = (): RunResult => runMethod('trade@1', [record], { period, accounts: ['flow'] }, { documents });
  expect(run).toThrow(expect.objectContaining({ code: 'out-of-range' }));
});
