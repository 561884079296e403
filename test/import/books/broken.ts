/** A list of meters that contradicts itself: nobody can say which of its numbers is right, so it must be refused whole. */
import { type Book, Draws, NOTHING, addDays, listMonths } from './book.ts';
import { type Cell, bold, num, writeWorkbook } from './workbook.ts';

const HEADS = [
  'Portfolio Manager ID', 'Portfolio Manager Meter ID', 'Property', 'Start Date', 'End Date', 'Delivery Date', 'Meter Type',
  'Usage/Quantity (kWh)', 'Usage Units', 'Cost ($)',
]; // prettier-ignore

const METERS = [
  ['11118820', '501-PM', 'Alder Street Library', 'Electric - Grid'],
  ['11118820', '502-PM', 'Alder Street Library', 'Natural Gas'],
  ['11118834', '511-PM', 'Civic Hall', 'Electric - Grid'],
  ['11118871', '520-PM', 'Bus Garage', 'Electric - Grid'],
] as const;

export function makeBroken(): Book {
  const draws = new Draws(310);
  const lines = METERS.flatMap((meter, at) =>
    listMonths('2024-01-01', 12).map((start, month): Cell[] => {
      const until = listMonths(start, 2)[1] ?? start;
      const usage = num(draws.whole(4_000, 26_000));
      const line: Cell[] = [
        num(meter[0]), meter[1], meter[2], `${start} 00:00:00`, `${until} 00:00:00`, 'Not Available', meter[3], usage,
        meter[3] === 'Natural Gas' ? 'therms' : 'kWh (thousand Watt-hours)', num(draws.decimal(400, 2_600, 2)),
      ]; // prettier-ignore
      return spoil(line, at, month, start);
    }),
  );
  const twice = [...(lines[26] ?? [])];
  twice[7] = num('31870');
  const rows: Cell[][] = [
    [bold('Meter consumption, all properties')],
    HEADS.map(bold),
    ...lines,
    twice,
    ['Total', null, null, null, null, null, null, num('98765'), 'kWh', null],
  ];
  return {
    file: 'broken.xlsx',
    content: writeWorkbook([{ name: 'Meter data', rows, merges: ['A1:J1'] }]),
    expectation: {
      ...NOTHING,
      title: 'Meter data of three properties that contradict themselves',
      sources: [
        {
          at: 'SEED-platform/seed: seed/data_importer/meters_parser.py',
          commit: '007a1eb04e0584f846d9144d625c1288e19b7b9b',
          took: 'the columns of a list of meters from Portfolio Manager (Portfolio Manager ID, Portfolio Manager Meter ID, Start Date, End Date with times, Delivery Date, Meter Type, Usage/Quantity, Usage Units, Cost ($)) and “Not Available” for what is absent',
        },
      ],
      outcome: 'refused',
      rows: {},
      totals: [],
      leftOut: ['the whole file: no row is imported'],
      reasons: [
        'Row 29 and row 51: the meter 511-PM has two amounts for March 2024 in kWh, and both cannot be right.',
        'Rows 15 to 26: the heading says kWh, the column Usage Units says therms (meter 502-PM).',
        'Rows 7 and 8: two bills of the meter 501-PM overlap, from 1 to 20 June 2024.',
        'Row 31: the bill ends (2024-04-02) before it begins (2024-05-01).',
        'Row 40: the day 2024-02-30 does not exist.',
        'Rows 45 and 46 have “see invoice” and #REF! instead of an amount.',
        'Row 52: the total says 98765, the rows above it add up to something else.',
      ],
    },
  };
}

/** The faults, each at its place; line `at * 12 + month` of the list is row `at * 12 + month + 3`. */
function spoil(line: Cell[], meter: number, month: number, start: string): Cell[] {
  const spoilt = [...line];
  if (meter === 0 && month === 4) spoilt[4] = '2024-06-20 00:00:00';
  if (meter === 2 && month === 4) spoilt[4] = `${addDays(start, -29)} 00:00:00`;
  if (meter === 3 && month === 1) spoilt[3] = '2024-02-30 00:00:00';
  if (meter === 3 && month === 6) spoilt[7] = 'see invoice';
  if (meter === 3 && month === 7) spoilt[7] = { error: '#REF!', formula: '#REF!*1000' };
  return spoilt;
}
