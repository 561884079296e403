import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { COMMON, dataset, figureOf, type TestEntry } from '../dataset.ts';
import { besideChecks } from './beside-checks.ts';
import { rowsOf, type SmallTable } from './small-table.ts';
import { documentsOf, type Changes, type TableDocuments } from './table-documents.ts';

const { period } = COMMON;

/** AUS and China, whose exporters CN1 have industries of their own, and no final demand. */
const TABLE: SmallTable = {
  industries: ['AUS/01', 'AUS/24', 'CHN/01', 'CHN/24', 'CN1/01', 'CN1/24'],
  demands: ['AUS/HFCE', 'CHN/HFCE', 'CN1/HFCE'],
  stressors: { CO2: 'kt{CO2}' },
  z: [
    [10, 5, 1, 6, 5, 7],
    [0, 2, 0, 0, 5, 3],
    [10, 3, 20, 4, 2, 0],
    [5, 0, 0, 1, 10, 9],
    [0, 10, 1, 0, 20, 1],
    [5, 0, 0, 1, 10, 10],
  ],
  y: [
    [14, 3, 0],
    [2.5, 2.5, 0],
    [13, 6, 0],
    [5, 20, 0],
    [10, 10, 0],
    [3, 10, 0],
  ],
  f: [[20, 1, 42, 4, 20, 5]],
  fy: [[5, 7, 0]],
};
const PARTS = { Z: { parts: [{ part: 'CN1', whole: 'CHN' }] } };
const VALUE_ADDED: SmallTable = { ...TABLE, stressors: { VA: '{M-USD}' }, f: [[1, 2, 3, 4, 5, 6]] };

const emissionsOf = (table: SmallTable): TestEntry[] =>
  rowsOf(table).filter(({ key }) => key.startsWith('f'));

/** The same without final demand of a part. */
const ofParts = (table: SmallTable): TestEntry[] =>
  emissionsOf(table).filter(({ key }) => key !== 'fy/CO2/CN1/HFCE');

async function withoutF(changes: Changes = {}): Promise<TableDocuments> {
  const { entries, documents } = await documentsOf(TABLE, changes);
  const kept = entries.flatMap((entry, at) =>
    /[ZY]$/.test(entry.key) && !entry.key.includes('F') ? [at] : [],
  );
  return {
    entries,
    record: dataset('2', ...kept.map((at) => entries[at]!)),
    documents: kept.map((at) => documents[at]!),
  };
}

const run = (
  { record, documents }: TableDocuments,
  rows: readonly TestEntry[],
  parameters: object = {},
): RunResult =>
  runMethod('trade@1', [record, dataset('3', ...rows)], { period, ...parameters }, { documents });
const shown = ({ figures }: RunResult): [string, string, string][] =>
  figures.map(({ key, value, unit }) => [key, value, unit]);

describe('emissions in rows beside documents of Z and Y', () => {
  it('give the figures of a table that is all rows, and the same again of their used rows', async () => {
    const given = await withoutF();
    const parameters = { by: ['sector'], multipliers: ['CO2'] };
    const result = run(given, emissionsOf(TABLE), parameters);
    const whole = runMethod('trade@1', [dataset('1', ...rowsOf(TABLE, 'kept'))], { period, ...parameters });
    expect(shown(result)).toEqual(shown(whole));
    expect(besideChecks(result.warnings)).toEqual([]);
    expect(result.used.map(({ record }) => record)).toContain(dataset('3').record);
    const keys = new Map(result.used.map((used) => [used.record, new Set(used.keys)]));
    const inputs = [given.record, dataset('3', ...emissionsOf(TABLE))].map((input): InputRecord => ({
      ...dataset('9', ...input.entries.filter(({ key }) => keys.get(input.record)?.has(key))),
      record: input.record,
    }));
    const again = runMethod(
      'trade@1',
      inputs,
      { period, ...parameters },
      { documents: given.documents, isRepeated: true },
    );
    expect(again.figures).toEqual(result.figures);
  });

  it('are in place of the stressors of the publisher, which the run says', async () => {
    const given = await documentsOf(VALUE_ADDED);
    const result = run(given, emissionsOf(TABLE));
    expect(shown(result)).toEqual(shown(run(await withoutF(), emissionsOf(TABLE))));
    expect(besideChecks(result.warnings)).toMatchObject([
      { code: 'replaced-stressors', message: expect.stringContaining('VA') as string },
    ]);
  });

  it('count as 0 where no row states them, with the output that this is about', async () => {
    const rows = emissionsOf(TABLE).filter(({ key }) => key !== 'f/CO2/CHN/24');
    const result = run(await withoutF(), rows);
    expect(figureOf(result, 'pba/CHN/CO2').value).toBe('49000');
    expect(besideChecks(result.warnings)).toMatchObject([
      {
        code: 'unstated-emissions',
        message: expect.stringMatching(
          /^no row states CO2 of 1 industries with 18\.9 % .*: CHN\/24$/,
        ) as string,
      },
    ]);
  });

  it('are refused where a row is about an industry that the table lacks, or a region has none', async () => {
    const rows = emissionsOf(TABLE);
    const moved = rows.map((row) =>
      row.key === 'f/CO2/AUS/24' ? { ...row, detail: { ...row.detail, sector: '99' } } : row,
    );
    const given = await withoutF();
    expect(() => run(given, moved)).toThrow(
      expect.objectContaining({ code: 'unknown-industry', value: 'AUS/99' }),
    );
    const less = rows.filter(({ key }) => !key.startsWith('f/CO2/CN1'));
    expect(() => run(given, less)).toThrow(
      expect.objectContaining({ code: 'incomplete-table', value: 'CN1' }),
    );
    expect(() => run(given, [])).toThrow(expect.objectContaining({ code: 'incomplete-table', value: 'F' }));
  });

  it('can be a document of its own beside that of the publisher', async () => {
    const [own, theirs] = [await documentsOf(TABLE), await documentsOf(VALUE_ADDED)];
    const f = own.entries.findIndex(({ key }) => key === 'table/F');
    const second = { ...own.entries[f]!, key: 'table/F/own' };
    const inputs = [theirs.record, dataset('4', second)];
    const documents = [...theirs.documents, own.documents[f]!];
    const result = runMethod('trade@1', inputs, { period, stressors: ['CO2'] }, { documents });
    expect(figureOf(result, 'imports/AUS/CO2').value).toBe(
      figureOf(run(await withoutF(), emissionsOf(TABLE)), 'imports/AUS/CO2').value,
    );
    const twice = dataset('4', { ...second, detail: { ...second.detail, stressors: ['VA'] } });
    expect(() => runMethod('trade@1', [theirs.record, twice], { period }, { documents })).toThrow(
      expect.objectContaining({ code: 'repeated-cell', value: 'VA' }),
    );
  });
});

describe('a region whose parts the table has', () => {
  const of = (result: RunResult, key: string): number => Number(figureOf(result, key).value);

  it('is solved in parts, and its figures are their sums', async () => {
    const parameters = { by: ['sector', 'category'], multipliers: ['CO2'] };
    const joined = run(await withoutF(PARTS), ofParts(TABLE), parameters);
    const apart = run(await withoutF(), emissionsOf(TABLE), parameters);
    const same = (key: string, ...others: string[]): void =>
      expect(of(joined, key) / others.reduce((total, other) => total + of(apart, other), 0), key).toBeCloseTo(
        1,
        10,
      );
    same('pba/CHN/CO2', 'pba/CHN/CO2', 'pba/CN1/CO2');
    same('cba/CHN/CO2', 'cba/CHN/CO2', 'cba/CN1/CO2');
    same('cba/AUS/CO2', 'cba/AUS/CO2');
    same('exports/CHN/CO2', 'flow/CHN/AUS/CO2', 'flow/CN1/AUS/CO2');
    same('imports/CHN/CO2', 'flow/AUS/CHN/CO2');
    same('flow/CHN/CHN/CO2', 'flow/CHN/CHN/CO2', 'flow/CN1/CHN/CO2');
    same('pba-sector/CHN/24/CO2', 'pba-sector/CHN/24/CO2', 'pba-sector/CN1/24/CO2');
    same('cba-sector/AUS/24/CO2', 'cba-sector/AUS/24/CO2');
    same('cba-category/CHN/HFCE/CO2', 'cba-category/CHN/HFCE/CO2');
    same('multiplier/CN1/24/CO2', 'multiplier/CN1/24/CO2');
    expect(joined.figures.some(({ key }) => key.startsWith('cba/CN1'))).toBe(false);
  });

  it('takes emissions of the whole, divided by output, and says so', async () => {
    const whole = {
      ...TABLE,
      industries: TABLE.industries.slice(0, 4),
      demands: TABLE.demands.slice(0, 2),
      z: [],
      y: [],
    };
    const rows = emissionsOf({ ...whole, f: [[20, 1, 62, 9]], fy: [[5, 7]] });
    const result = run(await withoutF(PARTS), rows, { by: ['sector'] });
    expect(figureOf(result, 'pba/CHN/CO2').value).toBe('78000');
    expect(figureOf(result, 'pba-sector/CHN/24/CO2').value).toBe('9000');
    expect(besideChecks(result.warnings)).toMatchObject([{ code: 'divided-emissions' }]);
    const output = (at: number): number =>
      [...TABLE.z[at]!, ...TABLE.y[at]!].reduce<number>((total, value) => total + Number(value), 0);
    const split = (values: readonly number[]): number[] => {
      const share = (at: number): number => output(at) / (output(at) + output(at + 2));
      return [
        values[0]!,
        values[1]!,
        values[2]! * share(2),
        values[3]! * share(3),
        values[2]! * (1 - share(2)),
        values[3]! * (1 - share(3)),
      ];
    };
    const stated = run(await withoutF(PARTS), ofParts({ ...TABLE, f: [split([20, 1, 62, 9])] }));
    expect(of(result, 'cba/AUS/CO2') / of(stated, 'cba/AUS/CO2')).toBeCloseTo(1, 12);
  });

  it('that the table has as a whole alone is named in its figures', async () => {
    const result = run(await withoutF({ Z: { undivided: ['CHN'] } }), emissionsOf(TABLE));
    expect(besideChecks(figureOf(result, 'cba/CHN/CO2').detail.derivation.warnings)).toMatchObject([
      { code: 'undivided-region' },
    ]);
    expect(besideChecks(figureOf(result, 'cba/AUS/CO2').detail.derivation.warnings)).toEqual([]);
  });

  it('is refused where its parts do not follow it', async () => {
    const parts = { Z: { parts: [{ part: 'CN1', whole: 'AUS' }] } };
    const given = await withoutF(parts);
    expect(() => run(given, emissionsOf(TABLE))).toThrow(
      expect.objectContaining({ code: 'wrong-shape', value: 'CN1' }),
    );
  });
});
