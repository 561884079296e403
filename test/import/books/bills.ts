/** A utility's list of bills per meter: the newest first, days that are numbers, kWh and therms side by side, intervals on a second sheet. */
import { type Amount, type Book, Draws, NOTHING, add, addDays, daySerial, totalBy } from './book.ts';
import { type Cell, type Sheet, num, writeWorkbook } from './workbook.ts';

const HEADS = [
  'Billing Name', 'Site Address', 'Site City', 'Zip Code', 'SA Status', 'Activity', 'Descriptor', 'Account #', 'Meter #', 'NEM?', 'SA ID',
  'Sp Id', 'Prsn Id', 'NAICS Code', 'Year of Bill End Date', 'Bill End Date', 'Rate', 'Service Provider', 'Tot Bill Amt (PG&E)', 'Days',
  'Charges/(kWh or Therm usage)', 'PG&E Revenue Amount ($)', 'ESP Total Revenue Amount ($)', 'Tax Amount ($)', 'Total Bill Amount ($)',
  'On Peak (kWh)', 'Partial Peak (kWh)', 'Off Peak Usage (kWh)', 'Super Off Peak (kWh)', 'Total Usage (kWh)', 'Total Usage (Therms)',
  'Hours', 'Max. Max Demand (kW)', 'On Peak (kW)', 'Partial Peak (kW)', 'Off Peak (kW)', 'Super Off Peak (kW)',
]; // prettier-ignore

interface Meter {
  readonly address: string;
  readonly city: string;
  readonly zip: string;
  readonly building: string;
  readonly meter: string;
  readonly agreement: string;
  readonly rate: string;
  readonly gas: boolean;
  readonly range: readonly [least: number, most: number];
  /** Bills from the last one back. */
  readonly bills: number;
  readonly last: string;
}

const CANNERY = { address: '410 ORCHARD MILL RD', city: 'MODESTO', zip: '95354' };
const DEPOT = { address: '1188 RAIL SPUR LN UNIT 3', city: 'STOCKTON', zip: '95206' };
const METERS: readonly Meter[] = [
  { ...CANNERY, building: 'BLDG A PROCESSING', meter: '1010220417', agreement: '4471900312', rate: 'HB19S', gas: false, range: [82_000, 141_000], bills: 12, last: '2024-12-17' },
  { ...CANNERY, building: 'BLDG B COLD STORE', meter: '1010220418', agreement: '4471900388', rate: 'HB19S', gas: false, range: [51_000, 88_000], bills: 12, last: '2024-12-17' },
  { ...CANNERY, building: 'BOILER HOUSE', meter: '61904471', agreement: '4471900401', rate: 'GNR2', gas: true, range: [2_100, 9_800], bills: 12, last: '2024-12-19' },
  { ...DEPOT, building: 'WAREHOUSE', meter: '1009337720', agreement: '4471902975', rate: 'B10S', gas: false, range: [6_200, 11_900], bills: 12, last: '2024-12-05' },
  { ...DEPOT, building: 'OLD OFFICE', meter: '1004410099', agreement: '4471902983', rate: 'B1', gas: false, range: [300, 900], bills: 5, last: '2024-05-20' },
  { ...DEPOT, building: 'WAREHOUSE HEAT', meter: '58873310', agreement: '4471902990', rate: 'GNR1', gas: true, range: [40, 700], bills: 12, last: '2024-12-09' },
]; // prettier-ignore

const CYCLES = [29, 30, 32, 29, 31, 30, 33, 29, 31, 30, 29, 32];

export function makeBills(): Book {
  const draws = new Draws(303);
  const amounts: Amount[] = [];
  const rows = METERS.flatMap((meter) => makeMeter(meter, draws, amounts));
  const monthly: Sheet = { name: 'monthly', rows: [HEADS, ...rows] };
  return {
    file: 'utility-bills.xlsx',
    content: writeWorkbook([monthly, makeIntervals(draws)]),
    expectation: {
      ...NOTHING,
      title: 'Bills of six meters of a utility, 2024, as its account manager sends them',
      sources: [
        {
          at: 'Nik510/Cursor_EverWatt_AI: data/extracted-excel-schemas/schema-documentation.md',
          commit: 'a567cf9e98ef5ef489b06fca4990ad21c27698f4',
          took: 'all 37 columns of the sheet monthly and all 10 of the sheet interval; bills from the newest back; Bill End Date as a bare number of Excel, Days beside it; text in capitals; KWH as a unit in cells of the second sheet',
        },
      ],
      rows: {
        'electricity-use': amounts.filter(({ of }) => of['row'] === 'electricity-use').length,
        'fuel-use': amounts.filter(({ of }) => of['row'] === 'fuel-use').length,
      },
      totals: [
        ...totalBy(amounts, 'row', 'carrier'),
        ...totalBy(amounts, 'row', 'carrier', 'meter'),
        ...totalBy(amounts, 'row', 'carrier', 'site'),
        ...totalBy(amounts, 'meter', 'from', 'until').filter(({ of }) => of['meter'] === '1009337720'),
      ],
      decisions: [
        {
          question: 'Where are these meters? The file has cities and ZIP codes, but no country.',
          answer: 'In the United States, California.',
        },
        {
          question: 'The sheet interval is of the meter 1010220417 too, on 3 June 2024. Leave it out?',
          answer: 'Yes: the bills have it.',
        },
        {
          question:
            'A bill of 1009337720 was cancelled and made again (three lines to 5 September 2024). Count the net amount once?',
          answer: 'Yes, the net amount, which is the first of the three lines.',
        },
        {
          question: 'Therms: natural gas?',
          answer: 'Yes: natural gas, therm (US), gross calorific value.',
        },
      ],
      leftOut: [
        'On Peak, Partial Peak, Off Peak and Super Off Peak: they are parts of Total Usage (kWh)',
        'kilowatts, hours and money',
        'zeros of the other energy: a gas meter has 0 kWh, and an electricity meter has 0 therms',
        'the sheet interval',
        'the cancelled bill and its credit note',
      ],
      reported: [
        'Bill End Date is a number without a date format: 45643 is 2024-12-17',
        'periods of bills are not months: each has so many Days and ends with Bill End Date. Those of a meter adjoin. Whether the last day counts moves all by one day; the lengths are fixed',
        'the meter 1004410099 is inactive since 20 May 2024',
      ],
    },
  };
}

function makeMeter(meter: Meter, draws: Draws, amounts: Amount[]): Cell[][] {
  const rows: Cell[][] = [];
  for (let at = 0, end = meter.last; at < meter.bills; at++) {
    const days = CYCLES[at % CYCLES.length] ?? 30;
    const usage = String(draws.whole(...meter.range));
    const of = {
      row: meter.gas ? 'fuel-use' : 'electricity-use',
      carrier: meter.gas ? 'natural gas' : 'electricity',
      meter: meter.meter,
      site: meter.address,
      from: addDays(end, 1 - days),
      until: addDays(end, 1),
    };
    amounts.push({ of, value: usage, unit: meter.gas ? 'therm (US)' : 'kWh' });
    rows.push(makeBill(meter, end, days, usage, draws));
    // Cancelled and made again: the right bill, the credit note, the wrong bill.
    if (meter.meter === '1009337720' && at === 3) {
      const wrong = String(Number(usage) * 10);
      rows.push(makeBill(meter, end, days, `-${wrong}`, draws), makeBill(meter, end, days, wrong, draws));
    }
    end = addDays(end, -days);
  }
  return rows;
}

function makeBill(meter: Meter, end: string, days: number, usage: string, draws: Draws): Cell[] {
  const amount = Number(usage);
  const [onPeak, partial] = meter.gas ? [0, 0] : [Math.trunc(amount * 0.21), Math.trunc(amount * 0.12)];
  const superOff = meter.gas ? 0 : Math.trunc(amount * 0.18);
  const off = meter.gas ? 0 : amount - onPeak - partial - superOff;
  const cents = Math.round(amount * (meter.gas ? 141 : 23));
  const money = [cents * 0.4, cents * 0.35, cents * 0.02, cents].map((value) =>
    num((Math.round(value) / 100).toFixed(2)),
  );
  const demand = meter.gas ? 0 : draws.whole(20, 480);
  return [
    'VALLE VERDE CANNING CO', meter.address, meter.city, num(meter.zip),
    meter.bills < 12 ? 'Inactive' : 'Active', meter.building, null, num('4471900317'), num(meter.meter), null,
    num(meter.agreement), num(`81${meter.agreement.slice(2)}`), num('9147500020'), num('311421'),
    num(end.slice(0, 4)), num(daySerial(end)), meter.rate, meter.gas ? 'PG&E' : 'CCA (Comm Choice Aggregation)',
    num((Math.round(cents * 0.4) / 100).toFixed(2)), num(days), num(meter.gas ? '1.41' : '0.23'), ...money,
    num(onPeak), num(partial), num(off), num(superOff), num(meter.gas ? 0 : usage), num(meter.gas ? usage : 0),
    num(meter.gas ? 0 : days * 24), num(demand), num(demand), num(0), num(demand), num(0),
  ]; // prettier-ignore
}

/** A quarter of an hour is a ninety-sixth of a day, which no binary number is. */
function makeIntervals(draws: Draws): Sheet {
  const heads = [
    'Service Agreement',
    'Start Date Time',
    'End Date Time',
    'Usage',
    'Usage Unit',
    'Avg. Temperature',
    'Temperature Unit',
    'Event Flags',
    'Peak Demand',
    'Demand Unit',
  ];
  const first = daySerial('2024-06-03');
  const lines = Array.from({ length: 96 }, (_, at): Cell[] => {
    const usage = draws.whole(180, 420);
    return [
      num('4471900312'), num(first + at / 96), num(first + (at + 1) / 96), num(add([String(usage / 10)])), 'KWH',
      num(draws.whole(58, 96)), 'FAHRENHEIT', null, num(String((usage * 4) / 10)), 'KW',
    ]; // prettier-ignore
  });
  return { name: 'interval', rows: [heads, ...lines] };
}
