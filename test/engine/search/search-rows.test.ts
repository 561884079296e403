import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { parseTime } from '../../../core/encoding/time.ts';
import { FACTOR_TYPES, readFactorRow } from '../../../engine/search/factor-row.ts';
import {
  type FactorFilters,
  readFactorQuery,
  SearchFilterError,
} from '../../../engine/search/factor-query.ts';
import { findNearNames } from '../../../engine/search/near-names.ts';
import { indexRows, searchRows } from '../../../engine/search/search-rows.ts';

function entryOf(
  key: string,
  unit: string,
  days: readonly [string, string] | null,
  detail: JsonObject,
): UnsaltedEntry {
  const [from, until] = days === null ? [0, 0] : days.map((day) => parseTime(day)!);
  return { key, value: '1', unit, from: from!, until: until!, detail };
}

const IPCC = { title: '2006 IPCC Guidelines, volume 2', licence: 'facts' };
const year = (of: number): [string, string] => [`${of}-01-01`, `${of + 1}-01-01`];
const fuel = (name: string, more: JsonObject = {}): JsonObject => ({
  ...{ row: 'emission-factor', fuel: name, gas: 'CO2', origin: 'fossil', basis: 'combustion', year: 2006 },
  ...more,
});

const ENTRIES = [
  entryOf('ng', 'kg{CO2}/TJ', null, fuel('natural-gas', { source: IPCC })),
  entryOf(
    'ng/gb',
    'kg{CO2e}/kW.h',
    year(2023),
    fuel('natural-gas', { geography: 'GB', gas: 'CO2e', gases: ['CO2', 'CH4'] }),
  ),
  entryOf('ng/eng', 'kg{CO2}/m3', year(2022), fuel('natural-gas', { geography: 'GB-ENG' })),
  entryOf('ngl', 'kg{CO2}/TJ', null, fuel('natural-gas-liquids')),
  entryOf('lpg', 'kg{CO2}/TJ', null, fuel('lpg', { title: 'Liquefied gas from natural sources' })),
  entryOf('town', 'kg{CO2}/TJ', null, fuel('town', { source: { title: 'Natural Gas Association' } })),
  entryOf('grid', 'kg{CO2}/kW.h', year(2023), {
    ...{ row: 'grid-factor', mix: 'average', grid: 'East-China', gases: ['CO2'], basis: 'generation' },
    ...{ geography: 'CN', year: 2023, title: '华东电网' },
  }),
  entryOf('r410', '1', null, { row: 'blend-share', blend: 'R-410A', gas: 'HFC-32' }),
  entryOf('activity', 'kW.h', year(2023), { row: 'fuel-use', fuel: 'natural-gas' }),
  entryOf('figure', 't{CO2}', year(2023), { method: 'inventory@2' }),
];

const ROWS = indexRows(ENTRIES.flatMap((entry) => readFactorRow(entry, null) ?? []));

function find(filters: FactorFilters): string[] {
  return searchRows(ROWS, readFactorQuery(filters)).map(({ row, match }) => `${match} ${row.key}`);
}

describe('a search for factors', () => {
  it('finds rows of types with the role factor alone', () => {
    expect(ROWS.map(({ row }) => row.key)).not.toContain('activity');
    expect(ROWS).toHaveLength(ENTRIES.length - 2);
    expect(FACTOR_TYPES).toContain('conversion-factor');
    expect(FACTOR_TYPES).not.toContain('fuel-use');
  });

  it('shows subjects with exactly the words first, then names that have them, then sources', () => {
    expect(find({ q: 'Natural GAS' })).toEqual([
      ...['subject ng', 'subject ng/gb', 'subject ng/eng', 'name ngl', 'name lpg', 'source town'],
    ]);
    expect(find({ q: 'gas natural' })).toEqual(find({ q: 'natural gas' }));
  });

  it('needs all words', () => {
    expect(find({ q: 'natural gas liquids' })).toEqual(['subject ngl']);
    expect(find({ q: 'natural gas ipcc' })).toEqual(['source ng']);
    expect(find({ q: 'natural coal' })).toEqual([]);
  });

  it('finds the row types by their words, blends without a hyphen, and Chinese by any part', () => {
    expect(find({ q: 'grid factors' })).toEqual(['name grid']);
    expect(find({ q: 'r410a' })).toEqual(['name r410']);
    expect(find({ q: 'R-410A' })).toEqual(['subject r410']);
    expect(find({ q: '电网' })).toEqual(['name grid']);
    expect(find({ q: '网' })).toEqual(['name grid']);
    expect(find({ q: '东网' })).toEqual([]);
  });

  it('finds factors of a place, then of its country, then of any place', () => {
    expect(find({ q: 'natural gas', place: 'gb-eng' }).slice(0, 3)).toEqual([
      'subject ng/eng',
      'subject ng/gb',
      'subject ng',
    ]);
    expect(find({ q: 'natural gas', place: 'GB' }).slice(0, 2)).toEqual(['subject ng/gb', 'subject ng']);
    expect(find({ q: 'natural gas', place: 'FR' })[0]).toBe('subject ng');
  });

  it('finds factors that hold for some time in a year or period, and those that hold at any time', () => {
    expect(find({ q: 'natural gas', place: 'GB', year: '2023' })).toContain('subject ng/gb');
    for (const filters of [
      { year: '2022' },
      { period: '2022-12' },
      { period: '2022-Q4' },
      { period: '2021-05-01/2022-02-01' },
    ])
      expect(find({ q: 'natural gas', ...filters }), JSON.stringify(filters)).toEqual([
        ...['subject ng', 'subject ng/eng', 'name ngl', 'name lpg', 'source town'],
      ]);
    expect(find({ q: 'grid', period: '2024-01-01/2024-02-01' })).toEqual([]);
    expect(find({ q: 'grid', period: '2023-12-31/2024-02-01' })).toEqual(['name grid']);
  });

  it('filters by type, gas, basis, source, and by what the unit measures or is per', () => {
    expect(find({ type: 'grid-factor' })).toEqual(['any grid']);
    expect(find({ gas: 'ch4' })).toEqual(['any ng/gb']);
    expect(find({ gas: 'CO2e' })).toEqual(['any ng/gb']);
    expect(find({ basis: 'generation' })).toEqual(['any grid']);
    expect(find({ source: 'ipcc guidelines' })).toEqual(['any ng']);
    expect(find({ q: 'natural gas', unit: 'kgCO2/MJ' })).toEqual([
      ...['subject ng', 'name ngl', 'name lpg', 'source town'],
    ]);
    expect(find({ unit: 'L' })).toEqual(['any ng/eng']);
    expect(find({ unit: 'kg{CO2e}/kW.h' })).toEqual(['any ng/gb']);
  });

  it('finds a subject of any number of words', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
    const rows = indexRows(
      letters.flatMap(
        (_, at) =>
          readFactorRow(
            entryOf(`k${at}`, 'kg{CO2}/TJ', null, fuel(letters.slice(0, at + 1).join('-'))),
            null,
          ) ?? [],
      ),
    );
    for (const count of [1, 2, 15, 16, 17, 24]) {
      const found = searchRows(rows, readFactorQuery({ q: letters.slice(0, count).join(' ') }));
      expect(found[0]).toMatchObject({ match: 'subject', row: { key: `k${count - 1}` } });
      expect(found).toHaveLength(26 - count + 1);
    }
  });

  it('finds each row once, whatever the words', () => {
    for (const q of ['gas', 'natural', 'natural gas', 'emission', 'factor', 'co2', 'natural natural', '天'])
      expect(new Set(find({ q })).size).toBe(find({ q }).length);
  });

  it.each([
    [
      { place: 'Britain' },
      /place: expected a code of ISO 3166-1 or 3166-2, such as GB or CN-31, got "Britain"/,
    ],
    [{ year: '23' }, /year: expected a year from 1970 to 2199/],
    [{ year: '1969' }, /year/],
    [{ period: '2023-13' }, /period: expected 2023, 2023-Q2/],
    [{ period: '2023-05-01/2023-05-01' }, /period/],
    [{ period: '2023-05-01/2023-06-01/2023-07-01' }, /period/],
    [{ period: '1970-01-01/2199-01-01' }, /at most 60 years/],
    [{ year: '2023', period: '2023' }, /a year or a period, not both/],
    [{ type: 'fuel-use' }, /type: expected one of .*emission-factor/],
    [{ unit: 'furlong' }, /unit: expected a unit/],
    [{ unit: 'mt' }, /unit: expected a unit/],
    [{ q: 'x'.repeat(129) }, /at most 128 characters/],
    [{ q: 'a b c d e f g h i j k l m n o p q r s t u v w x y' }, /at most 24 words/],
    [{ q: '???' }, /q: expected a word/],
    [{ source: '-' }, /source: expected a word/],
  ] as const)('refuses %j', (filters, message) => {
    expect(() => readFactorQuery(filters)).toThrow(SearchFilterError);
    expect(() => readFactorQuery(filters)).toThrow(message);
  });

  it('names the words that no row has, and the nearest ones', () => {
    expect(findNearNames(['natrual', 'gas', 'unobtainium'], ROWS)).toEqual([
      { word: 'natrual', near: 'natural' },
      { word: 'unobtainium', near: null },
    ]);
  });

  it('reads rows that nobody checked', () => {
    const detail: JsonObject = {
      row: 'emission-factor',
      fuel: { a: [1] },
      gases: [7, 'CH4'],
      title: 5,
      source: [],
      geography: null,
    };
    const row = readFactorRow({ ...entryOf('odd', '???', null, detail), until: 2 ** 53 - 1 }, IPCC as never);
    expect(row).toMatchObject({ title: null, detail: { gases: ['CH4'] }, source: IPCC });
    expect(indexRows([row!])[0]!.marks).toContain('g:ch4');
  });
});
