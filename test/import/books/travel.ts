/** What a travel agency sends: segments grouped by traveller, refunded and exchanged coupons, its own emissions, rail and hotels beside. */
import { type Amount, type Book, Draws, NOTHING, add, addDays, totalBy } from './book.ts';
import { type Cell, type Sheet, bold, num, writeWorkbook } from './workbook.ts';

const AIR_HEADS = [
  'Passenger Name', 'Record Locator', 'Ticket Number', 'Coupon Number', 'Vendor', 'Flight Number', 'Class Of Service', 'Cabin',
  'Start City Code', 'End City Code', 'Start Date Local', 'Miles', 'Carbon Emission Lbs', 'Coupon Status', 'Delivery Country', 'Base Fare',
  'Base Fare Currency',
]; // prettier-ignore

/** Statute miles, drawn once: the way back is as long. */
const ROUTES: readonly (readonly [from: string, to: string, miles: number])[] = [
  ['LHR', 'JFK', 3_451],
  ['LHR', 'FRA', 406],
  ['MAN', 'AMS', 301],
  ['EDI', 'LHR', 331],
  ['LHR', 'SIN', 6_765],
  ['BHX', 'DUB', 199],
];
const CABINS: Readonly<Record<string, string>> = {
  Y: 'economy',
  W: 'premium economy',
  C: 'business',
  F: 'first',
};
const BOOKED: Readonly<Record<string, readonly string[]>> = {
  Y: ['S', 'L', 'K', 'Q'],
  W: ['W', 'E'],
  C: ['J', 'D'],
  F: ['A'],
};
const PEOPLE = [
  'HARGREAVES/ANNA MS',
  'OKAFOR/DANIEL MR',
  'LINDQVIST/EVA MRS',
  'PATEL/ROHAN DR',
  'MORRIS/JOHN',
];

export function makeTravel(): Book {
  const draws = new Draws(307);
  const amounts: Amount[] = [];
  const sheets = [makeAir(draws, amounts), makeRail(draws, amounts), makeHotels(draws, amounts)];
  return {
    file: 'travel-agency.xlsx',
    content: writeWorkbook(sheets),
    expectation: {
      ...NOTHING,
      title: 'Business travel of five people in 2024, from the agency that booked it',
      sources: [
        {
          at: 'dmclaughlin-concur/developer.concur.com: api-reference/travel/itinerary/SupplierAirBooking.markdown',
          commit: '03c14c5870a98aadd7a0bf1cfab27f855432fbc7',
          took: 'the elements of a segment and of a coupon as columns: Vendor, FlightNumber, Cabin and ClassOfService as letters, Miles, StartCityCode, EndCityCode, StartDateLocal with its time, CarbonEmissionLbs, CouponStatus (OPEN, EXCHANGED, REFUNDED, USED, VOID), delivery country, names as Smith/John',
        },
        {
          at: 'a test of a parser in the index of public code that names no repository (entry 54624018185)',
          took: 'that flights, hotels (nights) and ground transport (km) come in one export, with blanks where a distance is not known',
        },
      ],
      rows: { 'value-chain-activity': amounts.length },
      totals: [...totalBy(amounts, 'item'), ...totalBy(amounts, 'kind', 'geography')],
      sameNames: {},
      decisions: [
        {
          question: 'Which coupon statuses were flown?',
          answer: 'USED. Leave out OPEN, EXCHANGED, REFUNDED and VOID.',
        },
        {
          question: 'Cabin has Y, W, C and F. Economy, premium economy, business and first?',
          answer: 'Yes, all four at once.',
        },
        {
          question:
            'Two segments have no miles. Take those of their ways back (JFK to LHR: 3451, SIN to LHR: 6765)?',
          answer: 'Yes, or type them into the cells.',
        },
        {
          question: 'Business travel (category 6), as distance per passenger and as nights: right?',
          answer: 'Yes.',
        },
        {
          question: 'Carbon Emission Lbs is the agency’s own figure. Leave it out?',
          answer: 'Yes: distances are counted.',
        },
      ],
      leftOut: [
        'names, fares and tickets: no figure needs them, and names are personal',
        'rows of totals per traveller, the row Grand Total',
        'coupons that were not flown',
        'hotel lines of 0 nights (no-show)',
      ],
      reported: [
        'Passenger Name is a merged cell over the segments of each person',
        'Miles are statute miles: 1.609344 km',
        'rail distances are in km, as text with the unit behind the number',
        'place: the delivery country of each line; hotels have their own country',
      ],
    },
  };
}

function makeAir(draws: Draws, amounts: Amount[]): Sheet {
  const rows: Cell[][] = [
    [bold('Air segments by traveller'), null, null, null],
    ['Client 4471 Meridian Optics Ltd', null, null, 'travel dates 01JAN24 to 31DEC24'],
    [],
    AIR_HEADS.map(bold),
  ];
  const merges = ['A1:D1'];
  const blanks = new Set(['LHR-JFK', 'LHR-SIN']);
  const all: string[] = [];
  PEOPLE.forEach((name, person) => {
    const first = rows.length + 1;
    const fares: string[] = [];
    for (let trip = 0; trip < 4; trip++) {
      const segments = drawTrip(name, person, trip, draws);
      for (const [at, segment] of segments.entries()) {
        fares.push(segment.fare);
        const { status, from, to } = segment;
        const isBlank = status === 'USED' && at === 0 && blanks.delete(`${from}-${to}`);
        rows.push(makeSegment(trip === 0 && at === 0 ? name : null, segment, isBlank, draws));
        if (status === 'USED') amounts.push(amountOf(segment));
      }
    }
    merges.push(`A${first}:A${rows.length}`);
    rows.push(totalLine(`Total ${name}`, fares, `SUM(P${first}:P${rows.length})`));
    all.push(...fares);
  });
  rows.push(totalLine('Grand Total', all, `SUMIF(A5:A${rows.length},"Total*",P5:P${rows.length})`));
  return { name: 'Air', rows, merges };
}

interface Segment {
  readonly coupon: number;
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly miles: number;
  readonly cabin: string;
  readonly status: string;
  readonly country: string;
  readonly ticket: string;
  readonly locator: string;
  readonly fare: string;
}

/** The way there and the way back; the last trip of each person was not flown. */
function drawTrip(name: string, person: number, trip: number, draws: Draws): Segment[] {
  const isLong = trip === 0 && person < 2;
  const [from, to, miles] = (isLong ? ROUTES[person * 4] : undefined) ?? draws.one(ROUTES);
  const day = addDays('2024-01-15', trip * 84 + person * 11 + draws.whole(0, 5));
  const both = {
    miles,
    cabin: draws.one(miles > 3_000 ? ['Y', 'W', 'C', 'C', 'F'] : ['Y', 'Y', 'Y', 'C']),
    status: trip === 3 ? draws.one(['REFUNDED', 'VOID', 'OPEN', 'EXCHANGED']) : 'USED',
    country: name.startsWith('LINDQVIST') ? 'IE' : 'GB',
    ticket: `016-${draws.whole(1_000_000, 9_999_999)}${draws.whole(100, 999)}`,
    locator: `${draws.one(['QK', 'ZT', 'RM'])}${draws.whole(1000, 9999)}`,
  };
  const drawFare = (): string => draws.decimal(40, miles > 3_000 ? 2_400 : 300, 2);
  return [
    { ...both, coupon: 1, from, to, day, fare: drawFare() },
    { ...both, coupon: 2, from: to, to: from, day: addDays(day, 3), fare: drawFare() },
  ];
}

function makeSegment(name: string | null, segment: Segment, isBlank: boolean, draws: Draws): Cell[] {
  const { locator, ticket, coupon, cabin, from, to, day, miles, status, country, fare } = segment;
  return [
    name, locator, ticket, num(coupon), draws.one(['BA', 'KL', 'LH', 'SQ']), num(draws.whole(100, 1999)), draws.one(BOOKED[cabin] ?? ['Y']), cabin,
    from, to, `${day}T${draws.one(['07:30', '12:05', '18:45'])}:00`, isBlank ? null : num(miles), num(draws.decimal(100, 2_000, 6)), status,
    country, num(fare, { format: '#,##0.00' }), 'GBP',
  ]; // prettier-ignore
}

function amountOf({ cabin, country, day, miles }: Segment): Amount {
  const item = `air, ${CABINS[cabin]}`;
  const of = { row: 'value-chain-activity', kind: 'air', item, geography: country, day };
  return { of, value: String(miles), unit: 'mi (statute, per passenger)' };
}

function totalLine(label: string, fares: readonly string[], formula: string): Cell[] {
  const blank = Array.from({ length: 14 }, () => null);
  return [bold(label), ...blank, num(add(fares), { formula, bold: true, format: '#,##0.00' }), 'GBP'];
}

function makeRail(draws: Draws, amounts: Amount[]): Sheet {
  const lines = Array.from({ length: 14 }, (_, at): Cell[] => {
    const day = addDays('2024-02-06', at * 22);
    const distance = draws.whole(60, 560);
    const of = { row: 'value-chain-activity', kind: 'rail', item: 'rail', geography: 'GB', day };
    amounts.push({ of, value: String(distance), unit: 'km (per passenger)' });
    return [
      day.split('-').reverse().join('/'),
      draws.one(['Standard', 'First']),
      draws.one(PEOPLE),
      `${distance} km`,
      'GB',
      num(draws.decimal(20, 180, 2)),
    ];
  });
  return {
    name: 'Rail',
    rows: [
      ['Travel Date', 'Class', 'Passenger Name', 'Distance', 'Delivery Country', 'Fare GBP'].map(bold),
      ...lines,
    ],
  };
}

function makeHotels(draws: Draws, amounts: Amount[]): Sheet {
  const stays = [
    ['New York', 'US'],
    ['Frankfurt', 'DE'],
    ['Singapore', 'SG'],
    ['London', 'GB'],
    ['Amsterdam', 'NL'],
  ] as const;
  const lines = Array.from({ length: 11 }, (_, at): Cell[] => {
    const [city, geography] = draws.one(stays);
    const nights = at === 6 ? 0 : draws.whole(1, 4);
    const day = addDays('2024-01-22', at * 29);
    const of = { row: 'value-chain-activity', kind: 'hotel', item: 'hotel', geography, day };
    if (nights > 0) amounts.push({ of, value: String(nights), unit: 'room-night' });
    return [
      day,
      addDays(day, nights),
      draws.one(PEOPLE),
      city,
      geography,
      num(nights),
      at === 6 ? 'no-show' : null,
    ];
  });
  return {
    name: 'Hotel',
    rows: [['Check-in', 'Check-out', 'Guest', 'City', 'Country', 'Nights', 'Remark'].map(bold), ...lines],
  };
}
