import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDataFile } from '../../helpers/data-file.ts';
import { isPlace } from '../../../engine/datasets/country.ts';
import { DATASETS, type DatasetName } from '../../../engine/datasets/dataset.ts';
import { validateDataset, type DatasetEntry } from '../../../engine/datasets/validate.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';
import type { RowTypeOf } from '../../../engine/rows/types/row-type.ts';
import { ROW_TYPES } from '../../../engine/rows/types/row-types.ts';
import { ALWAYS, retiredFor, YEAR_2023 } from '../dataset.ts';

const DATA = join(import.meta.dirname, '../../../data');

/** The list of the starter data. Tables that were copied from their sources are no datasets. */
const starter = (
  JSON.parse(readFileSync(join(DATA, 'index.json'), 'utf8')) as { dataset: DatasetName; file: string }[]
).map(({ dataset, file }) => ({ name: dataset, file }));
const COPIED = /^(io-germany-2009|owid)\//;

describe('the starter data', () => {
  it('covers all eight datasets, and its list and the README name each file', () => {
    const files = readdirSync(DATA, { recursive: true, encoding: 'utf8' })
      .map((file) => file.replaceAll('\\', '/'))
      .filter((file) => file.endsWith('.csv') && !COPIED.test(file));
    expect(files.sort()).toEqual(starter.map(({ file }) => file).sort());
    expect(new Set(starter.map(({ name }) => name))).toEqual(new Set(Object.keys(DATASETS)));
    const readme = readFileSync(join(DATA, 'README.md'), 'utf8');
    expect(files.filter((file) => !readme.includes(`\`${file}\``))).toEqual([]);
  });

  it.each(starter)('$file is valid as the dataset $name', async ({ name, file }) => {
    const entries = await readDataFile(file);
    expect(validateDataset(name, entries)).toEqual([]);
  });
});

const FUEL = { row: 'fuel-use', fuel: 'anthracite', category: '1.A.2', geography: 'CN' };
const GRID = {
  row: 'grid-factor',
  mix: 'average',
  grid: 'national',
  gases: ['CO2'],
  basis: 'generation',
  geography: 'CN',
  year: 2023,
};
/** The detail of a certificate, whose retirement has these members. */
const certified = (changes: object): DatasetEntry['detail'] => ({
  ...{ row: 'instrument', id: '1', vintage: '2023', gases: ['CO2'], geography: 'CN' },
  ...{ factor: '0', factorUnit: 'kg/kW.h', retirement: { ...retiredFor('urn:example:company'), ...changes } },
});
const entry = (key: string, more: Partial<DatasetEntry> = {}): DatasetEntry => ({
  key,
  value: '12.5',
  unit: 't',
  ...YEAR_2023,
  detail: FUEL,
  ...more,
});
const gridRow = (key: string, more: Partial<DatasetEntry> = {}): DatasetEntry =>
  entry(key, { value: '0.5', unit: 'kg{CO2}/kW.h', detail: GRID, ...more });

/** Returns problems as code, row and column, without messages. */
const find = (name: DatasetName, ...entries: DatasetEntry[]): string[] =>
  validateDataset(name, entries).map(({ code, row, column }) => `${code} ${row} ${column}`);

describe('validateDataset', () => {
  it('finds nothing in valid rows', () => {
    expect(find('activity', entry('a'), entry('b'))).toEqual([]);
    expect(find('power', gridRow('a'), gridRow('b', { from: 0, until: YEAR_2023.from }))).toEqual([]);
  });

  it.each<[string, DatasetName, DatasetEntry]>([
    ['unknown-unit a unit', 'activity', entry('a', { unit: 'bushel' })],
    ['unknown-unit a unit', 'activity', entry('a', { unit: 'mt' })],
    ['unit-mismatch a unit', 'activity', entry('a', { unit: 'km' })],
    ['unit-mismatch a unit', 'power', gridRow('a', { unit: 'kg{CO2}' })],
    ['missing-member a unit', 'activity', entry('a', { unit: '' })],
    ['missing-member a value', 'activity', entry('a', { value: null })],
    ['bad-value a value', 'activity', entry('a', { value: '1.50' })],
    ['bad-value a value', 'activity', entry('a', { value: '1'.repeat(40) })],
    ['out-of-range a value', 'activity', entry('a', { value: '-1' })],
    [
      'out-of-range a value',
      'factor',
      entry('a', { value: '1.01', unit: '1', detail: { row: 'oxidation', fuel: 'coke', year: 2006 } }),
    ],
    [
      'out-of-range a value',
      'factor',
      entry('a', { value: '101', unit: '%', detail: { row: 'oxidation', fuel: 'coke', year: 2006 } }),
    ],
    ['missing-period a from', 'activity', entry('a', ALWAYS)],
    ['bad-period a until', 'activity', entry('a', { from: 20, until: 10 })],
    ['bad-place a detail.geography', 'activity', entry('a', { detail: { ...FUEL, geography: 'XX' } })],
    ['bad-place a detail.geography', 'activity', entry('a', { detail: { ...FUEL, geography: 'China' } })],
    ['missing-member a detail.row', 'activity', entry('a', { detail: null })],
    ['unknown-row-type a detail.row', 'activity', entry('a', { detail: { row: 'fuel' } })],
    ['unknown-row-type a detail.row', 'power', entry('a')],
    [
      'missing-member a detail.category',
      'activity',
      entry('a', { detail: { ...FUEL, category: undefined } }),
    ],
    ['bad-member a detail.fuel', 'activity', entry('a', { detail: { ...FUEL, fuel: 'a b' } })],
    [
      'bad-member a detail.retirement.date',
      'power',
      entry('a', { unit: 'MW.h', detail: certified({ date: 'not yet, planned' }) }),
    ],
    [
      'bad-member a detail.retirement.date',
      'power',
      entry('a', { unit: 'MW.h', detail: certified({ date: '2023-02-29' }) }),
    ],
    [
      'bad-identifier a detail.retirement.for',
      'power',
      entry('a', { unit: 'MW.h', detail: certified({ for: 'the company' }) }),
    ],
    ['bad-key a//b key', 'activity', entry('a//b')],
    [
      'bad-identifier a detail.identifier',
      'registry',
      entry('a', {
        value: null,
        unit: '',
        ...ALWAYS,
        detail: { row: 'entity', identifier: 'lei:529900T8BM49AURSDO56', name: 'A', geography: 'DE' },
      }),
    ],
  ])('finds %s in %s', (problem, name, row) => {
    expect(find(name, row)).toEqual([problem]);
  });

  it.each([
    ['MWh', '"MWh" is not a UCUM unit: write MW.h'],
    ['short ton', '"short ton" is not a UCUM unit: write [ston_av]'],
    ['tce', '"tce" is not a UCUM unit: convert the value to GJ'],
    ['mt', '"mt": mt means two things, a million tonnes or one metric ton: write Mt or t'],
    ['blurb', 'unknown unit "blurb": expected UCUM, such as MW.h, t or kg{CO2}/kW.h'],
  ])('says what to write instead of the unit %s', (unit, message) => {
    expect(validateDataset('activity', [entry('a', { unit })])).toMatchObject([{ message }]);
  });

  it('without a dataset, accepts every row type and untyped documents, but no untyped quantity', () => {
    const document = { value: null, unit: '', ...ALWAYS, detail: { sha256: '00' } };
    const all = (...rows: DatasetEntry[]): string[] =>
      validateDataset(null, rows).map(({ code, row, column }) => `${code} ${row} ${column}`);
    expect(all(entry('a'), gridRow('b'), entry('c', document))).toEqual([]);
    expect(all(entry('a', { detail: null }), entry('b', { detail: { row: 'fuel' } }))).toEqual([
      'missing-member a detail.row',
      'unknown-row-type b detail.row',
    ]);
    expect(all(entry('a', { ...document, detail: { row: 'nonsense' } }))).toEqual([
      'unknown-row-type a detail.row',
    ]);
    expect(find('activity', entry('a', document))).toEqual(['missing-member a detail.row']);
  });

  // Golden case LEI-1
  it.each(['HWUPKR0MPOU8FGXBT394', '5493001KJTIIGC8Y1R12', '506700GE1G29325QX363', '529900T8BM49AURSDO55'])(
    'accepts the LEI %s',
    (lei) => {
      const detail = { row: 'entity', identifier: `lei:${lei}`, name: 'A', geography: 'DE' };
      expect(find('registry', { key: 'a', value: null, unit: '', ...ALWAYS, detail })).toEqual([]);
    },
  );

  it('lists all problems of all rows at once', () => {
    const wrong = entry('b', { value: '-1', unit: 'km', ...ALWAYS, detail: { ...FUEL, geography: 'XX' } });
    expect(find('activity', entry('a', { unit: 'mt' }), wrong, entry('b'))).toEqual([
      'unknown-unit a unit',
      'unit-mismatch b unit',
      'out-of-range b value',
      'missing-period b from',
      'bad-place b detail.geography',
      'duplicate-key b key',
    ]);
  });

  it('finds rows that would match equally, but allows equal activities', () => {
    expect(find('power', gridRow('a'), gridRow('b'))).toEqual(['ambiguous-row b detail']);
    expect(find('power', gridRow('a'), gridRow('b', { detail: { ...GRID, mix: 'fossil' } }))).toEqual([]);
    expect(find('activity', entry('a'), entry('b'))).toEqual([]);
  });

  it('requires the factor of an instrument in a unit of intensity, and not negative', () => {
    const instrument = { row: 'instrument', id: '1', vintage: '2023', gases: ['CO2'], geography: 'CN' };
    const row = (factor: string, factorUnit: string): DatasetEntry =>
      entry('a', { unit: 'MW.h', detail: { ...instrument, factor, factorUnit } });
    expect(find('power', row('0', 'kg/kW.h'))).toEqual([]);
    expect(find('power', row('-1', 'kg/kW.h'))).toEqual(['out-of-range a detail.factor']);
    expect(find('power', row('0', 'kg'))).toEqual(['unit-mismatch a detail.factorUnit']);
  });
});

describe('the row types', () => {
  const declared: readonly RowTypeOf[] = ROW_TYPES;

  it('each have one declaration, and a dataset', () => {
    const held = new Set(Object.values(DATASETS).flatMap(({ rows }) => rows as readonly string[]));
    const names = declared.map(({ type }) => type);
    expect(new Set(names).size).toBe(names.length);
    expect([...held].sort()).toEqual(names.sort());
  });

  it.each(declared)(
    '$type is identified and looked up by its members, in units that the engine knows',
    (type) => {
      const members = Object.keys(type.schema.shape);
      const named = [
        ...(type.found ?? []),
        type.subject,
        ...(type.requires ?? []).flatMap((rule) => rule.members),
      ];
      expect(named.filter((member) => !members.includes(member))).toEqual([]);
      for (const unit of type.units ?? []) if (!/[*{]/.test(unit)) expect(parseUnit(unit).text).toBe(unit);
      expect(type.units === null).toBe(type.role === 'document');
    },
  );
});

describe('isPlace', () => {
  it('accepts the 249 countries of ISO 3166-1, and any code with the form of a part of one', () => {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const codes = letters.flatMap((first) => letters.map((second) => first + second));
    expect(codes.filter(isPlace)).toHaveLength(249);
    expect(['CN-31', 'US-TX', 'XK', 'cn', 'CN-', 'CN-ABCD', 'UK'].map(isPlace)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
