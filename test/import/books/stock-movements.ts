/** Movements of stock from an ERP in German: Windows-1252, semicolons, decimal commas, minus signs after the number, reversals. */
import { type Amount, type Book, Draws, NOTHING, add, addDays, totalBy } from './book.ts';

const HEADS = [
  'Buchungskreis', 'Werk', 'Name des Werks', 'Material', 'Materialkurztext', 'Bewegungsart', 'Buchungsdatum', 'Menge', 'ME', 'Kostenstelle',
  'Lieferant', 'Materialbeleg', 'Betrag in Hauswährung', 'Währung',
]; // prettier-ignore

const WORKS = [
  ['1000', 'Gießerei Düsseldorf'],
  ['1100', 'Härterei Süßen'],
  ['1200', 'Lager Gräfelfing; Tor 3'],
] as const;

interface Material {
  readonly number: string;
  readonly text: string;
  readonly unit: string;
  readonly carrier?: string;
  readonly places: number;
  readonly range: readonly [least: number, most: number];
}

const MATERIALS: readonly Material[] = [
  {
    number: '400017',
    text: 'Heizöl EL schwefelarm',
    unit: 'L',
    carrier: 'heating oil',
    places: 3,
    range: [400, 3_800],
  },
  {
    number: '400021',
    text: 'Dieselkraftstoff B7 EN 590',
    unit: 'L',
    carrier: 'diesel',
    places: 3,
    range: [90, 900],
  },
  {
    number: '400030',
    text: 'Propan techn. Flasche 33 kg',
    unit: 'KG',
    carrier: 'propane',
    places: 3,
    range: [33, 330],
  },
  { number: '400044', text: 'Gießereikoks 80/150', unit: 'TO', carrier: 'coke', places: 3, range: [4, 26] },
  { number: '400052', text: 'Hydrauliköl HLP 46', unit: 'L', places: 3, range: [20, 200] },
];

interface Movement {
  readonly day: string;
  readonly work: (typeof WORKS)[number];
  readonly material: Material;
  readonly kind: string;
  readonly quantity: string;
}

export function makeStockMovements(): Book {
  const draws = new Draws(305);
  const amounts: Amount[] = [];
  const movements = drawMovements(draws, amounts);
  const lines = movements.map((movement, at) => formatMovement(movement, at, draws));
  const texts = [
    'Materialbelegliste;;;;;;;;;;;;;',
    'Stand: 08.01.2025;;Selektion: Bewegungsart 101, 261, 262; Zeitraum 01.10.2024 - 31.12.2024;;;;;;;;;;',
    '',
    HEADS.join(';'),
    ...lines,
    `*;;;;;;;;;;;;${formatGerman(add(movements.map(({ quantity }) => priceOf(quantity))), 2)};€`,
    '',
    `${lines.length} Belege;;;;;;;;;;;;;`,
  ];
  return {
    file: 'stock-movements.csv',
    content: encode(`${texts.join('\r\n')}\r\n`),
    expectation: {
      ...NOTHING,
      title:
        'Materialbelegliste of an ERP, October to December 2024: fuels issued to cost centres of three works',
      sources: [
        {
          at: 'KrishChothani/Breathe_ESG_Assignment: SOURCES.md',
          commit: '1708ec79ec3056b14110368f5c52ee2678014848',
          took: 'the transaction MB51 as a text file in a local code page; units of SAP (L, KG, M3, TO); movement types 101 and 261; decimal commas',
        },
        {
          at: 'MannepalliTharunya/breathe_esg_project: esg_platform/SOURCES.md',
          commit: '189d5ad7d70b6bb1060af95244ba7bf5ba40fa5c',
          took: 'headings in German (Buchungsdatum, Menge, Kostenstelle, Lieferant), dates as DD.MM.YYYY, reversals as negative quantities',
        },
        {
          at: 'a test of a parser in the index of public code that names no repository (entry 54624018185)',
          took: 'the order Buchungskreis, Werk, Material, Materialkurztext, Bewegungsart, Buchungsdatum, Menge, Meins, Kostenstelle, Lieferant, Materialbeleg; 102 takes a 101 back',
        },
        {
          at: 'https://leanx.eu/en/sap/table/starv.html',
          took: 'that a document has a quantity, its unit, a plant and a posting date as fields',
        },
      ],
      rows: { 'fuel-use': amounts.length },
      totals: [
        ...totalBy(amounts, 'carrier'),
        ...totalBy(amounts, 'carrier', 'site'),
        ...totalBy(amounts, 'carrier', 'month'),
      ],
      decisions: [
        { question: 'In which country are Düsseldorf, Süßen and Gräfelfing?', answer: 'Germany.' },
        {
          question: 'Which of the movements 101, 261 and 262 are use?',
          answer: '261 is use, 262 takes a 261 back, 101 is a purchase into stock: leave it out.',
        },
        {
          question: 'Quantities of 261 are negative (1.234,500-). Count them as use?',
          answer: 'Yes, without their sign.',
        },
        {
          question: 'Which fuels are Heizöl EL, Dieselkraftstoff, Propan and Gießereikoks?',
          answer: 'Heating oil (gas oil), diesel, propane (or LPG), coke: as proposed, all at once.',
        },
        { question: 'Hydrauliköl HLP 46 is not a fuel. Leave it out?', answer: 'Yes.' },
      ],
      leftOut: [
        'two title lines, a blank line, the line that begins with *, the number of documents',
        'purchases (101), hydraulic oil',
        'three issues (261) and the reversals (262) that take them back in full',
      ],
      reported: [
        'the text is Windows-1252: ü, ß, ö and € are read',
        'a name with a semicolon is quoted: Lager Gräfelfing; Tor 3',
        'TO is a tonne of 1000 kg',
      ],
    },
  };
}

function drawMovements(draws: Draws, amounts: Amount[]): Movement[] {
  const movements: Movement[] = [];
  for (let at = 0; at < 84; at++) {
    const work = draws.one(WORKS);
    const material = draws.one(MATERIALS.filter(({ carrier }) => carrier !== 'coke' || work[0] === '1000'));
    const day = addDays('2024-10-01', Math.floor((at * 91) / 84));
    const quantity = draws.decimal(...material.range, material.places);
    if (at % 7 === 0)
      movements.push({ day, work, material, kind: '101', quantity: draws.decimal(4_000, 9_000, 0) });
    movements.push({ day, work, material, kind: '261', quantity: `-${quantity}` });
    const isReversed = [17, 40, 66].includes(at);
    if (isReversed) movements.push({ day: addDays(day, 1), work, material, kind: '262', quantity });
    if (isReversed || material.carrier === undefined) continue;
    const of = { row: 'fuel-use', carrier: material.carrier, site: work[1], month: `${day.slice(0, 7)}-01` };
    amounts.push({ of, value: quantity, unit: material.unit });
  }
  return movements;
}

function formatMovement({ day, work, material, kind, quantity }: Movement, at: number, draws: Draws): string {
  const name = work[1].includes(';') ? `"${work[1]}"` : work[1];
  return [
    'DE01', work[0], name, material.number, material.text, kind, day.split('-').reverse().join('.'), formatGerman(quantity, 3), material.unit,
    kind === '101' ? '' : `${4210 + draws.whole(0, 3) * 10}`, kind === '101' ? `${100_023 + draws.whole(0, 9)}` : '', `${4_900_018_000 + at}`,
    formatGerman(priceOf(quantity), 2), '€',
  ].join(';'); // prettier-ignore
}

function priceOf(quantity: string): string {
  return (Number(quantity) * 1.31).toFixed(2);
}

/** 1.234,500- */
function formatGerman(value: string, places: number): string {
  const [whole = '', part = ''] = value.replace('-', '').split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped},${part.padEnd(places, '0')}${value.startsWith('-') ? '-' : ''}`;
}

/** Windows-1252: Latin-1, with the euro at 0x80. */
function encode(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => (sign === '€' ? 0x80 : sign.charCodeAt(0)));
}
