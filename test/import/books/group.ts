/** A group of three entities: who holds what, where locations belong, and records whose caption is fuel and unit in one. */
import { type Amount, type Book, Draws, NOTHING, addDays, listMonths, totalBy } from './book.ts';
import { type Cell, type Sheet, bold, num, writeWorkbook } from './workbook.ts';

const GROUP = 'Harbour Foods Holding plc';
const POLAND = 'Harbour Foods Polska sp. z o.o.';
const BALTIC = 'Baltic Cold Storage OÜ';

interface Location {
  readonly entity: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly code: string;
}

const LOCATIONS: readonly Location[] = [
  { entity: GROUP, name: 'Grimsby smokehouse', city: 'Grimsby', state: 'Lincolnshire', country: 'United Kingdom', code: 'GB' },
  { entity: GROUP, name: 'Hull cold store', city: 'Hull', state: 'East Riding', country: 'United Kingdom', code: 'GB' },
  { entity: POLAND, name: 'Gdańsk plant', city: 'Gdańsk', state: 'Pomorskie', country: 'Poland', code: 'PL' },
  { entity: POLAND, name: 'Łódź depot', city: 'Łódź', state: 'Łódzkie', country: 'Poland', code: 'PL' },
  { entity: BALTIC, name: 'Muuga terminal', city: 'Maardu', state: 'Harju', country: 'Estonia', code: 'EE' },
]; // prettier-ignore

interface Style {
  readonly caption: string;
  readonly row: string;
  readonly carrier: string;
  readonly unit: string;
  readonly range: readonly [least: number, most: number];
}

const POWER: Style = {
  caption: 'S2 - Electricity - kWh',
  row: 'electricity-use',
  carrier: 'electricity',
  unit: 'kWh',
  range: [21_000, 98_000],
};
const GAS: Style = {
  caption: 'S1 - Natural Gas - m3',
  row: 'fuel-use',
  carrier: 'natural gas',
  unit: 'm3',
  range: [800, 9_400],
};
const OIL: Style = {
  caption: 'S1 - Diesel Stationary - litres',
  row: 'fuel-use',
  carrier: 'diesel',
  unit: 'L',
  range: [200, 2_600],
};
const HEAT: Style = {
  caption: 'S2 - District Heating - MWh',
  row: 'heat-use',
  carrier: 'district heating',
  unit: 'MWh',
  range: [14, 120],
};
const WATER: Style = { caption: 'Water - m3', row: '', carrier: 'water', unit: 'm3', range: [90, 700] };

/** Accounts: a location's style, and how many months a record has. */
const ACCOUNTS: readonly (readonly [location: number, style: Style, months: number])[] = [
  [0, POWER, 1], [0, GAS, 1], [0, WATER, 3], [1, POWER, 1], [1, OIL, 3], [2, POWER, 1], [2, GAS, 1], [3, POWER, 3], [3, HEAT, 1],
  [4, POWER, 1], [4, OIL, 3], [4, WATER, 3],
]; // prettier-ignore

export function makeGroup(): Book {
  const draws = new Draws(309);
  const amounts: Amount[] = [];
  const records = makeRecords(draws, amounts);
  return {
    file: 'group-of-three.xlsx',
    content: writeWorkbook([makeOwners(), makeSetup(), records]),
    expectation: {
      ...NOTHING,
      title: 'A holding with a subsidiary of 80 % and a joint venture of 50 %: five locations, 2024',
      sources: [
        {
          at: 'ibm-ecosystem-engineering/envizi-workshop-2024: 121-Load-data-using-Universal-Account-Conenctor/readme.md',
          commit: '0858aedd59b3c38e0ecd48b437310644f1c35548',
          took: 'the sheet Records to load with its 13 columns: Organization, Location, Account Style Caption (S1 - … - unit), Account Number, Record Start and End YYYY-MM-DD, Quantity, and the optional ones, Record Data Quality with Actual and Estimated',
        },
        {
          at: 'ibm-ecosystem-engineering/envizi-workshop-2024: 112-Create-Org-Hierarchy-Using-ConfigConnector/readme.md',
          commit: '44a9f202abbc4253152704ce4eaf66063920eca2',
          took: 'the sheet Setup: Organization, Group Type, Group Name 1 to 3, Location, City, State Province, Country, latitude and longitude',
        },
        {
          at: 'https://dart.deloitte.com/USDART/home/publications/deloitte/additional-deloitte-guidance/greenhouse-gas-protocol-reporting-considerations/chapter-2-identification-a-company-s/2-1-introduction',
          took: 'that a group lists economic interest, financial and operational control for each entity',
        },
      ],
      rows: {
        entity: 3,
        facility: LOCATIONS.length,
        'electricity-use': amounts.filter(({ of }) => of['row'] === 'electricity-use').length,
        'fuel-use': amounts.filter(({ of }) => of['row'] === 'fuel-use').length,
        'heat-use': amounts.filter(({ of }) => of['row'] === 'heat-use').length,
      },
      totals: [
        ...totalBy(amounts, 'row', 'carrier'),
        ...totalBy(amounts, 'row', 'carrier', 'entity'),
        ...totalBy(amounts, 'row', 'carrier', 'site'),
        ...totalBy(amounts, 'row', 'carrier', 'quality'),
      ],
      sameNames: { 'HULL COLD STORE': 'Hull cold store' },
      decisions: [
        { question: 'Is “Gdansk plant” the location “Gdańsk plant”?', answer: 'Yes.' },
        { question: 'Is “Lodz depot” the location “Łódź depot”?', answer: 'Yes.' },
        {
          question: 'Water is no energy and no emission here. Leave it out?',
          answer: 'Yes.',
        },
        {
          question: 'Natural gas in m3: which condition?',
          answer:
            '15 °C and 101.325 kPa in Britain, 0 °C in Poland; one answer for all is right too, if the page says so.',
        },
      ],
      leftOut: [
        'accounts of water',
        'the example row of the template in the first line of records',
        'costs, invoice numbers, coordinates',
        'the hidden column Record Reference',
      ],
      reported: [
        'entity of each record: from Group Name 1 of its location on the sheet Setup, where cells are merged',
        'the unit is the last part of the caption: S1 - Natural Gas - m3',
        'Record End is the last day of the record, both included',
        'records of one month and of three stand together, and none overlap',
        'estimated records are marked',
        'interest 80 % is the number 0.8 with a format of per cent',
      ],
    },
  };
}

function makeOwners(): Sheet {
  return {
    name: 'Entities',
    merges: ['A1:F1'],
    rows: [
      [bold('Group structure at 31 December 2024')],
      ['Entity', 'Held by', 'Interest', 'Financial control', 'Operational control', 'Treatment'].map(bold),
      [GROUP, null, num(1, { format: '0%' }), 'full', 'yes', 'parent'],
      [POLAND, GROUP, num('0.8', { format: '0%' }), 'full', 'yes', 'subsidiary'],
      [BALTIC, GROUP, num('0.5', { format: '0%' }), 'joint', 'no', 'joint venture'],
    ],
  };
}

function makeSetup(): Sheet {
  const heads = [
    'ORGANIZATION',
    'GROUP TYPE',
    'GROUP NAME 1',
    'GROUP NAME 2',
    'GROUP NAME 3',
    'LOCATION',
    'CITY',
    'STATE PROVINCE',
    'COUNTRY',
    'LATITUDE Y',
    'LONGITUDE X',
  ];
  const rows = LOCATIONS.map((location, at): Cell[] => [
    'Harbour Foods', 'Classification', LOCATIONS[at - 1]?.entity === location.entity ? null : location.entity, 'Operations', null,
    location.name, location.city, location.state, location.country, num('53.5'), num('18.6'),
  ]); // prettier-ignore
  return { name: 'Setup', rows: [heads.map(bold), ...rows], merges: ['C2:C3', 'C4:C5'] };
}

const RECORD_HEADS = [
  'Organization', 'Location', 'Account Style Caption', 'Account Number', 'Account Reference', 'Account Supplier', 'Record Start YYYY-MM-DD',
  'Record End YYYY-MM-DD', 'Quantity', 'Total cost (incl. Tax) in local currency', 'Record Reference', 'Record Invoice Number',
  'Record Data Quality',
]; // prettier-ignore

function makeRecords(draws: Draws, amounts: Amount[]): Sheet {
  const lines = ACCOUNTS.flatMap(([at, style, months]) => {
    const location = LOCATIONS[at] as Location;
    return listMonths('2024-01-01', 12)
      .filter((_, month) => month % months === 0)
      .map((start, record): Cell[] => {
        const until = listMonths(start, months + 1)[months] ?? start;
        const quantity =
          style === HEAT ? draws.decimal(...style.range, 1) : String(draws.whole(...style.range));
        const quality = draws.whole(0, 8) === 0 ? 'Estimated' : 'Actual';
        if (style !== WATER) {
          const { entity, name, code } = location;
          const of = {
            row: style.row,
            carrier: style.carrier,
            entity,
            site: name,
            geography: code,
            quality,
            from: start,
            until,
          };
          amounts.push({ of, value: quantity, unit: style.unit });
        }
        return [
          'Harbour Foods', spell(location.name, style, record), style.caption, `${location.city}-${style.carrier}`, null, null, start,
          addDays(until, -1), num(quantity), num((Number(quantity) * 0.21).toFixed(2)), null, `INV-${draws.whole(10_000, 99_999)}`, quality,
        ]; // prettier-ignore
      });
  });
  const example: Cell[] = [
    'My Organization', 'My Location (example, do not load)', POWER.caption, 'ACC-0001', null, 'Supplier', '2023-01-01', '2023-01-31',
    num(1000), num(250), null, 'INV-1', 'Actual',
  ]; // prettier-ignore
  return { name: 'Records to load', rows: [RECORD_HEADS.map(bold), example, ...lines], hiddenColumns: [11] };
}

/** As the people of each location write its name. */
function spell(name: string, style: Style, record: number): string {
  if (name === 'Hull cold store' && style === OIL) return 'HULL COLD STORE';
  if (name === 'Gdańsk plant' && style === GAS) return 'Gdansk plant';
  if (name === 'Łódź depot' && record > 1) return 'Lodz depot';
  return name;
}
