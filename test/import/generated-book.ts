import { utils, write } from '@e965/xlsx';
import fc from 'fast-check';

/**
 * Workbooks of any company, made from what they must add up to. This file shares nothing with the reader of tables: it has its own names of
 * months, marks of numbers and units.
 */

export const FAULTS = ['swapped-unit', 'shifted-column', 'double-month', 'total-counted'] as const;
export type Fault = (typeof FAULTS)[number];

/** A series of a year: a site, a fuel, and an amount for each month. */
export interface MadeSeries {
  readonly site: string;
  readonly fuel: number;
  /** In hundredths of the unit. */
  readonly amounts: readonly number[];
}

export interface MadeBook {
  readonly year: number;
  readonly series: readonly MadeSeries[];
  readonly layout: 'list' | 'months' | 'carriers' | 'sheets';
  readonly language: 'en' | 'zh';
  readonly file: 'xlsx' | 'csv';
  readonly titles: number;
  readonly hasTotals: boolean;
  readonly hasNote: boolean;
  readonly isMerged: boolean;
  /** How amounts are written: as numbers, or as texts with these marks. */
  readonly style: 'number' | 'point' | 'comma' | 'blank';
  readonly fault: Fault | null;
  /** Which series, month and wording the fault is about. */
  readonly at: number;
}

export const FUELS = [
  { en: 'Natural gas', zh: '天然气', code: 'natural-gas', unit: 'kWh', wrong: 'MWh', ucum: 'kW.h' },
  { en: 'Diesel', zh: '柴油', code: 'diesel', unit: 'L', wrong: 'm3', ucum: 'L' },
  { en: 'Coal', zh: '煤', code: 'coal', unit: 't', wrong: 'kg', ucum: 't' },
] as const;

const SITES = ['Leeds works', 'York depot', 'Hull', '杭州', 'Lyon', '北京'];
const WORDS = {
  en: { site: 'Site', fuel: 'Fuel', unit: 'Unit', amount: 'Quantity', month: 'Month', total: 'Total' },
  zh: { site: '工厂', fuel: '燃料', unit: '单位', amount: '用量', month: '月份', total: '合计' },
};
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const amounts = fc
  .tuple(
    fc.integer({ min: 200_000, max: 9_000_000 }),
    fc.array(fc.integer({ min: -1200, max: 1200 }), { minLength: 12, maxLength: 12 }),
  )
  // Months differ by less than a season does, and none is exactly another one.
  .map(([base, parts]) =>
    parts.map((part, month) => Math.round(base * (1 + part / 10_000)) * 12 + month + 1),
  );

const series = fc
  .tuple(fc.shuffledSubarray(SITES, { minLength: 2, maxLength: 4 }), fc.integer({ min: 1, max: 3 }))
  .chain(([sites, fuels]) =>
    fc.tuple(
      ...sites.flatMap((site) =>
        FUELS.slice(0, fuels).map((_, fuel) =>
          amounts.map((each): MadeSeries => ({ site, fuel, amounts: each })),
        ),
      ),
    ),
  );

/** Books without a fault, or with the one of a name. */
export function makeBooks(fault: Fault | null): fc.Arbitrary<MadeBook> {
  // One fuel alone has no columns of several fuels.
  const settle = (book: MadeBook): MadeBook =>
    book.layout === 'carriers' && book.series.every(({ fuel }) => fuel === 0)
      ? { ...book, layout: 'list' }
      : book;
  return fc
    .record({
      year: fc.integer({ min: 2019, max: 2025 }),
      series,
      layout: fc.constantFrom('list', 'months', 'carriers', 'sheets'),
      language: fc.constantFrom('en', 'zh'),
      file: fc.constantFrom('xlsx', 'csv'),
      titles: fc.integer({ min: 0, max: 3 }),
      hasTotals: fc.boolean(),
      hasNote: fc.boolean(),
      isMerged: fc.boolean(),
      style: fc.constantFrom('number', 'point', 'comma', 'blank'),
      fault: fc.constant(fault),
      at: fc.nat(1000),
    })
    .map(settle);
}

type Cells = (string | number | null)[];

/** Returns the file of a book. */
export function writeBook(book: MadeBook): { readonly name: string; readonly bytes: Uint8Array } {
  const sites = [...new Set(book.series.map(({ site }) => site))];
  const sheets =
    book.layout === 'sheets'
      ? sites.map(
          (site) =>
            [
              site,
              dress(
                book,
                monthRows(
                  book,
                  book.series.filter((each) => each.site === site),
                  false,
                ),
              ),
            ] as const,
        )
      : [['Data', dress(book, rowsOf(book))] as const];
  if (book.file === 'csv' && book.layout !== 'sheets') {
    const mark = book.style === 'comma' ? ';' : ',';
    const text = sheets[0]![1]
      .map((cells) => cells.map((cell) => quote(String(cell ?? ''), mark)).join(mark))
      .join('\r\n');
    return { name: 'use.csv', bytes: new TextEncoder().encode(text) };
  }
  const workbook = utils.book_new();
  if (book.layout === 'sheets')
    utils.book_append_sheet(workbook, utils.aoa_to_sheet([['Energy'], ['by site']]), 'Cover');
  for (const [name, rows] of sheets) {
    const sheet = utils.aoa_to_sheet(rows);
    if (book.isMerged && book.layout === 'list') mergeSites(sheet, rows);
    utils.book_append_sheet(workbook, sheet, name);
  }
  return {
    name: 'use.xlsx',
    bytes: new Uint8Array(write(workbook, { type: 'buffer', bookType: 'xlsx' }) as Uint8Array),
  };
}

function quote(text: string, mark: string): string {
  return text.includes(mark) || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
}

/** How SheetJS marks an empty cell. */
const EMPTY = { t: 'z' };

/** Merges the cells of one site below each other: the others become empty. */
function mergeSites(sheet: ReturnType<typeof utils.aoa_to_sheet>, rows: readonly Cells[]): void {
  const merges: { s: { r: number; c: number }; e: { r: number; c: number } }[] = [];
  for (let start = 0, end = 1; start < rows.length; start = end++) {
    const name = rows[start]![0];
    while (end < rows.length && rows[end]![0] === name && rows[end]!.length > 3) end++;
    if (end - start < 2 || !SITES.includes(String(name))) continue;
    merges.push({ s: { r: start, c: 0 }, e: { r: end - 1, c: 0 } });
    for (let row = start + 1; row < end; row++) sheet[utils.encode_cell({ r: row, c: 0 })] = EMPTY;
  }
  sheet['!merges'] = merges;
}

/** Puts titles above the rows and a note below them. */
function dress({ titles, hasNote, year }: MadeBook, rows: readonly Cells[]): Cells[] {
  const width = rows[0]!.length;
  const line = (text: string): Cells => [text, ...Array.from({ length: width - 1 }, () => null)];
  return [
    ...['Northwind Ltd', `Energy use ${year}`, 'Prepared by facilities'].slice(0, titles).map(line),
    ...rows,
    ...(hasNote ? [line('Source: invoices and meter readings')] : []),
  ];
}

function rowsOf(book: MadeBook): Cells[] {
  if (book.layout === 'list') return listRows(book);
  return book.layout === 'carriers' ? carrierRows(book) : monthRows(book, book.series, true);
}

function show({ style }: MadeBook, hundredths: number): string | number {
  if (style === 'number') return hundredths / 100;
  const [whole, rest] = [Math.floor(hundredths / 100), String(hundredths % 100).padStart(2, '0')];
  const marks = { point: ',', comma: '.', blank: ' ' }[style];
  const groups = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, marks);
  return `${groups}${style === 'comma' ? ',' : '.'}${rest}`;
}

const monthName = ({ language, year }: MadeBook, month: number): string =>
  language === 'zh' ? `${year}年${month + 1}月` : `${MONTHS[month]} ${year}`;

/** A row for each amount. */
function listRows(book: MadeBook): Cells[] {
  const { series: all, language, fault, at, hasTotals } = book;
  const words = WORDS[language];
  const rows = all.flatMap(({ site, fuel, amounts: each }, index) =>
    each.map((amount, month): Cells => {
      const isFaulty = fault === 'swapped-unit' && index === at % all.length && month === at % 12;
      const { unit, wrong } = FUELS[fuel]!;
      return [
        site,
        FUELS[fuel]![language],
        monthName(book, month),
        show(book, amount),
        isFaulty ? wrong : unit,
      ];
    }),
  );
  const place = at % rows.length;
  if (fault === 'double-month') rows.splice(place + 1, 0, [...rows[place]!]);
  if (fault === 'shifted-column') rows[place] = [null, ...rows[place]!.slice(0, -1)];
  if (fault === 'total-counted') {
    const { fuel, amounts: first } = all[0]!;
    const own = all.filter((each) => each.fuel === fuel);
    const of = (month: number): number => own.reduce((sum, each) => sum + each.amounts[month]!, 0);
    for (const month of first.keys())
      rows.push([
        'Group',
        FUELS[fuel]![language],
        monthName(book, month),
        show(book, of(month)),
        FUELS[fuel]!.unit,
      ]);
  }
  const sum = all.flatMap(({ amounts: each }) => each).reduce((before, amount) => before + amount, 0);
  const isOneUnit = new Set(all.map(({ fuel }) => fuel)).size === 1;
  const total: Cells[] =
    hasTotals && isOneUnit && fault === null ? [[words.total, null, null, show(book, sum), null]] : [];
  return [[words.site, words.fuel, words.month, words.amount, words.unit], ...rows, ...total];
}

/** A row for each series, a column for each month. */
function monthRows(book: MadeBook, own: readonly MadeSeries[], hasSite: boolean): Cells[] {
  const { language, fault, at, hasTotals } = book;
  const words = WORDS[language];
  const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const lead = (site: string, fuel: string, unit: string): Cells => [...(hasSite ? [site] : []), fuel, unit];
  const rows = own.map(({ site, fuel, amounts: each }): Cells => {
    const isFaulty = each === book.series[at % book.series.length]!.amounts;
    const { unit, wrong } = FUELS[fuel]!;
    const cells: Cells = each.map((amount) => show(book, amount));
    const shifted = fault === 'shifted-column' && isFaulty ? [null, ...cells.slice(0, -1)] : cells;
    const total = hasTotals ? [show(book, sumOf(each))] : [];
    return [
      ...lead(site, FUELS[fuel]![language], fault === 'swapped-unit' && isFaulty ? wrong : unit),
      ...shifted,
      ...total,
    ];
  });
  if (fault === 'double-month' && own.includes(book.series[at % book.series.length]!))
    rows.push([...rows[at % rows.length]!]);
  const header = [
    ...lead(words.site, words.fuel, words.unit),
    ...MONTHS.map((_, month) => monthName(book, month)),
    ...(hasTotals ? [words.total] : []),
  ];
  const isOneUnit = new Set(own.map(({ fuel }) => fuel)).size === 1;
  const sums = MONTHS.map((_, month) => sumOf(own.map(({ amounts: each }) => each[month]!)));
  const ends = [...sums.map((sum) => show(book, sum)), ...(hasTotals ? [show(book, sumOf(sums))] : [])];
  const { unit } = FUELS[own[0]!.fuel]!;
  if (fault === 'total-counted') {
    const fuelOnly = own.filter(({ fuel }) => fuel === own[0]!.fuel);
    const each = MONTHS.map((_, month) => show(book, sumOf(fuelOnly.map(({ amounts: all }) => all[month]!))));
    const all = sumOf(fuelOnly.flatMap(({ amounts: values }) => values));
    rows.push([
      ...lead('Group', FUELS[own[0]!.fuel]![language], unit),
      ...each,
      ...(hasTotals ? [show(book, all)] : []),
    ]);
  } else if (hasTotals && isOneUnit && hasSite && fault === null)
    rows.push([...lead(words.total, '', ''), ...ends]);
  return [header, ...rows];
}

/** A row for each site and month, a column for each fuel with its unit. */
function carrierRows(book: MadeBook): Cells[] {
  const { series: all, language, fault, at } = book;
  const words = WORDS[language];
  const sites = [...new Set(all.map(({ site }) => site))];
  const fuels = [...new Set(all.map(({ fuel }) => fuel))];
  const amountOf = (site: string, fuel: number, month: number): number =>
    all.find((each) => each.site === site && each.fuel === fuel)!.amounts[month]!;
  const rows = sites.flatMap((site) =>
    MONTHS.map((_, month): Cells => [
      site,
      monthName(book, month),
      ...fuels.map((fuel) => show(book, amountOf(site, fuel, month))),
    ]),
  );
  const place = at % rows.length;
  if (fault === 'double-month') rows.splice(place + 1, 0, [...rows[place]!]);
  if (fault === 'shifted-column') rows[place] = [null, ...rows[place]!.slice(0, -1)];
  if (fault === 'total-counted')
    for (const month of MONTHS.keys())
      rows.push([
        'Group',
        monthName(book, month),
        ...fuels.map((fuel) =>
          show(
            book,
            sites.reduce((sum, site) => sum + amountOf(site, fuel, month), 0),
          ),
        ),
      ]);
  const isWrong = (index: number): boolean => fault === 'swapped-unit' && index === at % fuels.length;
  const header = fuels.map(
    (fuel, index) => `${FUELS[fuel]![language]} (${isWrong(index) ? FUELS[fuel]!.wrong : FUELS[fuel]!.unit})`,
  );
  return [[words.site, words.month, ...header], ...rows];
}
