/** Forty sites in seven sheets: a cover, a list of sites, three shapes of consumption, deliveries, and a summary that repeats them. */
import {
  type Amount,
  type Book,
  Draws,
  NOTHING,
  add,
  daySerial,
  listMonths,
  shortMonth,
  totalBy,
} from './book.ts';
import { type Cell, type Sheet, bold, columnName, num, writeWorkbook } from './workbook.ts';

const REGIONS: Readonly<Record<string, readonly string[]>> = {
  North: 'Leeds,Bradford,Hull,York,Wakefield,Sheffield,Carlisle,Preston,Warrington,Stockport'.split(','),
  Midlands: 'Derby,Leicester,Corby,Rugby,Telford,Stoke,Daventry,Redditch'.split(','),
  South: 'Bristol,Swindon,Reading,Slough,Crawley,Dartford,Southampton,Poole,Exeter,Truro'.split(','),
  Scotland: 'Glasgow,Falkirk,Perth,Dundee,Ayr,Inverness'.split(','),
  Ireland: 'Naas,Cork,Athlone,Sligo'.split(','),
  Germany: 'Neuss,Fürth'.split(','),
};
const COUNTRIES: Readonly<Record<string, readonly string[]>> = {
  Ireland: ['Ireland', 'IE'],
  Germany: ['Germany', 'DE'],
};
const SHOPS = ['York', 'Truro', 'Ayr'];
const MONTHS = listMonths('2024-04-01', 12);
const FORM = '#,##0';
const OLD_METER = 'R20241 OLD';
/** The column of the first month, counted from 0, on Electricity. */
const FIRST = 4;

interface Site {
  readonly no: number;
  readonly name: string;
  readonly town: string;
  readonly region: string;
  readonly kind: string;
}

const SITES: readonly Site[] = Object.entries(REGIONS)
  .flatMap(([region, towns]) => towns.map((town) => ({ region, town })))
  .map(({ region, town }, at) => {
    const kind = SHOPS.includes(town) ? 'SHOP' : at % 5 === 4 ? 'OFF' : 'DC';
    const name = `${town} ${kind === 'SHOP' ? 'Trade Counter' : kind === 'OFF' ? 'Office' : 'DC'}`;
    return { no: 101 + at, name, town, region, kind };
  });

export function makeSites(): Book {
  const draws = new Draws(301);
  const electricity = makeElectricity(draws);
  const gas = makeGas(draws);
  const oil = makeOil(draws);
  const heat = makeHeat(draws);
  const amounts = [...electricity.amounts, ...gas.amounts, ...oil.amounts, ...heat.amounts];
  const struck =
    1 +
    electricity.sheet.rows.findIndex((cells) => (cells[3] as { text?: string } | null)?.text === OLD_METER);
  const sheets = [
    makeCover(), makeList(), electricity.sheet, gas.sheet, oil.sheet, heat.sheet, makeSummary(amounts),
  ]; // prettier-ignore
  return {
    file: 'sites-40.xlsx',
    content: writeWorkbook(sheets),
    expectation: {
      ...NOTHING,
      title: 'Energy of 40 sites, April 2024 to March 2025, in seven sheets',
      sources: [
        {
          at: 'ARahim900/muscatbay: src/data/electricityData.ts',
          commit: '6395b222274a7b201ff48bbf4d406efe278c341e',
          took: 'name, type code, meter account number, then a column per month headed Apr-24, May-24 …; blanks in account numbers, two accounts in one cell, meters with zeros',
        },
        {
          at: 'nguyenngocdue/TLC-app2: src/resources/views/welcome-due.blade.php (the version in a search answer; the stored one is shorter)',
          took: 'merged cells for the group on the left, a column for the year to date beside the months',
        },
      ],
      rows: {
        'electricity-use': electricity.amounts.length,
        'fuel-use': gas.amounts.length + oil.amounts.length,
        'heat-use': heat.amounts.length,
      },
      totals: [
        ...totalBy(amounts, 'row', 'carrier'),
        ...totalBy(electricity.amounts, 'row', 'month'),
        ...totalBy(electricity.amounts, 'row', 'geography'),
        ...totalBy(amounts, 'row', 'carrier', 'site'),
      ],
      sameNames: { 'LEEDS DC': 'Leeds DC', 'Derby  DC ': 'Derby DC', 'Bristol dc': 'Bristol DC' },
      decisions: [
        {
          question: 'Is “Hull Distribution Centre” on the sheet Gas oil the site “Hull DC”?',
          answer: 'Yes.',
        },
        {
          question: `Row ${struck} of Electricity (Bristol DC, ${OLD_METER}) is struck out, and the totals leave it out. Leave it out?`,
          answer: 'Yes, leave it out.',
        },
        {
          question: 'Natural gas is in kWh. Net or gross calorific value?',
          answer: 'Gross: the cover says so.',
        },
        {
          question: 'Which fuel is “Gas oil (red)”?',
          answer: 'Gas oil, or diesel where the factors know no gas oil.',
        },
      ],
      leftOut: [
        'the sheets Read me and Summary',
        'on Electricity: six rows of subtotals, the row Total, the column FY24/25',
        'on Electricity: the struck-out row',
        'on Natural gas: the row Total (kWh)',
        'months with “-”, “n/a” or nothing: no row, not a row of zero',
      ],
      reported: [
        'Electricity: rows hidden by a filter (York, Truro and Ayr Trade Counter); they count, for the totals count them',
        'Natural gas of Falkirk Office and Perth DC is in MWh, that of other sites in kWh',
        'Natural gas of Poole DC: results of formulas with more than 15 digits, rounded',
        'totals of the workbook agree with the rows',
      ],
    },
  };
}

function geographyOf({ region }: Site): string {
  return COUNTRIES[region]?.[1] ?? 'GB';
}

function makeCover(): Sheet {
  return {
    name: 'Read me',
    merges: ['A1:F1'],
    rows: [
      [bold('Northgate Building Supplies: energy record FY24/25')],
      [],
      ['Period', null, '1 April 2024 to 31 March 2025'],
      ['Kept by', null, 'Facilities, energy desk'],
      [
        'Notes',
        null,
        'Electricity: billed kWh. Gas: kWh as billed (gross CV). Gas oil: delivered litres, bought as used.',
      ],
      [null, null, 'Sites that joined in the year show "-" before they did.'],
      ['Version', null, num(daySerial('2025-05-12'), { format: 'dd/mm/yyyy' })],
    ],
  };
}

function makeList(): Sheet {
  const rows = SITES.map((site): Cell[] => [
    num(site.no),
    site.name,
    site.town,
    // As three people keep a list.
    COUNTRIES[site.region]?.[0] ?? (site.no % 3 === 0 ? 'UK' : 'United Kingdom'),
    'Northgate Building Supplies',
    site.no % 7 === 0 ? null : num(800 + ((site.no * 37) % 9000), { format: '#,##0" m²"' }),
  ]);
  return {
    name: 'Sites',
    rows: [['Site no.', 'Site', 'Town', 'Country', 'Company', 'Floor area'].map(bold), ...rows],
  };
}

interface Part {
  readonly sheet: Sheet;
  readonly amounts: readonly Amount[];
}

function makeElectricity(draws: Draws): Part {
  const amounts: Amount[] = [];
  const months = MONTHS.map((month) => num(daySerial(month), { format: 'mmm\\-yy', bold: true }));
  const rows: Cell[][] = [
    [bold('Electricity by meter, FY24/25')],
    ['from the suppliers’ monthly statements; queries to the energy desk'],
    [],
    [...['Region', 'Type', 'Site', 'Meter account'].map(bold), ...months, bold('FY24/25'), bold('Remarks')],
    [null, null, null, null, ...MONTHS.map(() => 'kWh'), 'kWh'],
  ];
  const merges = ['A1:H1'];
  const hiddenRows: number[] = [];
  const subtotals: { row: number; values: string[] }[] = [];
  for (const [region, towns] of Object.entries(REGIONS)) {
    const first = rows.length + 1;
    const sums: string[][] = MONTHS.map(() => []);
    const spans: number[] = [];
    for (const site of SITES.filter(({ town }) => towns.includes(town))) {
      if (site.town === 'Bristol') rows.push(makeStruck(draws, region));
      spans.push(rows.length + 1);
      if (site.kind === 'SHOP') hiddenRows.push(rows.length + 1);
      const cells = MONTHS.map((month, at): Cell => {
        if (site.town === 'Sligo' && at < 3) return '-';
        if (site.town === 'Redditch' && at === 7) return 'n/a';
        if (site.town === 'Exeter' && at === 10) return null;
        const value =
          site.town === 'Stoke' && at > 8
            ? '0'
            : String(draws.whole(site.kind === 'DC' ? 18_000 : 900, site.kind === 'DC' ? 61_000 : 7_500));
        amounts.push(electricityOf(site, month, value));
        sums[at]?.push(value);
        return num(value, { format: FORM });
      });
      const account =
        site.town === 'Corby'
          ? null
          : site.town === 'Hull'
            ? 'R20203 (R20293)'
            : `R${20_100 + site.no}${site.no % 11 === 0 ? ' ' : ''}`;
      const row = rows.length + 1;
      const total = add(
        cells.flatMap((cell) =>
          typeof cell === 'object' && cell?.number !== undefined ? [cell.number] : [],
        ),
      );
      rows.push([
        spans.length === 1 && site.town !== 'Bristol' ? region : null,
        site.kind, site.name, account, ...cells,
        num(total, { formula: `SUM(E${row}:P${row})`, format: FORM }),
        site.town === 'Sligo' ? 'opened July 2024' : null,
      ]); // prettier-ignore
    }
    merges.push(`A${first}:A${rows.length}`);
    const values = sums.map(add);
    const row = rows.length + 1;
    const formulas = MONTHS.map((_, at) => {
      const column = columnName(FIRST + at);
      return `SUM(${runsOf(spans)
        .map(([from, to]) => `${column}${from}:${column}${to}`)
        .join(',')})`;
    });
    rows.push([
      null, null, bold(`Subtotal ${region}`), null,
      ...values.map((value, at) => num(value, { formula: formulas[at] ?? '', format: FORM, bold: true })),
      num(add(values), { formula: `SUM(E${row}:P${row})`, format: FORM, bold: true }),
    ]); // prettier-ignore
    subtotals.push({ row, values });
  }
  const totals = MONTHS.map((_, at) => add(subtotals.map(({ values }) => values[at] ?? '0')));
  const formulaOf = (at: number): string =>
    subtotals.map(({ row }) => `${columnName(FIRST + at)}${row}`).join('+');
  rows.push([
    bold('Total'), null, null, null,
    ...totals.map((value, at) => num(value, { formula: formulaOf(at), format: FORM, bold: true })),
    num(add(totals), { formula: formulaOf(MONTHS.length), format: FORM, bold: true }),
  ]); // prettier-ignore
  rows.push(
    [],
    [
      'Source: supplier portals, downloaded 6 May 2025. Street lighting at Derby is on the landlord’s account.',
    ],
  );
  const filter = `A4:R${rows.length - 3}`;
  return { amounts, sheet: { name: 'Electricity', rows, merges, hiddenRows, filter } };
}

function electricityOf(site: Site, month: string, value: string): Amount {
  const of = {
    row: 'electricity-use',
    carrier: 'electricity',
    site: site.name,
    month,
    geography: geographyOf(site),
  };
  return { of, value, unit: 'kWh' };
}

/** The meter that was exchanged: its line was struck out, and totals leave it out. */
function makeStruck(draws: Draws, region: string): Cell[] {
  const values = MONTHS.map(() => num(draws.whole(20_000, 50_000), { format: FORM, struck: true }));
  const texts = ['DC', 'Bristol DC', OLD_METER].map((text) => ({ text, struck: true }));
  return [region, ...texts, ...values, null, 'double of the line below, do not use'];
}

/** Runs of rows that follow each other. */
function runsOf(rows: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[1] === row - 1) last[1] = row;
    else runs.push([row, row]);
  }
  return runs;
}

function makeGas(draws: Draws): Part {
  const amounts: Amount[] = [];
  const heads = ['Site', 'MPRN', 'Unit', ...MONTHS.map(shortMonth), 'Comment'].map(bold);
  const rows: Cell[][] = [[bold('Natural gas FY24/25')], [], heads];
  const kilowattHours: string[][] = MONTHS.map(() => []);
  const users = SITES.filter(({ kind, no, town }) => kind !== 'SHOP' && (no % 2 === 1 || town === 'Poole'));
  for (const site of [
    ...users,
    ...SITES.filter(
      ({ town }) => ['Falkirk', 'Perth'].includes(town) && !users.some((user) => user.town === town),
    ),
  ]) {
    const unit = ['Falkirk', 'Perth'].includes(site.town) ? 'MWh' : 'kWh';
    const cells = MONTHS.map((month, at): Cell => {
      if (site.town === 'Corby' && at >= 4 && at <= 5) return null;
      const { value, cell } =
        unit === 'MWh'
          ? tidy(draws.decimal(8, 40, 3))
          : site.town === 'Poole'
            ? computed(draws, at)
            : tidy(String(draws.whole(1_200, 48_000)));
      amounts.push({
        of: { row: 'fuel-use', carrier: 'natural gas', site: site.name, month, geography: geographyOf(site) },
        value,
        unit,
      });
      kilowattHours[at]?.push(unit === 'MWh' ? String(Math.round(Number(value) * 1000)) : value);
      return cell;
    });
    const name = site.town === 'Leeds' ? 'LEEDS DC' : site.town === 'Derby' ? 'Derby  DC ' : site.name;
    rows.push([name, num(`74${10_000_000 + site.no * 7919}`), unit, ...cells]);
  }
  const last = rows.length;
  rows.push([
    bold('Total (kWh)'), null, 'kWh',
    ...kilowattHours.map((values, at) => {
      const column = columnName(3 + at);
      const formula = `SUMIF($C$4:$C$${last},"kWh",${column}4:${column}${last})+1000*SUMIF($C$4:$C$${last},"MWh",${column}4:${column}${last})`;
      return num(Number(add(values)), { formula, format: FORM });
    }),
  ]); // prettier-ignore
  return { amounts, sheet: { name: 'Natural gas', rows, merges: ['A1:E1'], hiddenColumns: [2] } };
}

function tidy(value: string): { value: string; cell: Cell } {
  return { value, cell: num(value, { format: '#,##0.###' }) };
}

/** Cubic metres that the sheet itself converts: 17 digits are stored, and 15 count. */
function computed(draws: Draws, at: number): { value: string; cell: Cell } {
  const volume = draws.decimal(90, 900, 1);
  const stored = (Number(volume) * 39.4 * 1.02264) / 3.6;
  const formula = `${volume}*39.4*1.02264/3.6`;
  const value = String(Number(stored.toPrecision(15)));
  return {
    value,
    cell: num(at % 2 === 0 ? stored.toPrecision(17) : String(stored), { formula, format: FORM }),
  };
}

const ROUNDS: readonly (readonly [day: string, site: string, written: string])[] = [
  ['2024-04-18', 'Leeds DC', 'LEEDS DC'],
  ['2024-04-22', 'Hull DC', 'Hull Distribution Centre'],
  ['2024-05-14', 'Derby DC', 'Derby  DC '],
  ['2024-06-05', 'Bristol DC', 'Bristol dc'],
  ['2024-07-29', 'Hull DC', 'Hull Distribution Centre'],
  ['2024-09-03', 'Leeds DC', 'Leeds DC'],
  ['2024-09-25', 'Corby DC', 'Corby DC'],
  ['2024-10-16', 'Dundee DC', 'Dundee DC'],
  ['2024-11-04', 'Bristol DC', 'Bristol DC'],
  ['2024-11-28', 'Neuss DC', 'Neuss DC'],
  ['2024-12-12', 'Hull DC', 'Hull DC'],
  ['2025-01-09', 'Leeds DC', 'Leeds DC'],
  ['2025-01-31', 'Corby DC', 'Corby DC'],
  ['2025-02-19', 'Derby DC', 'Derby DC'],
  ['2025-03-06', 'Dundee DC', 'Dundee DC'],
];

/** Deliveries, with dates as they were typed. */
function makeOil(draws: Draws): Part {
  const amounts: Amount[] = [];
  const lines = ROUNDS.map(([day, name, written], at): Cell[] => {
    const site = SITES.find((each) => each.name === name);
    if (site === undefined) throw new Error(`no site ${name}`);
    const value = String(draws.whole(8, 60) * 50);
    const of = {
      row: 'fuel-use',
      carrier: 'gas oil',
      site: name,
      month: `${day.slice(0, 7)}-01`,
      geography: geographyOf(site),
    };
    amounts.push({ of, value, unit: 'L' });
    const [year = '', month = '', date = ''] = day.split('-');
    const typed =
      at % 3 === 0
        ? num(daySerial(day), { format: 'dd/mm/yyyy' })
        : `${date}/${month}/${at % 3 === 1 ? year : year.slice(2)}`;
    // Some amounts were typed as texts.
    const amount = at % 4 === 2 ? `${Number(value).toLocaleString('en-GB')} ` : num(value);
    return [typed, written, 'Gas oil (red)', amount, `DN-${40_000 + draws.whole(1, 9_999)}`];
  });
  const rows: Cell[][] = [['Delivered', 'Site', 'Fuel', 'Litres', 'Delivery note'].map(bold), ...lines];
  return { amounts, sheet: { name: 'Gas oil', rows } };
}

const QUARTERS = ['Q1 FY25 (Apr-Jun)', 'Q2 FY25 (Jul-Sep)', 'Q3 FY25 (Oct-Dec)', 'Q4 FY25 (Jan-Mar)'];

/** Quarters of a fiscal year, for the three sites on a network. */
function makeHeat(draws: Draws): Part {
  const amounts: Amount[] = [];
  const lines = ['Sheffield', 'Glasgow', 'Fürth'].map((town): Cell[] => {
    const site = SITES.find((each) => each.town === town);
    if (site === undefined) throw new Error(`no site ${town}`);
    const cells = QUARTERS.map((_, at) => {
      const value = draws.decimal(at === 1 ? 5 : 60, at === 1 ? 20 : 240, 1);
      const of = {
        row: 'heat-use',
        carrier: 'district heat',
        site: site.name,
        month: MONTHS[at * 3] ?? '',
        geography: geographyOf(site),
      };
      amounts.push({ of, value, unit: 'MWh' });
      return num(value, { format: '0.0" MWh"' });
    });
    return [site.name, ...cells];
  });
  const rows: Cell[][] = [
    [bold('District heat'), null, null, null, null],
    ['Site', ...QUARTERS].map(bold),
    ...lines,
  ];
  return { amounts, sheet: { name: 'District heat', rows, merges: ['A1:E1'] } };
}

/** What management reads: the same figures again. */
function makeSummary(amounts: readonly Amount[]): Sheet {
  const lines = SITES.map((site, at): Cell[] => {
    const of = (carrier: string): string =>
      add(
        amounts
          .filter(
            (each) => each.of['site'] === site.name && each.of['carrier'] === carrier && each.unit !== 'MWh',
          )
          .map(({ value }) => value),
      );
    return [
      site.name,
      num(of('electricity'), { formula: `SUMIF(Electricity!C:C,A${at + 3},Electricity!Q:Q)`, format: FORM }),
      num(of('gas oil'), { formula: `SUMIF('Gas oil'!B:B,A${at + 3},'Gas oil'!D:D)`, format: FORM }),
    ];
  });
  return {
    name: 'Summary',
    rows: [
      [bold('Summary for the board')],
      ['Site', 'Electricity kWh', 'Gas oil litres'].map(bold),
      ...lines,
    ],
  };
}
