/** A supplier's list of product footprints: versions, declared units with amounts, decimal commas, two sets of potentials, a part that is out of date. */
import {
  type Amount,
  type Book,
  Draws,
  NOTHING,
  add,
  addDays,
  daySerial,
  multiply,
  totalBy,
} from './book.ts';
import { type Cell, type Sheet, bold, num, writeWorkbook } from './workbook.ts';

const HEADS: readonly (readonly [name: string, unit: string])[] = [
  ['productId', ''],
  ['productName', ''],
  ['pfStatus', ''],
  ['version', ''],
  ['partialFullPcf', ''],
  ['declaredUnit', ''],
  ['unitaryProductAmount', 'declared units in the product'],
  ['productMassPerDeclaredUnit', 'kg'],
  ['pcfExcludingBiogenic', 'kgCO2e / declared unit'],
  ['pcfIncludingBiogenic', 'kgCO2e / declared unit'],
  ['fossilGhgEmissions', 'kgCO2e / declared unit'],
  ['biogenicCarbonWithdrawal', 'kgCO2e / declared unit'],
  ['primaryDataShare', '%'],
  ['characterizationFactors', ''],
  ['geographyCountry', ''],
  ['referencePeriodStart', ''],
  ['referencePeriodEnd', ''],
  ['validityPeriodStart', ''],
  ['validityPeriodEnd', ''],
];

/** Name, declared unit, its mass in kg, and the footprint in ten-thousandths of kg per declared unit, from and to. */
const PRODUCTS: readonly (readonly [name: string, unit: string, mass: string, low: number, high: number])[] =
  [
    ['Hex bolt M8x40 zinc', 'piece', '0.0214', 420, 980],
    ['Hex bolt M10x60 zinc', 'piece', '0.0486', 1_010, 1_990],
    ['Wire rod 5.5 mm C9D', 'kilogram', '1', 16_010, 23_990],
    ['Wire rod 8 mm C38D2', 'kilogram', '1', 16_010, 23_990],
    ['Flat bar S235JR', 'kilogram', '1', 17_010, 24_990],
    ['Flat bar S355J2, EAF', 'kilogram', '1', 4_010, 7_990],
    ['Cutting oil CF 32', 'liter', '0.87', 21_010, 44_990],
    ['Pickling acid, recycled', 'liter', '1.15', 3_000, 9_900],
    ['Pallet, wood, 1200x800', 'piece', '24.5', 41_000, 88_000],
    ['Galvanised mesh 50x50', 'square meter', '2.1', 51_000, 69_000],
    ['Spring steel strip', 'kilogram', '1', 22_000, 34_000],
    ['Threaded rod M12', 'meter', '0.725', 14_000, 21_000],
    ['Welding wire G3Si1', 'kilogram', '1', 24_000, 36_000],
    ['Steel strap 16 mm', 'kilogram', '1', 21_000, 29_000],
    ['Cored wire', 'kilogram', '1', 31_000, 58_000],
  ];

export function makeFootprints(): Book {
  const draws = new Draws(308);
  const amounts: Amount[] = [];
  const sheet = makeList(draws, amounts);
  return {
    file: 'supplier-footprints.xlsx',
    content: writeWorkbook([makeCover(), sheet]),
    expectation: {
      ...NOTHING,
      title: 'Footprints of 15 products of one supplier; three have two versions',
      sources: [
        {
          at: 'eclipse-tractusx/sldt-semantic-models: io.catenax.pcf/7.0.0/gen/Pcf.json',
          commit: '41f43fae0e26ae5cfe94c2ce213309dcee6a0803',
          took: 'the attributes of a footprint as headings, in its spelling: declaredUnit (liter), unitaryProductAmount, productMassPerDeclaredUnit, pcfExcludingBiogenic beside pcfIncludingBiogenic, characterizationFactors AR5, periods of reference and validity with times, status Active, partialFullPcf Cradle-to-gate',
        },
        {
          at: 'https://catenax-ev.github.io/assets/files/PCF_Data_Model_Specification_for_Calculation_Integration-3f0132d3589c71326edd70b999984061.pdf (the excerpt of a search answer)',
          took: 'that a status is Active or Deprecated, and that a version is a whole number',
        },
      ],
      rows: { 'activity-factor|product-footprint': amounts.length },
      totals: totalBy(amounts, 'item', 'gwpSet', 'geography', 'from', 'until'),
      decisions: [
        {
          question: 'Which column is the footprint?',
          answer: 'pcfExcludingBiogenic.',
        },
        {
          question: 'Three products have a deprecated version beside the active one. Take the active ones?',
          answer: 'Yes.',
        },
        {
          question: 'Take the list as factors for purchased goods, one per product, cradle to gate?',
          answer: 'Yes.',
        },
        {
          question:
            'The footprint of “Spring steel strip” was valid until 31 December 2023. Keep it with that date?',
          answer: 'Yes: later use gets a warning.',
        },
      ],
      leftOut: [
        'deprecated versions',
        'Cored wire: it says n.a. instead of a footprint',
        'the line that is struck out (Steel strap 16 mm, old)',
        'the row of units under the head, the mean under the list',
        'other columns of amounts: they are parts or variants of the footprint',
      ],
      reported: [
        'footprints of four products are texts with a decimal comma: three of them have four digits after it, and 0,599 begins with 0',
        'unitaryProductAmount does not change a footprint, which is per declared unit',
        'two products use AR5, the others AR6: each row has its set',
        'declared units are kilogram, liter, piece, meter and square meter',
        'Cored wire has no footprint',
      ],
    },
  };
}

function makeCover(): Sheet {
  return {
    name: 'Cover',
    merges: ['A1:D1', 'A4:D6'],
    rows: [
      [bold('Product carbon footprints')],
      ['companyName', 'Rheinhütte Befestigungstechnik GmbH'],
      ['created', num(daySerial('2025-02-03'), { format: 'yyyy\\-mm\\-dd' })],
      [
        'Calculated after the rulebook of our industry. For information; no guarantee is given for other uses.',
      ],
    ],
  };
}

function makeList(draws: Draws, amounts: Amount[]): Sheet {
  const rows: Cell[][] = [
    HEADS.map(([name]) => bold(name)),
    HEADS.map(([, unit]) => (unit === '' ? null : unit)),
  ];
  PRODUCTS.forEach((product, at) => {
    const [name] = product;
    if ([2, 4, 9].includes(at)) rows.push(makeLine(product, at, { version: 1, draws }).cells);
    if (name.startsWith('Steel strap')) {
      const { cells } = makeLine(product, at, { version: 0, draws });
      rows.push(cells.map((cell) => struckOf(cell)));
    }
    const { cells, amount } = makeLine(product, at, { version: 2, draws });
    rows.push(cells);
    if (amount !== undefined) amounts.push(amount);
  });
  const blank = Array.from({ length: 6 }, () => null);
  rows.push([
    bold('Mean'),
    ...blank,
    null,
    num(meanOf(rows), { formula: `AVERAGE(I3:I${rows.length})`, format: '0.00' }),
  ]);
  return { name: 'PCF', rows, hiddenColumns: [4] };
}

/** What Excel stored for AVERAGE over the column of footprints. */
function meanOf(rows: readonly (readonly Cell[])[]): string {
  const numbers = rows.flatMap((cells) => {
    const cell = cells[8];
    return typeof cell === 'object' && cell?.number !== undefined ? [Number(cell.number)] : [];
  });
  return String(numbers.reduce((sum, each) => sum + each, 0) / numbers.length);
}

function struckOf(cell: Cell): Cell {
  if (cell === null) return null;
  return typeof cell === 'string' ? { text: cell, struck: true } : { ...cell, struck: true };
}

function makeLine(
  [name, unit, mass, low, high]: (typeof PRODUCTS)[number],
  at: number,
  { version, draws }: { version: number; draws: Draws },
): { cells: Cell[]; amount: Amount | undefined } {
  const footprint = multiply(String(draws.whole(low, high)), '0.0001');
  const withdrawal = name.startsWith('Pallet') ? '-38.2' : '0';
  const set = at === 5 || at === 12 ? 'AR5' : 'AR6';
  const country = name.includes('EAF') || name.startsWith('Wire rod 8') ? 'LU' : 'DE';
  const isNew = version === 2 && !name.startsWith('Spring steel');
  const [from, until] = isNew ? ['2025-01-01', '2026-12-31'] : ['2023-01-01', '2023-12-31'];
  const time = (day: string, hour: string): string => `${day}T${hour}Z`;
  const cells: Cell[] = [
    `RHB-${10_400 + at * 12}`, version === 0 ? `${name}, old` : name, version === 2 ? 'Active' : 'Deprecated', num(version), 'Cradle-to-gate',
    unit, num(unit === 'liter' ? '1000' : '1'), num(mass), writeFootprint(name, at, footprint),
    num(add([footprint, withdrawal])),
    num(footprint), num(withdrawal), num(draws.decimal(20, 90, 1), { format: '0.0' }), set, country,
    time('2023-01-01', '00:00:00'), time('2023-12-31', '23:59:59'), time(from, '00:00:00'), time(until, '23:59:59'),
  ]; // prettier-ignore
  if (name === 'Cored wire') return { cells, amount: undefined };
  const of = { item: name, gwpSet: set, geography: country, from, until: addDays(until, 1) };
  return { cells, amount: { of, value: footprint, unit: `kg{CO2e} per ${unit}` } };
}

/** Four footprints are texts with a decimal comma, and one product has none. */
function writeFootprint(name: string, at: number, footprint: string): Cell {
  if (name === 'Cored wire') return 'n.a.';
  return at >= 3 && at <= 6 ? footprint.replace('.', ',') : num(footprint, { format: '0.000' });
}
