/**
 * The frozen books as a person imports them: the columns that the page proposes, and at most five decisions (books/decisions.ts). What is imported
 * is compared with what an accountant takes out of each book.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DatasetName } from '../../client/generated/row-types.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { convertSpelled, readUnitSpelling, type SpelledUnit } from '../../engine/quantities/unit-spelling.ts';
import { codeName, foldName } from '../../engine/rows/spelling.ts';
import { inspectFile, readTable } from '../../jobs/import/read-table.ts';
import type { ImportRequest } from '../../jobs/import/table-request.ts';
import { fitMapping } from '../../jobs/import/table-mapping.ts';
import type { NumberStyle } from '../../tables/cells/number-cell.ts';
import type { Mapping } from '../../tables/column-plan.ts';
import { formatTableProblems } from '../../cli/output/table-problems.ts';
import type { Correction } from '../../tables/corrected-cells.ts';
import { importTable } from '../../tables/dataset-table.ts';
import { TableRefused } from '../../tables/judge-activities.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { add } from './books/book.ts';
import { BROKEN, DECISIONS, joinDecisions } from './books/decisions.ts';

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

interface Reading {
  readonly sheet?: string | undefined;
  readonly style?: NumberStyle | null;
  readonly corrections?: readonly Correction[];
}

/** Returns what the page asks for: the columns that it proposes, with what a person said. */
async function requestBook(
  name: string,
  given: Mapping,
  { sheet, style = null, corrections = [] }: Reading = {},
): Promise<ImportRequest> {
  const file = load(name);
  const dataset: DatasetName = name === 'supplier-footprints.xlsx' ? 'factor' : 'activity';
  const found = await inspectFile(file, dataset, sheet, given);
  const { mapping, absent } = fitMapping(found, given);
  expect(absent).toEqual([]);
  const source = { title: name, provider: 'urn:example:company', licence: 'internal' };
  return { file, dataset, corrections, mapping, sheet: found.sheet ?? undefined, style, source };
}

/** Returns the details of the rows of a sheet of the group, as reference data. */
async function readReference(sheet: string, given: Mapping) {
  const file = load('group-of-three.xlsx');
  const found = await inspectFile(file, 'registry', sheet, given);
  const { mapping } = fitMapping(found, given);
  const source = { title: sheet, provider: 'urn:example:company', licence: 'internal' };
  const answer = await readTable(
    { file, dataset: 'registry', mapping, sheet, style: null, source },
    () => {},
  );
  if (!answer.isValid) throw new Error(JSON.stringify(answer.groups));
  return answer.entries.flatMap(({ key, detail }) => (key === 'source' || detail === null ? [] : [detail]));
}

/** Returns what the command line imports. */
async function planBook(name: string, given: Mapping): Promise<Parameters<typeof importTable>> {
  const { file, sheet, style, ...others } = await requestBook(name, given);
  const table = { delimiter: undefined, sheet, style };
  const plan = { ...others, file: createTableFile(name, file), table, documents: [] };
  return [plan, { write: () => Promise.resolve(), onRows: () => {} }];
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

it('A book whose sheets have no times by the names of their columns is looked into before one is chosen', async () => {
  const { sheets, columns } = await inspectFile(load('utility-bills.xlsx'), 'activity', undefined);
  expect(sheets).toEqual(['monthly', 'interval']);
  expect(columns).toContain('Bill End Date');
});

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
      const request = await requestBook(name, joinDecisions(decisions), { sheet, style, corrections });
      const answer = await readTable(request, () => {});
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

  it('of a group has its entities with their shares, and their facilities, on sheets that become reference data', async () => {
    const named = { 'detail.identifier': 'urn:harbour:{Entity}', 'detail.heldBy': 'urn:harbour:{Held by}' };
    const accounting = { subsidiary: 'group', 'joint venture': 'joint', parent: 'group' };
    const entities = await readReference('Entities', {
      columns: { Treatment: 'detail.accounting', Entity: '', 'Held by': '' },
      set: { ...named, 'detail.name': '{Entity}', 'detail.row': 'entity', 'detail.geography': 'GB' },
      lookups: {
        Treatment: Object.fromEntries(
          Object.entries(accounting).map(([text, code]) => [text, { 'detail.accounting': code }]),
        ),
      },
    });
    expect(entities.map((detail) => [detail['name'], detail['heldBy'], detail['interest']])).toEqual([
      ['Harbour Foods Holding plc', undefined, '1'],
      ['Harbour Foods Polska sp. z o.o.', 'urn:harbour:harbour-foods-holding-plc', '0.8'],
      ['Baltic Cold Storage OÜ', 'urn:harbour:harbour-foods-holding-plc', '0.5'],
    ]);
    const facilities = await readReference('Setup', {
      columns: { LOCATION: '' },
      set: {
        ...{ 'detail.row': 'facility', 'detail.facility': '{LOCATION}', 'detail.name': '{LOCATION}' },
        'detail.entity': 'urn:harbour:{GROUP NAME 1}',
      },
    });
    expect(facilities).toHaveLength(EXPECTED['group-of-three.xlsx']!.rows['facility']!);
    const owners = new Set(facilities.map(({ entity }) => entity));
    expect([...owners]).toEqual(entities.map(({ identifier }) => identifier));
  });

  it('that contradicts itself is refused, and all reasons fit on a screen', async () => {
    const error: unknown = await importTable(...(await planBook('broken.xlsx', joinDecisions(BROKEN)))).catch(
      (refused: unknown) => refused,
    );
    if (!(error instanceof TableRefused)) throw error;
    const { problems, findings, cautions } = error.details;
    expect(problems.map(({ row }) => row)).toEqual([31, 40, 45, 46]);
    expect(findings).toMatchObject([
      { code: 'total-differs', rows: [52] },
      { code: 'unit-differs', count: 12, rows: [15, 16, 17, 18, 19, 20, 21, 22, 23, 24] },
    ]);
    expect(cautions).toMatchObject([
      { code: 'overlapping-periods', message: expect.stringMatching(/row-7.*row-8/) as string },
      { code: 'likely-double', message: expect.stringMatching(/row-51.*row-29/) as string },
    ]);
    const lines = formatTableProblems(error).split('\n');
    expect(lines.reduce((sum, line) => sum + Math.ceil(line.length / 80), 0)).toBeLessThan(24);
  });
});
