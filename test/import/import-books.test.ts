/**
 * The frozen books as a person imports them: the columns that the page proposes, and at most five decisions (books/decisions.ts). What is imported
 * is compared with what an accountant takes out of each book.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { convertSpelled, readUnitSpelling, type SpelledUnit } from '../../engine/quantities/unit-spelling.ts';
import { codeName, foldName } from '../../engine/rows/spelling.ts';
import { inspectFile, readTable } from '../../jobs/import/read-table.ts';
import { fitMapping } from '../../jobs/import/table-mapping.ts';
import type { NumberStyle } from '../../tables/cells/number-cell.ts';
import type { Mapping } from '../../tables/column-plan.ts';
import type { Correction } from '../../tables/corrected-cells.ts';
import { add } from './books/book.ts';
import { DECISIONS, joinDecisions } from './books/decisions.ts';

const textOf = (member: unknown): string => (typeof member === 'string' ? member : '');

const FOLDER = join(import.meta.dirname, 'books/files');
const MOST_DECISIONS = 5;

interface Total {
  readonly of: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly value: string;
  readonly unit: string;
}
type Expected = Readonly<
  Record<string, { readonly rows: Readonly<Record<string, number>>; readonly totals: readonly Total[] }>
>;
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expectations.json'), 'utf8')) as Expected;

/** What the books call carriers → the fuel in the decisions. Others are electricity or heat, whose kind of row says it. */
const FUELS: Readonly<Record<string, string>> = {
  ...{ 'natural gas': 'natural-gas', 'gas oil': 'gas-oil', 'heating oil': 'heating-oil', diesel: 'diesel' },
  ...{ petrol: 'petrol', LPG: 'lpg', propane: 'propane', coke: 'coke' },
  ...{ 原煤: 'raw-coal', 天然气: 'natural-gas', 汽油: 'gasoline', 柴油: 'diesel' },
};
const ROWS: Readonly<Record<string, string>> = {
  ...{ electricity: 'electricity-use', 电力: 'electricity-use' },
  ...{ 'district heat': 'heat-use', 'district heating': 'heat-use', 热力: 'heat-use' },
};
/** What totals are compared by. Other texts of the books, such as equipment and quality, are no part of a row. */
const COMPARED = [
  ...['row', 'carrier', 'month', 'site', 'geography', 'country', 'meter', 'from', 'until'],
  ...['gas', 'item', 'gwpSet'],
];
/** How the expectations write units → as this project spells them. */
const UNITS: Readonly<Record<string, string>> = {
  ...{ 'therm (US)': 'US therm', 'mi (statute, per passenger)': 'mi', 'km (per passenger)': 'km' },
  ...{ 'room-night': '{room-night}', 'kg{CO2e} per kilogram': 'kgCO2e/kg', 'kg{CO2e} per liter': 'kgCO2e/L' },
  ...{ 'kg{CO2e} per piece': 'kgCO2e/{piece}', 'kg{CO2e} per meter': 'kgCO2e/m' },
  'kg{CO2e} per square meter': 'kgCO2e/m2',
};

const spell = (unit: string): SpelledUnit => readUnitSpelling(UNITS[unit] ?? unit);
const load = (name: string): File => new File([readFileSync(join(FOLDER, name))], name);

async function importBook(
  name: string,
  given: Mapping,
  {
    sheet,
    style = null,
    corrections = [],
  }: { sheet?: string | undefined; style?: NumberStyle | null; corrections?: readonly Correction[] } = {},
) {
  const file = load(name);
  const dataset = name === 'supplier-footprints.xlsx' ? 'factor' : 'activity';
  const found = await inspectFile(file, dataset, sheet, given);
  const { mapping, absent } = fitMapping(found, given);
  expect(absent).toEqual([]);
  const source = { title: name, provider: 'urn:example:company', licence: 'internal' };
  const request = {
    ...{ file, dataset, corrections },
    mapping,
    sheet: found.sheet ?? undefined,
    style,
    source,
  } as const;
  return readTable(request, () => {});
}

const dayOf = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

function isOf({ detail, from, until }: UnsaltedEntry, [key, text]: readonly [string, string]): boolean {
  const is = (member: string, name: string): boolean => foldName(textOf(detail?.[member])) === foldName(name);
  if (key === 'month') return dayOf(from).startsWith(text.slice(0, 7));
  if (key === 'from' || key === 'until') return dayOf(key === 'from' ? from : until) === text;
  if (key === 'carrier') return FUELS[text] === undefined ? is('row', ROWS[text]!) : is('fuel', FUELS[text]);
  if (key === 'site') return is('facility', codeName(text));
  return is(key === 'country' ? 'geography' : key, ['item', 'gas'].includes(key) ? codeName(text) : text);
}

describe('a frozen book', () => {
  it('is imported, or else refused', () => {
    expect([...Object.keys(DECISIONS), 'broken.xlsx'].sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(DECISIONS))(
    '%s is imported by few decisions, as expected',
    async (name, decisions) => {
      expect(decisions.length).toBeLessThanOrEqual(MOST_DECISIONS);
      const sheet = decisions.find((one) => one.sheet !== undefined)?.sheet;
      const style = decisions.find((one) => one.style !== undefined)?.style ?? null;
      const corrections = decisions.flatMap(({ correction }) => correction ?? []);
      const answer = await importBook(name, joinDecisions(decisions), { sheet, style, corrections });
      if (!answer.isValid) throw new Error(JSON.stringify(answer.groups, null, 1).slice(0, 4000));
      const entries = answer.entries.filter(({ key }) => key !== 'source');
      const { rows, totals } = EXPECTED[name]!;
      const counts = Object.entries(Object.groupBy(entries, ({ detail }) => textOf(detail?.['row'])));
      const wanted = Object.entries(rows).filter(([type]) => !['entity', 'facility'].includes(type));
      expect(Object.fromEntries(counts.map(([type, own]) => [type, own?.length]))).toEqual(
        Object.fromEntries(wanted.map(([types, count]) => [types.split('|')[0], count])),
      );
      const compared = totals.filter(
        ({ of, unit }) =>
          Object.keys(of).every((key) => COMPARED.includes(key)) &&
          entries.some((entry) => entry.unit === spell(unit).unit),
      );
      expect(compared.length).toBeGreaterThanOrEqual(totals.length / 4);
      const read = compared.map(({ of, unit }) => {
        const spelled = spell(unit);
        const own = entries.filter(
          (entry) => entry.unit === spelled.unit && Object.entries(of).every((pair) => isOf(entry, pair)),
        );
        return { of, rows: own.length, value: add(own.map(({ value }) => value ?? '0')) };
      });
      const stated = compared.map(({ of, rows: count, value, unit }) => ({
        ...{ of, rows: count },
        value: convertSpelled(value, spell(unit)),
      }));
      expect(read).toEqual(stated);
    },
  );

  it('that contradicts itself is refused, and the reasons fit on a screen', async () => {
    const answer = await importBook('broken.xlsx', {
      columns: { 'End Date': 'until', 'Delivery Date': '' },
      set: { 'detail.geography': 'US' },
      lookups: {
        'Meter Type': {
          'Electric - Grid': {
            'detail.row': 'electricity-use',
            'detail.category': 'purchased electricity',
          },
          'Natural Gas': {
            ...{ 'detail.row': 'fuel-use', 'detail.category': '1.A.4', 'detail.fuel': 'natural-gas' },
          },
        },
        'Usage Units': {
          'kWh (thousand Watt-hours)': { unit: 'kWh' },
          therms: { unit: 'US therm' },
        },
      },
    });
    if (answer.isValid) throw new Error('it was imported');
    expect(answer.problems.map(({ row }) => row)).toEqual(expect.arrayContaining([31, 40, 45, 46]));
    expect(answer.groups.length).toBeLessThanOrEqual(10);
  });
});
