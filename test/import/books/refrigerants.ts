/** A log of refrigerants: the gas stands on the sheet of the equipment, first charges and disposals among the leaks, dates of all kinds. */
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
  MONTH_NAMES,
} from './book.ts';
import { type Cell, type Sheet, bold, num, writeWorkbook } from './workbook.ts';

const POUND = '0.45359237';

interface Unit {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly location: string;
  readonly family: string;
  readonly gas: string;
  /** Pounds. */
  readonly charge: number;
}

const UNITS: readonly Unit[] = [
  { id: 'CH-01', name: 'Chiller 1', kind: 'Chiller', location: 'Plant room, Bldg 1', family: 'HFC', gas: 'R-134a', charge: 620 },
  { id: 'CH-02', name: 'Chiller 2', kind: 'Chiller', location: 'Plant room, Bldg 1', family: 'HFC', gas: 'R-134a', charge: 620 },
  { id: 'RTU-04', name: 'Roof unit 4', kind: 'Air Conditioner', location: 'Bldg 2 roof', family: 'HFC', gas: 'R-410A', charge: 46 },
  { id: 'RTU-05', name: 'Roof unit 5', kind: 'Air Conditioner', location: 'Bldg 2 roof', family: 'HFC', gas: 'R-410A', charge: 46 },
  { id: 'RTU-09', name: 'Roof unit 9', kind: 'Air Conditioner', location: 'Bldg 3 roof', family: 'HFC', gas: 'R-410A', charge: 52 },
  { id: 'FZ-11', name: 'Blast freezer', kind: 'Freezer', location: 'Bldg 3 dock', family: 'HFC', gas: 'R-404A', charge: 180 },
  { id: 'FZ-12', name: 'Holding freezer', kind: 'Freezer', location: 'Bldg 3 dock', family: 'HFC', gas: 'R-404A', charge: 210 },
  { id: 'AC-OLD', name: 'Gatehouse AC', kind: 'Air Conditioner', location: 'Gatehouse', family: 'HCFC', gas: 'R-22', charge: 12 },
]; // prettier-ignore

export function makeRefrigerants(): Book {
  const draws = new Draws(306);
  const amounts: Amount[] = [];
  const log = makeLog(draws, amounts);
  const kilograms = totalBy(amounts, 'gas').map(({ of, rows, value }) => ({
    of,
    rows,
    value: multiply(value, POUND),
    unit: 'kg',
  }));
  return {
    file: 'refrigerant-log.xlsx',
    content: writeWorkbook([log, makeEquipment()]),
    expectation: {
      ...NOTHING,
      title: 'Service log of refrigerants of eight units, 2024, with the list of equipment',
      sources: [
        {
          at: 'mannyned/EcoFreonTrack: templates/service_log_form.html and service_log_list.html',
          commit: 'f1a5bc448d2155d025b5785cb346924f8cf495f1',
          took: 'the log: date, equipment, type (Repair, Maintenance, Installation, Disposal), technician, Refrigerant Added (lbs), Refrigerant Recovered (lbs), work performed, leak found, repaired, location',
        },
        {
          at: 'mannyned/EcoFreonTrack: templates/equipment_form.html',
          commit: 'f1a5bc448d2155d025b5785cb346924f8cf495f1',
          took: 'the equipment: ID, name, type, location, Refrigerant Type (HCFC, HFC) beside Refrigerant Name (R-22, R-134a, R-410A), Full Charge (lbs), install date, threshold, status',
        },
      ],
      rows: { 'refrigerant-leak': amounts.length },
      totals: [...totalBy(amounts, 'gas'), ...kilograms, ...totalBy(amounts, 'gas', 'equipment')],
      sameNames: { 'rtu-04': 'RTU-04', 'CH-01 ': 'CH-01' },
      decisions: [
        {
          question: 'Rows of Installation are first charges, not leaks. Leave them out?',
          answer: 'Yes.',
        },
        {
          question:
            'AC-OLD was disposed of with 12 lbs of charge and 9.5 lbs recovered. Count the difference as a leak?',
          answer: 'Yes: 2.5 lbs of R-22.',
        },
        {
          question: 'Some repairs recovered gas before they added some. Subtract what was recovered?',
          answer: 'Yes.',
        },
        { question: 'In which country is the equipment?', answer: 'In the United States.' },
        {
          question: 'R-22 is an HCFC, outside the total of Kyoto gases. Import it all the same?',
          answer: 'Yes, as HCFC-22.',
        },
      ],
      leftOut: [
        'visits that added nothing',
        'the entry of CH-02 that is struck out',
        'the row YTD added, and the note about the scale',
        'full charges: they are no leaks',
      ],
      reported: [
        'the gas of each row comes from the sheet Equipment',
        'R-410A and R-404A are blends',
        'one amount is “24 oz”, which is 1.5 lb',
        'the total YTD added has first charges in it, and does not agree with the leaks',
        'dates are written in five ways: 1/14/2024, Jan 14 2024, 2024-01-14, dates of Excel with and without the year in their format',
      ],
    },
  };
}

function makeEquipment(): Sheet {
  const heads = [
    'Equipment ID',
    'Name',
    'Type',
    'Location',
    'Refrigerant Type',
    'Refrigerant Name',
    'Full Charge (lbs)',
    'Install Date',
    'Leak Rate Threshold (%)',
    'Status',
  ];
  const rows = UNITS.map((unit, at): Cell[] => [
    unit.id, unit.name, unit.kind, unit.location, unit.family, unit.gas, num(unit.charge, { format: '0.0' }),
    num(daySerial(unit.id === 'RTU-09' ? '2024-04-01' : addDays('2009-05-04', at * 611)), { format: 'm/d/yyyy' }), num(unit.kind === 'Freezer' ? 20 : 10),
    unit.id === 'AC-OLD' ? 'Retired' : 'Active',
  ]); // prettier-ignore
  return { name: 'Equipment', rows: [heads.map(bold), ...rows] };
}

type Visit = readonly [unit: string, kind: string, added: string, recovered: string, work: string];

const VISITS: readonly Visit[] = [
  ['CH-01', 'Maintenance', '', '', 'Quarterly inspection, no leak found'],
  ['RTU-04', 'Repair', 'draw', '', 'Schrader core leaking, replaced'],
  ['FZ-11', 'Repair', 'draw', '', 'Topped up, leak at condenser fan end'],
  ['CH-01 ', 'Repair', 'draw', '', 'Shaft seal'],
  ['RTU-09', 'Installation', '52', '', 'New unit charged on site'],
  ['CH-02', 'Maintenance', '0', '0', 'Oil change'],
  ['FZ-12', 'Repair', 'draw', '6.5', 'Pulled down, brazed, recharged'],
  ['rtu-04', 'Repair', '24 oz', '', 'Top up'],
  ['CH-02', 'Repair', 'struck', '', 'Entered on the wrong chiller, see next line'],
  ['CH-01', 'Repair', 'draw', '', 'Gasket'],
  ['FZ-11', 'Maintenance', 'draw', '', 'Top up after defrost fault'],
  ['AC-OLD', 'Repair', 'draw', '', 'Top up'],
  ['RTU-05', 'Maintenance', '', '', 'Filters'],
  ['FZ-12', 'Repair', 'draw', '', 'Leak at the suction line'],
  ['AC-OLD', 'Disposal', '', '9.5', 'Unit removed, replaced by a split unit of the landlord'],
  ['RTU-05', 'Repair', 'draw', '3.2', 'Compressor changed'],
  ['FZ-11', 'Repair', 'draw', '', 'Valve'],
  ['CH-02', 'Maintenance', '', '', 'Quarterly inspection'],
];

function makeLog(draws: Draws, amounts: Amount[]): Sheet {
  const added: string[] = [];
  const lines = VISITS.map((visit, at): Cell[] => {
    const [unit, kind, plan, recovered, work] = visit;
    const day = addDays('2024-01-11', Math.floor((at * 350) / VISITS.length) + draws.whole(0, 6));
    const id = UNITS.find((each) => each.id === unit.trim().toUpperCase());
    if (id === undefined) throw new Error(`no unit ${unit}`);
    const drawn = id.charge < 20 ? draws.decimal(2, 6, 1) : draws.decimal(8, 34, 1);
    const amount = ['draw', 'struck'].includes(plan) ? drawn : plan;
    const net = netOf(visit, id, amount);
    if (net !== null) {
      const of = { row: 'refrigerant-leak', gas: id.gas, equipment: id.id, site: id.location, day };
      amounts.push({ of, value: net, unit: 'lb' });
    }
    const struck = plan === 'struck';
    if (!struck && /^[0-9.]+$/.test(amount)) added.push(amount);
    const cell: Cell =
      amount === '' ? null : amount.includes('oz') ? amount : num(amount, { struck, format: '0.0' });
    const said = net === null ? 'No' : 'Yes';
    return [
      typeDay(day, at), unit, kind, draws.one(['J. Ortiz', 'K. Lund', 'Polar Air Services']), cell,
      recovered === '' ? null : num(recovered, { format: '0.0' }), struck ? { text: work, struck } : work, said, said,
    ]; // prettier-ignore
  });
  const heads = [
    'Service Date',
    'Equipment',
    'Service Type',
    'Technician',
    'Refrigerant Added (lbs)',
    'Refrigerant Recovered (lbs)',
    'Work Performed',
    'Leak Found',
    'Leak Repaired',
  ];
  const rows: Cell[][] = [
    [bold('Refrigerant service log 2024'), null, null, null, null, null, null, null, null],
    ['Lakeside Foods, Facilities', null, null, null, 'scale checked 2 Jan'],
    [],
    heads.map(bold),
    ...lines,
    [],
    [
      'YTD added',
      null,
      null,
      null,
      num(Number(add(added)), { formula: `SUM(E5:E${4 + lines.length})`, bold: true, format: '0.0' }),
    ],
  ];
  return { name: 'Service Log', rows, merges: ['A1:I1', 'A2:D2'] };
}

/** What was lost at a visit, in pounds. Null: nothing, or nothing that counts. */
function netOf([, kind, plan, recovered]: Visit, unit: Unit, amount: string): string | null {
  if (kind === 'Installation' || plan === 'struck') return null;
  if (kind === 'Disposal') return add([String(unit.charge), `-${recovered}`]);
  if (amount === '' || amount === '0') return null;
  const pounds = amount === '24 oz' ? '1.5' : amount;
  return recovered === '' ? pounds : add([pounds, `-${recovered}`]);
}

function typeDay(day: string, at: number): Cell {
  const [year = '', month = '', date = ''] = day.split('-');
  const serial = daySerial(day);
  const ways: readonly Cell[] = [
    `${Number(month)}/${Number(date)}/${year}`,
    num(serial, { format: 'm/d/yy' }),
    `${MONTH_NAMES[Number(month) - 1]} ${Number(date)} ${year}`,
    day,
    num(serial, { format: 'd\\-mmm' }),
  ];
  return ways[at % ways.length] ?? day;
}
