/**
 * The frozen books as a person imports them: the columns that the page proposes, and at most five decisions (books/decisions.ts). What is imported
 * is compared with what an accountant takes out of each book.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read, utils } from '@e965/xlsx';
import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { convertSpelled, readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import { inspectFile, readTable } from '../../jobs/import/read-table.ts';
import { fitMapping } from '../../jobs/import/table-mapping.ts';
import type { NumberStyle } from '../../tables/cells/number-cell.ts';
import type { Mapping } from '../../tables/column-plan.ts';
import type { NameList } from '../../tables/name-lookup.ts';
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

/** Books that cannot be imported yet with five decisions, and why. */
const NOT_YET: Readonly<Record<string, string>> = {
  'utility-bills.xlsx':
    'a bill has its last day and a number of days, from which its first day is not computed; a date without a format of dates is refused',
  'refrigerant-log.xlsx': 'what was recovered is not subtracted from what was added, within a row',
  'travel-agency.xlsx':
    'the item of a flight comes from its cabin and that of a train from its sheet, and missing miles are two corrections',
  'supplier-footprints.xlsx':
    'a footprint per declared unit is a factor whose unit is joined from two columns, kgCO2e and the declared unit',
};

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
/** What totals can be compared by. Entities and meters are no part of an activity here: they come with the list of sites. */
const COMPARED = ['row', 'carrier', 'month', 'site', 'geography', 'country'];

const load = (name: string): File => new File([readFileSync(join(FOLDER, name))], name);

const COUNTRIES: Readonly<Record<string, string>> = {
  ...{ 'United Kingdom': 'GB', UK: 'GB', Ireland: 'IE', Germany: 'DE' },
};

/** The list of sites as a person takes it from its own sheet. */
function readSites(): NameList {
  const sheet = read(readFileSync(join(FOLDER, 'sites-40.xlsx'))).Sheets['Sites']!;
  const rows = utils.sheet_to_json<Record<string, string>>(sheet);
  return Object.fromEntries(
    rows.map(({ Site = '', Country = '' }) => [
      Site,
      { 'detail.facility': Site, 'detail.geography': COUNTRIES[Country]! },
    ]),
  );
}

async function importBook(name: string, given: Mapping, sheet?: string, style: NumberStyle | null = null) {
  const file = load(name);
  const found = await inspectFile(file, 'activity', sheet);
  const { mapping, absent } = fitMapping(found, given);
  expect(absent).toEqual([]);
  const source = { title: name, provider: 'urn:example:company', licence: 'internal' };
  const request = {
    file,
    dataset: 'activity',
    mapping,
    sheet: found.sheet ?? undefined,
    style,
    source,
  } as const;
  return readTable(request, () => {});
}

function isOf({ detail, from }: UnsaltedEntry, [key, text]: readonly [string, string]): boolean {
  const is = (member: string, name: string): boolean => foldName(textOf(detail?.[member])) === foldName(name);
  if (key === 'month') return new Date(from * 1000).toISOString().startsWith(text.slice(0, 7));
  if (key === 'carrier') return FUELS[text] === undefined ? is('row', ROWS[text]!) : is('fuel', FUELS[text]);
  if (key === 'site') return is('facility', text);
  return is(key === 'row' ? 'row' : 'geography', text);
}

describe('a frozen book', () => {
  it('is imported, refused, or named with what is missing', () => {
    const all = [...Object.keys(DECISIONS), ...Object.keys(NOT_YET), 'broken.xlsx'];
    expect(all.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(DECISIONS))('%s is imported by few decisions, as expected', async (name, list) => {
    const decisions = list(readSites());
    expect(decisions.length).toBeLessThanOrEqual(MOST_DECISIONS);
    const sheet = decisions.find((one) => one.sheet !== undefined)?.sheet;
    const style = decisions.find((one) => one.style !== undefined)?.style;
    const answer = await importBook(name, joinDecisions(decisions), sheet, style);
    if (!answer.isValid) throw new Error(JSON.stringify(answer.groups, null, 1).slice(0, 4000));
    const entries = answer.entries.filter(({ key }) => key !== 'source');
    const { rows, totals } = EXPECTED[name]!;
    const counts = Object.entries(Object.groupBy(entries, ({ detail }) => textOf(detail?.['row'])));
    const wanted = Object.entries(rows).filter(([type]) => type.endsWith('-use'));
    expect(Object.fromEntries(counts.map(([type, own]) => [type, own?.length]))).toEqual(
      Object.fromEntries(wanted),
    );
    const compared = totals.filter(({ of }) => Object.keys(of).every((key) => COMPARED.includes(key)));
    expect(compared.length).toBeGreaterThan(totals.length / 3);
    const read = compared.map(({ of, unit }) => {
      const spelled = readUnitSpelling(unit);
      const own = entries.filter(
        (entry) => entry.unit === spelled.unit && Object.entries(of).every((pair) => isOf(entry, pair)),
      );
      return { of, rows: own.length, value: add(own.map(({ value }) => value ?? '0')) };
    });
    const stated = compared.map(({ of, rows: count, value, unit }) => ({
      ...{ of, rows: count },
      value: convertSpelled(value, readUnitSpelling(unit)),
    }));
    expect(read).toEqual(stated);
  });

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
