/** Transactions of fuel cards: tolls, washes, fees and charging among the fuels, headings that repeat, subtotals per card, a refund. */
import { type Amount, type Book, Draws, NOTHING, add, addDays, totalBy } from './book.ts';
import { type Cell, bold, num, writeWorkbook } from './workbook.ts';

const HEADS = [
  'Type', 'Card PAN', 'Vehicle Registration', 'Driver Name', 'Transaction Date', 'Transaction Time', 'Site Name', 'Purchased In Country',
  'Odometer Input', 'Product Code', 'Product Name', 'Product Group Name', 'Quantity', 'Unit Price', 'Transaction Net Amount',
  'Transaction Currency Code', 'Receipt Number', 'Sales Item Id',
]; // prettier-ignore

interface Product {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  /** As the accountant calls it; absent for other goods. */
  readonly carrier?: string;
  readonly unit: string;
}

const DIESEL: Product = { code: '30', name: 'Diesel', group: 'Diesel', carrier: 'diesel', unit: 'L' };
const PETROL: Product = {
  code: '21',
  name: 'Unleaded - Medium octane',
  group: 'Motor gasoline',
  carrier: 'petrol',
  unit: 'L',
};
const GAS: Product = { code: '45', name: 'Autogas', group: 'Autogas', carrier: 'LPG', unit: 'L' };
const POWER: Product = {
  code: '85',
  name: 'EV Charging DC',
  group: 'E-mobility',
  carrier: 'electricity',
  unit: 'kWh',
};
const OTHERS: readonly Product[] = [
  { code: '38', name: 'AdBlue', group: 'AdBlue', unit: 'L' },
  { code: '12', name: 'Motorway toll', group: 'Road services', unit: '' },
  { code: '61', name: 'Car wash', group: 'Car care', unit: '' },
];
/** The list gives no unit: the format of the number has it for fuels, and for charging. */
const FORMATS: Readonly<Record<string, string>> = { L: '0.00" L"', kWh: '0.00" kWh"' };
/** Least and most of a purchase, of other goods than fuels. */
const QUANTITIES: Readonly<Record<string, readonly [least: number, most: number]>> = {
  'EV Charging DC': [18, 62],
  AdBlue: [6, 18],
};
const PRICES: Readonly<Record<string, string>> = {
  'EV Charging DC': '0.69',
  Autogas: '0.71',
  AdBlue: '0.88',
  'Motorway toll': '11.40',
  'Car wash': '14.90',
};
const COUNTRIES: Readonly<Record<string, string>> = {
  Netherlands: 'NL',
  Belgium: 'BE',
  Germany: 'DE',
  Poland: 'PL',
};

const CARDS = [
  { pan: '7002051006629890111', plate: 'V-418-KX', driver: 'P. DE VRIES', product: DIESEL },
  { pan: '7002051006629890129', plate: 'V-902-RB', driver: 'M. JANSSEN', product: DIESEL },
  { pan: '7002051006629890137', plate: 'G-771-TZ', driver: 'S. BAKKER', product: PETROL },
  { pan: '7002051006629890145', plate: '1-ABX-204', driver: 'L. MAES', product: DIESEL },
  { pan: '7002051006629890152', plate: 'R-055-NV', driver: 'POOL CAR', product: POWER },
  { pan: '7002051006629890160', plate: 'WGM 40281', driver: 'A. NOWAK', product: GAS },
];

export function makeFleet(): Book {
  const draws = new Draws(304);
  const amounts: Amount[] = [];
  const rows: Cell[][] = [
    [bold('Fleet card transactions')],
    [
      'Account 60417, Vanderhoek Installatietechniek B.V.',
      null,
      null,
      null,
      'Customer country',
      'Netherlands',
    ],
    ['Period 2024-07-01 to 2024-09-30', null, null, null, 'Status', 'Invoiced'],
    [],
    HEADS.map(bold),
  ];
  let printed = 0;
  for (const card of CARDS) {
    const sums: string[] = [];
    for (let at = 0; at < 16; at++) {
      // A page of the print has forty lines, and a head.
      if (++printed % 40 === 0) rows.push(HEADS.map(bold));
      const product = at % 5 === 4 ? draws.one(OTHERS) : card.product;
      const sale = drawSale(card, product, at, draws);
      const line = makeLine(card, product, sale, draws);
      rows.push(line);
      sums.push(sale.quantity);
      const isRefunded = card.pan.endsWith('129') && at === 6;
      if (isRefunded) {
        const refund = { ...sale, quantity: `-${sale.quantity}`, id: `${sale.id}9` };
        rows.push(makeLine(card, product, refund, draws));
        sums.push(refund.quantity);
      }
      // The last line of one page came again as the first line of the next one.
      if (card.pan.endsWith('137') && at === 7) rows.push(line);
      if (product.carrier !== undefined && !isRefunded) {
        const of = {
          row: product === POWER ? 'electricity-use' : 'fuel-use',
          carrier: product.carrier,
          country: COUNTRIES[sale.country] ?? '',
          month: `${sale.day.slice(0, 7)}-01`,
        };
        amounts.push({ of, value: sale.quantity, unit: product.unit });
      }
    }
    rows.push([
      'FeeItem', card.pan, card.plate, card.driver, '20240930', '00:00:00', null, null, null, '99', 'Card fee', 'Fees', null, null,
      num('4.50'), 'EUR', null, String(18_400_000_000 + printed),
    ]); // prettier-ignore
    const total = num(add(sums), { format: '0.00', bold: true });
    rows.push([
      bold(`Total ${card.pan}`),
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      total,
    ]);
  }
  return {
    file: 'fleet-cards.xlsx',
    content: writeWorkbook([{ name: 'Transactions Q3', rows, merges: ['A1:E1'], hiddenColumns: [10, 18] }]),
    expectation: {
      ...NOTHING,
      title: 'Fuel card transactions of six vehicles in four countries, July to September 2024',
      sources: [
        {
          at: 'sdks-io/data-and-reporting-php-sdk: doc/models/multi-priced-transaction-response-transactions-items.md',
          commit: '1f1e9d13023d62e1d1a9bc00a82775f85269ae6c',
          took: 'the fields of a transaction as columns: SalesItem and FeeItem, a card number of 19 digits, dates as yyyyMMdd, country by name, product code, name and group (Unleaded - Medium octane, Motor gasoline, Autogas, Motorway toll), a quantity without a unit, blanks in fees',
        },
        {
          at: 'strigovictory/Spedition.FuelAPI: Spedition.Fuel.BusinessLayer/Enums/ReportsHeaders/TablesHeaderBP.cs',
          commit: '25580bae7df61fd67fdaf5379cd7ee6bf188c8a9',
          took: 'that a list of another issuer has cards, dates, a product and litres in the same roles',
        },
      ],
      rows: {
        'fuel-use': amounts.filter(({ of }) => of['row'] === 'fuel-use').length,
        'electricity-use': amounts.filter(({ of }) => of['row'] === 'electricity-use').length,
      },
      totals: [
        ...totalBy(amounts, 'row', 'carrier'),
        ...totalBy(amounts, 'row', 'carrier', 'country'),
        ...totalBy(amounts, 'row', 'carrier', 'month'),
      ],
      decisions: [
        {
          question: 'Which fuels are Diesel, Unleaded - Medium octane and Autogas?',
          answer: 'Diesel, petrol and LPG (in litres): as proposed, all at once.',
        },
        {
          question: 'AdBlue, Motorway toll, Car wash and Card fee are not energy. Leave them out?',
          answer: 'Yes.',
        },
        { question: 'EV Charging DC in kWh: electricity?', answer: 'Yes.' },
        {
          question: 'A purchase of V-902-RB was refunded in full. Leave both lines out, or count both?',
          answer: 'Either is right: together they are nothing. The expected rows leave both out.',
        },
        {
          question: 'One line stands twice with the same Sales Item Id. Count it once?',
          answer: 'Yes.',
        },
      ],
      leftOut: [
        'title lines, headings that repeat every forty lines',
        'six rows of totals per card, whose sums mix products',
        'fees without a quantity',
        'AdBlue, tolls and washes',
      ],
      reported: [
        'the unit is not in a column: the format of the numbers says L and kWh',
        'Transaction Date is yyyyMMdd as text',
        'two columns are hidden (Product Code, Sales Item Id)',
        'totals per card do not agree with the fuels, because AdBlue, tolls and washes are in them; the total of the card of G-771-TZ counts the double line once',
      ],
    },
  };
}

interface Sale {
  readonly day: string;
  readonly country: string;
  readonly quantity: string;
  readonly odometer: number;
  readonly receipt: string;
  readonly id: string;
}

function drawSale(card: (typeof CARDS)[number], product: Product, at: number, draws: Draws): Sale {
  const [least, most] = QUANTITIES[product.name] ?? [24, 71];
  const abroad =
    card.product === GAS ? ['Poland', 'Germany'] : ['Netherlands', 'Netherlands', 'Belgium', 'Germany'];
  const place = CARDS.indexOf(card);
  return {
    day: addDays('2024-07-01', Math.floor((at * 91) / 16) + draws.whole(0, 4)),
    country: draws.one(abroad),
    quantity: product.unit === '' ? '1' : draws.decimal(least, most, 2),
    odometer: 31_400 + place * 17_311 + at * 640 + draws.whole(0, 300),
    receipt: String(draws.whole(100_000, 999_999)),
    id: String(18_315_958_002 + (place * 16 + at) * 17),
  };
}

function makeLine(card: (typeof CARDS)[number], product: Product, sale: Sale, draws: Draws): Cell[] {
  const format = FORMATS[product.unit] ?? '0';
  const price = PRICES[product.name] ?? '1.62';
  const time = `${String(draws.whole(5, 21)).padStart(2, '0')}:${String(draws.whole(0, 59)).padStart(2, '0')}:00`;
  return [
    'SalesItem', card.pan, card.plate, card.driver, sale.day.replaceAll('-', ''), time,
    `${sale.country.slice(0, 3).toUpperCase()} ${draws.whole(1000, 9999)} SERVICE`, sale.country,
    product.unit === '' ? null : num(sale.odometer), product.code, product.name, product.group,
    num(sale.quantity, { format }), num(price), num((Number(sale.quantity) * Number(price)).toFixed(2)),
    sale.country === 'Poland' ? 'PLN' : 'EUR', sale.receipt, sale.id,
  ]; // prettier-ignore
}
