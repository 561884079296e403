import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../engine/run.ts';
import { codeName } from '../../../engine/rows/spelling.ts';
import { entry, figureOf, type TestEntry, YEAR_2023 } from '../dataset.ts';
import { adding, changing, refusal, runWith, stating, without, type Change } from './changes.ts';
import { fuel, makeCompany, MONTHS, power } from './company.ts';

type Edit = NonNullable<Change['activity']>;

const all =
  (...edits: readonly Edit[]): Edit =>
  (rows) =>
    edits.reduce((before, edit) => edit(before), rows);
const rowsOf = (prefix: string): TestEntry[] =>
  makeCompany().activity.filter(({ key }) => key.startsWith(prefix));
const dropping =
  (...keys: string[]): Edit =>
  (rows) =>
    rows.filter(({ key }) => !keys.includes(key));
const monthsOf = (prefix: string, ...months: number[]): string[] =>
  months.map((month) => `${prefix}/2023-${String(month).padStart(2, '0')}`);

/** Returns the same rows with every name in capitals, and a word of its category in another case. */
const inCapitals = (rows: readonly TestEntry[]): TestEntry[] =>
  rows.map((row) => {
    const detail: Record<string, unknown> = { ...row.detail };
    for (const member of ['facility', 'fuel', 'meter', 'process'])
      if (typeof detail[member] === 'string') detail[member] = detail[member].toUpperCase();
    if (detail['category'] === 'purchased') detail['category'] = ' Purchased';
    return { ...row, detail };
  });

/** What a run warns of, but spellings. */
const warningsOf = (activity: Edit): RunResult['warnings'] =>
  runWith({ activity }).warnings.filter(({ code }) => code !== 'other-spelling');

describe('a gap is a warning, of any length and at any place:', () => {
  it.each([
    ['the last quarter', dropping(...monthsOf('power/depot-3', 10, 11, 12)), '2023-10-01 to 2024-01-01'],
    ['the first month', dropping(...monthsOf('gas/mill-5', 1)), '2023-01-01 to 2023-02-01'],
    [
      'two months and a quarter',
      dropping(...monthsOf('clinker/works-2', 2, 3, 6, 7, 8)),
      '2023-02-01 to 2023-04-01, 2023-06-01 to 2023-09-01',
    ],
    [
      'all months but one',
      dropping(...monthsOf('gas/mill-5', 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)),
      '2023-12-01',
    ],
  ] as const)('%s', (_, edit, gap) => {
    const [warning, ...others] = warningsOf(edit);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'missing-months' });
    expect(warning!.message).toContain(gap);
  });

  it.each([
    [2, 'two months', '2023-03-01 to 2023-05-01'],
    [3, 'three months', '2023-04-01 to 2023-07-01'],
    [6, 'half a year', '2023-07-01 to 2024-01-01'],
  ])('of a series with periods of %i months: %s', (months, _, gap) => {
    const oil = Array.from({ length: 12 / months }, (_row, index) =>
      entry(`oil/${index}`, `${1234 + 77 * index}.5`, 't', fuel('diesel', 'mill-5', '1.A.4'), {
        from: MONTHS[months * index]!.from,
        until: MONTHS[months * (index + 1) - 1]!.until,
      }),
    );
    expect(warningsOf(adding(...oil))).toEqual([]);
    const [warning, ...others] = warningsOf(adding(...oil.filter((_row, index) => index !== 1)));
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: 'missing-months', row: { key: 'oil/0' } });
    expect(warning!.message).toContain(
      `fuel-use of facility mill-5, fuel diesel has rows, but none for ${gap}`,
    );
  });

  it('says what the rows give, what may be missing, and its share of the total', () => {
    const activity = dropping(...monthsOf('power/depot-3', 3));
    const result = runWith({ activity });
    const left = rowsOf('power/depot-3').filter(({ key }) => !key.endsWith('-03'));
    const tonnes = left.reduce((sum, { value }) => sum + Number(value) * 0.38, 0);
    const missing = (tonnes * 31) / (365 - 31);
    const share = (100 * missing) / Number(figureOf(result, 'total/location').value);
    const [, given, lost, part] =
      /its rows give ([\d.]+) t\{CO2e\}, so about ([\d.]+) t\{CO2e\} may be missing, ([\d.]+) % of total\/location$/.exec(
        result.warnings[0]!.message,
      )!;
    expect(Number(given) / tonnes).toBeCloseTo(1, 3);
    expect(Number(lost) / missing).toBeCloseTo(1, 3);
    expect(Number(part) / share).toBeCloseTo(1, 2);
  });

  it('but not where a meter was replaced by another one, unless a month is missing between', () => {
    const half = (rows: TestEntry[]): TestEntry[] =>
      rows.map((row) =>
        row.detail!['meter'] === 'meter-mill-5' && row.from >= MONTHS[6]!.from
          ? { ...row, detail: power('mill-5', 'meter-new') }
          : row,
      );
    expect(warningsOf(half)).toEqual([]);
    const found = warningsOf(all(half, dropping(...monthsOf('power/mill-5', 7))));
    expect(found.map(({ code }) => code)).toEqual(['missing-months', 'missing-months']);
    for (const { message } of found) expect(message).toContain('none for 2023-07-01 to 2023-08-01');
  });

  it('and deliveries of single days do not form a series', () => {
    const day = (month: number): { from: number; until: number } => ({
      from: MONTHS[month]!.from,
      until: MONTHS[month]!.from + 86_400,
    });
    const tanks = [2, 5, 11].map((month) =>
      entry(`tank/${month}`, `${311 + month}.5`, 't', fuel('diesel', 'mill-5', '1.A.4'), day(month)),
    );
    expect(warningsOf(adding(...tanks))).toEqual([]);
  });
});

describe('what likely counts twice is a warning, however it is spelled:', () => {
  const invoice = rowsOf('gas/works-2/2023-05')[0]!;
  const kilograms = rowsOf('diesel/depot-3/2023-05')[0]!;
  const flat = (rows: TestEntry[]): TestEntry[] =>
    rows.map((row) =>
      row.key.startsWith('power/mill-5') ? { ...row, detail: power('mill-5', '0815-4711') } : row,
    );
  it.each<[string, TestEntry, Edit?]>([
    ['one invoice under two keys', { ...invoice, key: 'gas/works-2/invoice-77' }],
    [
      'one of them without its facility',
      { ...invoice, key: 'invoice', detail: fuel('natural-gas', '', '1.A.2') },
    ],
    [
      'one of them in kilograms',
      { ...kilograms, key: 'kilograms', value: `${Math.round(Number(kilograms.value) * 1000)}`, unit: 'kg' },
    ],
    ['a year without a meter beside metered months', entry('year', '9876.5', 'MW.h', power('mill-5'))],
    [
      'a meter with a number at two sites',
      entry('other', '12.75', 'MW.h', power('office-4', '0815-4711'), MONTHS[4]),
      flat,
    ],
    [
      'two readings of a meter for one month',
      entry('again', '77.25', 'MW.h', power('mill-5', 'meter-mill-5'), MONTHS[4]),
    ],
  ])('%s', (_, row, edit = (rows) => rows) => {
    const stated = row.detail!['facility'] === '' ? { ...row, detail: withoutFacility(row) } : row;
    for (const spelled of [[stated], inCapitals([stated])]) {
      const found = warningsOf(all(edit, adding(...spelled))).filter(({ code }) => code !== 'missing-months');
      expect(found).toMatchObject([{ code: 'likely-double' }]);
      expect(found[0]!.message).toContain(stated.key);
      expect(found[0]!.message).toMatch(/\([\d.]+ t\{CO2e\}, [\d.]+ % of total\/location\)$/);
    }
  });

  it('a year beside the months of a series is refused, in any spelling, and where one names a part of the country', () => {
    const year = entry('year', '9000', 'm3', fuel('natural-gas', 'works-2', '1.a.2'));
    expect(refusal(() => runWith({ activity: adding(year) })).code).toBe('overlapping-periods');
    expect(refusal(() => runWith({ activity: adding(...inCapitals([year])) })).code).toBe(
      'overlapping-periods',
    );
    const part = { ...year, detail: { ...year.detail, geography: 'DE-BY' } };
    expect(refusal(() => runWith({ activity: adding(part) })).code).toBe('overlapping-periods');
  });

  it('but not meters with one common name at two sites, tariffs, and two parts of a country', () => {
    const common: Edit = (rows) =>
      rows.map((row) =>
        row.detail!['row'] === 'electricity-use' && !row.key.includes('annex')
          ? { ...row, detail: { ...row.detail, meter: 'main' } }
          : row,
      );
    const night = rowsOf('power/mill-5').map((row) => ({
      ...row,
      key: `${row.key}/night`,
      value: `${Number(row.value) + 3}`,
    }));
    const part = entry('year', '9000', 'm3', {
      ...fuel('natural-gas', 'works-9', '1.A.2'),
      geography: 'DE-BY',
    });
    const other = entry(
      'months',
      '90',
      'm3',
      { ...fuel('natural-gas', 'works-9', '1.A.2'), geography: 'DE-BE' },
      MONTHS[1],
    );
    const found = warningsOf(all(common, adding(...night, part, other)));
    expect(found.map(({ code }) => code)).toEqual(['missing-months']);
  });
});

describe('a row that is the sum of others is a warning, however it is spelled:', () => {
  const sum = (rows: readonly TestEntry[]): string =>
    String(rows.reduce((total, { value }) => total + Math.round(10 * Number(value)), 0) / 10);
  const ofMonth = (month: string): TestEntry[] =>
    makeCompany().activity.filter(({ key }) => key.startsWith('diesel/') && key.endsWith(`/2023-${month}`));
  const totals = MONTHS.map((month, index) =>
    entry(
      `diesel/all/${index + 1}`,
      sum(ofMonth(String(index + 1).padStart(2, '0'))),
      't',
      fuel('diesel', 'group', '1.A.3'),
      month,
    ),
  );
  it.each<[string, TestEntry[]]>([
    [
      'a thirteenth month',
      [entry('sum', sum(rowsOf('clinker/')), 't', rowsOf('clinker/')[0]!.detail!, MONTHS[11])],
    ],
    ['a site that is all other sites', totals],
    [
      'the year of all sites without a site',
      [entry('sum', sum(rowsOf('diesel/')), 't', withoutFacility(totals[0]!))],
    ],
    ['a site of that name', [entry('other', '77.5', 't', fuel('diesel', 'total', '1.A.3'))]],
    [
      'a site of that name in Chinese',
      [entry('other', '77.5', 't', fuel('diesel', codeName('合计'), '1.A.3'))],
    ],
    ['a key of that name', [entry('diesel/total', '99999.5', 't', fuel('diesel', 'head', '1.A.3'))]],
  ])('%s', (_, rows) => {
    for (const spelled of [rows, inCapitals(rows)]) {
      const found = warningsOf(adding(...spelled));
      expect(found).toMatchObject([{ code: 'likely-total', row: { key: rows[0]!.key } }]);
      expect(found[0]!.message).toMatch(/\([\d.]+ t\{CO2e\}, [\d.]+ % of total\/location\)$/);
    }
  });
});

describe('a value that is a copy of another month is a warning', () => {
  const values = rowsOf('gas/works-2').map(({ value }) => value);
  it.each([
    ['the month before', 5, 4],
    ['another month', 11, 2],
  ])('of %s, and names both', (_, to, from) => {
    const key = monthsOf('gas/works-2', to)[0]!;
    const found = warningsOf(changing(key, { value: values[from - 1]! }));
    expect(found).toMatchObject([{ code: 'copied-value' }]);
    for (const month of [to, from]) expect(found[0]!.message).toContain(monthsOf('gas/works-2', month)[0]!);
  });

  it('but not where the months are equal parts of a year, or have two digits', () => {
    const equal =
      (prefix: string, value: (index: number) => string): Edit =>
      (rows) =>
        rows.map((row) => (row.key.startsWith(prefix) ? { ...row, value: value(row.from % 7) } : row));
    expect(warningsOf(equal('gas/works-2', () => '812345.5'))).toEqual([]);
    expect(warningsOf(equal('clinker', (index) => `${20 + index}`))).toEqual([]);
  });
});

describe('names in two spellings', () => {
  it('count as one, with a warning that names both', () => {
    const plain = runWith({});
    const { figures, warnings } = runWith({
      activity: stating('diesel/depot-3/2023-05', { fuel: 'Diesel' }),
    });
    expect(figures.map(({ key, value }) => [key, value])).toEqual(
      plain.figures.map(({ key, value }) => [key, value]),
    );
    expect(warnings).toMatchObject([{ code: 'other-spelling', row: { key: 'diesel/depot-3/2023-05' } }]);
    expect(warnings[0]!.message).toContain(
      'diesel (diesel/depot-3/2023-01), Diesel (diesel/depot-3/2023-05)',
    );
  });

  it('give no warning where each is spelled in one way', () => {
    expect(
      runWith({ activity: inCapitals, travel: inCapitals }, {}).warnings.map(({ message }) => message),
    ).toEqual([
      expect.stringMatching(/^process is spelled in 2 ways/),
      expect.stringMatching(/^fuel is spelled in 2 ways/),
      expect.stringMatching(/^fuel is spelled in 2 ways/),
    ]);
  });
});

describe('a warning that the parameters accept', () => {
  const activity = without('power/depot-3/2023-03');
  const reason = 'the depot was closed in March';

  it.each([
    ['its first row', { row: 'power/depot-3/2023-01' }],
    ['another row of it', { row: 'power/depot-3/2023-12' }],
    ['its series', { series: 'electricity-use of facility depot-3, meter meter-depot-3' }],
  ])('by %s is shown with its reason, in the run and in each figure', (_, about) => {
    const accepted = [{ code: 'missing-months', ...about, reason }];
    const { warnings, figures } = runWith({ activity }, { accepted });
    expect(warnings).toMatchObject([{ code: 'missing-months', accepted: reason }]);
    const total = figures.find(({ key }) => key === 'total/location')!;
    expect(total.detail.derivation.warnings).toMatchObject([{ code: 'missing-months', accepted: reason }]);
  });

  it('is refused where the run does not give it', () => {
    const accepted = [{ code: 'missing-months', row: 'power/depot-4/2023-01', reason }];
    const { code, row, message } = refusal(() => runWith({ activity }, { accepted }));
    expect({ code, column: row?.column }).toEqual({
      code: 'unused-acceptance',
      column: 'parameters.accepted.0',
    });
    expect(message).toContain('power/depot-4/2023-01');
  });
});

describe('a run without a row in its period', () => {
  it('names the time of the rows that it could read, and the types where it reads none', () => {
    const period = { from: YEAR_2023.until, until: YEAR_2023.until + 31_622_400 };
    expect(refusal(() => runWith({ travel: () => [] }, { period })).message).toContain(
      'no row in the period (2024-01-01 to 2025-01-01) is of a type that inventory@2 computes: your rows are of 2022-01-01 to 2024-01-01',
    );
    const goods = entry('steel', '5', 't', { row: 'goods', good: 'steel' });
    const { message } = refusal(() =>
      runWith({ activity: () => [goods], travel: () => [], power: () => [] }),
    );
    expect(message).toContain('your activities are goods. It computes ');
  });
});

function withoutFacility({ detail }: TestEntry): Record<string, unknown> {
  const { facility: _, ...others } = detail!;
  return others;
}
