/**
 * Writes `data/uslci/processes.csv`: node scripts/starter/uslci.ts FOLDER
 *
 * FOLDER is `downloads/uslci_olca1_5_0_json_ld` of https://github.com/FLCAC-admin/uslci-content: processes of the U.S. Life Cycle Inventory
 * Database as JSON-LD of openLCA. Taken are the processes below and all that they need. Of elementary flows only greenhouse gases.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAmount } from '../../engine/quantities/decimal.ts';
import { nameOf, writeStarterFile, type StarterRow } from './starter-file.ts';

const folder = process.argv[2] ?? '';
if (folder === '') throw new Error('usage: node scripts/starter/uslci.ts FOLDER');

/** The first digits of the ids of the processes to begin with. */
const WANTED = {
  '89389d98': 'Electricity, at Grid, US, 2010',
  '5b81b61c': 'Natural gas, combusted in industrial boiler',
  '7b7babef': 'Natural gas, combusted in industrial equipment',
  '7de9c230': 'Transport, train, diesel powered',
  a685da05: 'Transport, combination truck, long-haul, diesel powered',
  '34156f3c': 'Transport, combination truck, diesel powered',
  da0f5501: 'Transport, ocean freighter, diesel powered',
  f85fcdde: 'Transport, ocean freighter, residual fuel oil powered',
  '317adcbc': 'Bituminous coal, at mine',
  '49e563d8': 'Limestone, at mine',
  '9c0c2415': 'Quicklime, at plant',
  '62993671': 'Portland cement, at plant',
  ac54bc7d: 'Steel, billets, at plant',
  bc251c04: 'Hot rolled sheet, steel, at plant',
  d6510d2d: 'Galvanized steel sheet, at plant',
} as const;
/** A second process of the same products: the one whose inputs are older than those of the processes here. */
const NOT_TAKEN = new Set(['0aaf1e13-5d80-37f9-b7bb-81a6b8965c71']);

interface Exchange {
  readonly input: boolean;
  readonly amount: number;
  readonly avoidedProduct?: boolean;
  readonly quantitativeReference?: boolean;
  readonly flow: { readonly '@id': string; readonly name: string; readonly flowType: string };
  readonly unit: { readonly name: string };
}
interface Process {
  readonly '@id': string;
  readonly name: string;
  readonly exchanges: readonly Exchange[];
  readonly processDocumentation: { readonly validFrom?: string; readonly validUntil?: string };
}

const UNITS: Readonly<Record<string, string>> = {
  kg: 'kg',
  l: 'L',
  m3: 'm3',
  kWh: 'kW.h',
  MJ: 'MJ',
  't*km': 't.km',
};

/** The greenhouse gases by the names of the database: gas, and where its carbon comes from. */
const GASES: Readonly<Record<string, readonly [gas: string, origin?: string]>> = {
  'Carbon dioxide': ['CO2'],
  'Carbon dioxide, fossil': ['CO2', 'fossil'],
  'Carbon dioxide, biogenic': ['CO2', 'biogenic'],
  'Carbon dioxide, in air': ['CO2', 'biogenic'],
  Methane: ['CH4'],
  'Methane, fossil': ['CH4', 'fossil'],
  'Methane, biogenic': ['CH4', 'biogenic'],
  'Dinitrogen monoxide': ['N2O'],
};

/** The end of the key of a row, and its members. */
interface Stated {
  readonly key: string;
  readonly [member: string]: string;
}

const all = readdirSync(join(folder, 'processes')).map(
  (file) => JSON.parse(readFileSync(join(folder, 'processes', file), 'utf8')) as Process,
);

/** What a product is called: the mark of an input that no process makes, and what is not known of a treatment, are left out of the name. */
function nameOfProduct({ name }: Exchange['flow']): string {
  return nameOf(name.replace(/^CUTOFF /, '').replace(/, to unspecified .*$/, ''));
}

function isProduct({ flow }: Exchange): boolean {
  return flow.flowType !== 'ELEMENTARY_FLOW';
}

/** Whether a process makes a product: one that it is for, or a coproduct that has a process of its own kind. */
function isMade(exchange: Exchange): boolean {
  return isProduct(exchange) && !exchange.input && !exchange.flow.name.startsWith('CUTOFF ');
}

const makers = new Map<string, Process>();
for (const each of all)
  if (!NOT_TAKEN.has(each['@id']))
    for (const { flow } of each.exchanges.filter(isMade)) makers.set(flow.name.trim(), each);

/** Returns the processes to begin with, and all that these need. */
function takeProcesses(): Process[] {
  const taken = new Set(
    Object.entries(WANTED).map(([id, name]) => {
      const found = all.find((each) => each['@id'].startsWith(id));
      if (found?.name.trim() !== name) throw new Error(`${id}: expected ${name}, got ${found?.name}`);
      return found;
    }),
  );
  for (const each of taken)
    for (const exchange of each.exchanges) {
      if (!isProduct(exchange) || !exchange.input || exchange.flow.name.startsWith('CUTOFF ')) continue;
      const maker = makers.get(exchange.flow.name.trim());
      if (maker !== undefined) taken.add(maker);
    }
  return [...taken].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A number of JSON as a decimal without an exponent. */
function decimalOf(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent);
  if (shift >= 0) return String(value);
  return `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`;
}

function rowsOf({ '@id': id, name, exchanges, processDocumentation }: Process): StarterRow[] {
  const { validFrom = '', validUntil = '' } = processDocumentation;
  const years = [validFrom, validUntil].map((day) => day.slice(0, 4)).filter((year) => year !== '9999');
  const process = nameOf(name);
  const source = {
    title: `U.S. Life Cycle Inventory Database, process ${id}, data of ${[...new Set(years)].join(' to ') || 'an unstated time'}`,
    url: 'https://github.com/FLCAC-admin/uslci-content',
    licence: 'data/uslci/NOTICE.md',
  };
  const rows = new Map<string, StarterRow>();
  for (const exchange of exchanges) {
    const detail = isProduct(exchange) ? detailOfProduct(exchange) : detailOfFlow(exchange);
    if (detail === null) continue;
    const unit = UNITS[exchange.unit.name];
    if (unit === undefined) throw new Error(`${name}: unknown unit ${exchange.unit.name}`);
    const { key: end, ...others } = detail;
    const key = `${process}/${end}`;
    // One product of two suppliers is one row, since the processes here have one.
    const before = rows.get(key);
    if (before !== undefined && before.unit !== unit) throw new Error(`${key}: two units`);
    const value = decimalOf(exchange.amount);
    rows.set(key, {
      ...{ key, unit, detail: { ...others, process, source } },
      value: before === undefined ? value : String(parseAmount(before.value).plus(parseAmount(value))),
    });
  }
  return [...rows.values()];
}

function detailOfProduct({ input, flow, avoidedProduct }: Exchange): Stated | null {
  if (!input && flow.name.startsWith('CUTOFF ')) return null;
  const product = nameOfProduct(flow);
  return {
    key: `${input ? 'input' : 'output'}/${product}`,
    ...{ row: 'process-exchange', product, direction: input ? 'input' : 'output' },
    ...(avoidedProduct === true ? { kind: 'avoided' } : {}),
  };
}

function detailOfFlow({ input, flow }: Exchange): Stated | null {
  const [gas, origin] = GASES[flow.name.trim()] ?? [];
  if (gas === undefined) return null;
  return {
    key: `${input ? 'from-air' : 'to-air'}/${gas}${origin === undefined ? '' : `-${origin}`}`,
    ...{ row: 'elementary-flow', flow: gas, compartment: input ? 'resource' : 'air', data: 'secondary' },
    ...(origin === undefined ? {} : { origin }),
  };
}

/** What the products of the refinery weigh, by which their process is shared. The database has no densities. */
const DENSITIES: Readonly<Record<string, readonly [perUnit: string, unit: string, uk: string | null]>> = {
  'diesel-at-refinery': ['830.565', 'kg/m3', 'Diesel (100% mineral diesel)'],
  'gasoline-at-refinery': ['746.269', 'kg/m3', 'Petrol (100% mineral petrol)'],
  'kerosene-at-refinery': ['802.568', 'kg/m3', 'Burning Oil'],
  'residual-fuel-oil-at-refinery': ['983.284', 'kg/m3', 'Fuel Oil'],
  'liquefied-petroleum-gas-at-refinery': ['529.749', 'kg/m3', 'LPG'],
  'refinery-gas-at-refinery': ['0.8', 'kg/m3', null],
};

const densities = Object.entries(DENSITIES).map(([product, [value, unit, uk]]) => ({
  ...{ key: `${product}/mass`, value, unit },
  detail: {
    ...{ row: 'product-property', product, property: 'mass', year: 2024 },
    source:
      uk === null
        ? { title: 'invented: about the density of natural gas', licence: 'MIT' }
        : {
            title: `UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1, density of ${uk}`,
            licence: 'OGL-UK-3.0',
          },
  },
}));

const taken = takeProcesses();
writeStarterFile('uslci/processes.csv', [...taken.flatMap(rowsOf), ...densities]);
console.log(taken.map(({ name }) => name).join('\n'));
