import * as z from 'zod';
import { formatTime, parseTime } from '../../core/encoding/time.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { TableProblem } from '../../tables/cells/table-problem.ts';
import { cellsOf, keptRowSchema, nameNew, writeCells, writeName } from './entered-rows.ts';

const text = z.string();
const row = keptRowSchema.nullable();

/** What an input or output is for the process that has it. */
export const WAYS = ['makes', 'needs', 'wastes', 'treats', 'saves'] as const;
type Way = (typeof WAYS)[number];

/** The process of a product as a person enters it: all texts, empty where nothing is stated. `row` is what they were read from. */
const exchangeSchema = z.object({
  way: z.enum(WAYS),
  ...{ product: text, amount: text, unit: text, provider: text, part: text, module: text, row },
});
const emissionSchema = z.object({
  /** An elementary flow, or the key of a figure of a result. */
  flow: text,
  ...{ compartment: text, origin: text, amount: text, unit: text, gwpSet: text, module: text, row },
});
const propertySchema = z.object({
  ...{ product: text, property: text, amount: text, unit: text, year: text, row },
});
const processSchema = z.object({
  name: text,
  exchanges: z.array(exchangeSchema),
  emissions: z.array(emissionSchema),
});
/** What the run is asked for: no row tells it. */
const askedSchema = z.object({
  ...{ product: text, amount: text, unit: text, function: text },
  ...{ boundary: text, allocation: text, standard: text, gwpSet: text },
});
export const productSketchSchema = z.object({
  asked: askedSchema,
  processes: z.array(processSchema),
  properties: z.array(propertySchema),
  /** The period of new rows; days as 2024-12-31, the last one included. Without it rows hold for any time. */
  ...{ firstDay: text, lastDay: text },
  /** Rows of other types in the dataset that the processes were read from: its next version has them too. */
  others: z.array(keptRowSchema),
});

export type ExchangeSketch = Readonly<z.output<typeof exchangeSchema>>;
export type EmissionSketch = Readonly<z.output<typeof emissionSchema>>;
export type PropertySketch = Readonly<z.output<typeof propertySchema>>;
export type AskedOfProduct = Readonly<z.output<typeof askedSchema>>;
export interface ProcessSketch {
  readonly name: string;
  readonly exchanges: readonly ExchangeSketch[];
  readonly emissions: readonly EmissionSketch[];
}
export interface ProductSketch {
  readonly asked: AskedOfProduct;
  readonly processes: readonly ProcessSketch[];
  readonly properties: readonly PropertySketch[];
  readonly firstDay: string;
  readonly lastDay: string;
  readonly others: readonly UnsaltedEntry[];
}

export const NO_EXCHANGE: ExchangeSketch = {
  way: 'needs',
  ...{ product: '', amount: '', unit: 'kg', provider: '', part: '', module: '', row: null },
};
export const NO_EMISSION: EmissionSketch = {
  ...{ flow: 'CO2', compartment: 'air', origin: 'fossil', amount: '', unit: 'kg' },
  ...{ gwpSet: '', module: '', row: null },
};
export const NO_PROPERTY: PropertySketch = {
  ...{ product: '', property: 'mass', amount: '', unit: '', year: '', row: null },
};
export const NO_PROCESS: ProcessSketch = {
  name: '',
  exchanges: [{ ...NO_EXCHANGE, way: 'makes' }],
  emissions: [],
};
/** A supplier that states a footprint is a process that makes one unit, and emits its footprint. */
export const SUPPLIER: ProcessSketch = {
  name: '',
  exchanges: [{ ...NO_EXCHANGE, way: 'makes', amount: '1' }],
  emissions: [{ ...NO_EMISSION, flow: 'CO2e', origin: '', unit: 'kg{CO2e}', gwpSet: 'AR6' }],
};
export const NO_PRODUCT: ProductSketch = {
  asked: {
    ...{ product: '', amount: '1', unit: 'kg', function: '' },
    ...{ boundary: '', allocation: '', standard: '', gwpSet: 'AR6' },
  },
  processes: [NO_PROCESS],
  ...{ properties: [], firstDay: '', lastDay: '', others: [] },
};

/** How the ways of an exchange are written in its row. */
const WRITTEN: Readonly<Record<Way, { readonly direction: string; readonly kind: string }>> = {
  makes: { direction: 'output', kind: '' },
  needs: { direction: 'input', kind: '' },
  wastes: { direction: 'output', kind: 'waste' },
  treats: { direction: 'input', kind: 'waste' },
  saves: { direction: 'output', kind: 'avoided' },
};

function readWay(direction: unknown, kind: unknown): Way {
  if (kind === 'avoided') return 'saves';
  if (kind === 'waste') return direction === 'output' ? 'wastes' : 'treats';
  return direction === 'output' ? 'makes' : 'needs';
}

/** Returns the processes that a dataset has; null where there are none. What a run is asked for stays empty. */
export function readProcesses(entries: readonly UnsaltedEntry[]): ProductSketch | null {
  const processes = new Map<string, { exchanges: ExchangeSketch[]; emissions: EmissionSketch[] }>();
  const properties: PropertySketch[] = [];
  const others: UnsaltedEntry[] = [];
  const of = (name: string) => {
    const own = processes.get(name) ?? { exchanges: [], emissions: [] };
    processes.set(name, own);
    return own;
  };
  const rows = entries.filter(({ key }) => key !== 'source');
  for (const each of rows) {
    const read = (member: string): string => textOf(each.detail?.[member]);
    const process = read('process');
    const type = each.detail?.['row'];
    if (type === 'process-exchange') of(process).exchanges.push(readExchange(each, read));
    else if (type === 'elementary-flow') of(process).emissions.push(readEmission(each, read('flow'), read));
    else if (type === 'process-figure') of(process).emissions.push(readEmission(each, read('figure'), read));
    else if (type === 'product-property') properties.push(readProperty(each, read));
    else others.push(each);
  }
  if (processes.size === 0) return null;
  const [first] = rows.filter(({ detail, until }) => detail?.['row'] === 'process-exchange' && until !== 0);
  return {
    asked: NO_PRODUCT.asked,
    processes: [...processes].map(([name, own]) => ({ name, ...own })),
    properties,
    firstDay: first === undefined ? '' : formatTime(first.from),
    lastDay: first === undefined ? '' : formatTime(first.until - DAY),
    others,
  };
}

type Read = (member: string) => string;

function readExchange(of: UnsaltedEntry, read: Read): ExchangeSketch {
  return {
    way: readWay(read('direction'), read('kind')),
    ...{ product: read('product'), amount: of.value ?? '', unit: of.unit, provider: read('provider') },
    ...{ part: read('allocation'), module: read('module'), row: of },
  };
}

function readEmission(of: UnsaltedEntry, flow: string, read: Read): EmissionSketch {
  return {
    ...{ flow, compartment: read('compartment'), origin: read('origin') },
    ...{ amount: of.value ?? '', unit: of.unit, gwpSet: read('gwpSet'), module: read('module'), row: of },
  };
}

function readProperty(of: UnsaltedEntry, read: Read): PropertySketch {
  const { value, unit } = of;
  return {
    ...{ product: read('product'), property: read('property'), amount: value ?? '', unit },
    ...{ year: read('year'), row: of },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A field of a sketch: of an exchange, emission or property at a place, and its process (−1 for a property). */
export interface FieldPlace {
  readonly list: 'exchanges' | 'emissions' | 'properties';
  readonly process: number;
  readonly at: number;
}

/** A row that is written: where it is entered, and its members that have fields; empty ones are not stated. */
interface Written {
  readonly place: FieldPlace;
  readonly name: string;
  readonly sketch: { readonly amount: string; readonly unit: string; readonly row: UnsaltedEntry | null };
  readonly stated: Readonly<Record<string, string>>;
}

function listWritten({ processes, properties }: ProductSketch): Written[] {
  return [
    ...processes.flatMap(({ name, exchanges, emissions }, process) => [
      ...exchanges.map((each, at) =>
        writeExchange(writeName(name), each, { list: 'exchanges', process, at }),
      ),
      ...emissions.map((each, at) =>
        writeEmission(writeName(name), each, { list: 'emissions', process, at }),
      ),
    ]),
    ...properties.map((each, at) => writeProperty(each, { list: 'properties', process: -1, at })),
  ];
}

function writeExchange(process: string, sketch: ExchangeSketch, place: FieldPlace): Written {
  const product = writeName(sketch.product);
  const { way, provider, part, module } = sketch;
  const stated = {
    ...{ row: 'process-exchange', process, product, ...writeWay(sketch) },
    ...{ provider: writeName(provider), allocation: part.trim(), module },
  };
  return { place, sketch, name: `${process}/${way}/${product}`, stated };
}

/** An avoided product keeps the direction of its row: both say the same. */
function writeWay({ way, row: before }: ExchangeSketch): Record<string, string> {
  const { direction, kind } = before?.detail ?? {};
  const isSame = before !== null && readWay(direction, kind) === way;
  return isSame ? { direction: textOf(direction), kind: textOf(kind) } : WRITTEN[way];
}

function writeEmission(process: string, sketch: EmissionSketch, place: FieldPlace): Written {
  const { compartment, origin, gwpSet, module } = sketch;
  const flow = writeName(sketch.flow);
  // Keys of figures have several parts, and names of flows one.
  if (flow.includes('/')) {
    const stated = { row: 'process-figure', process, figure: flow, compartment, module };
    return { place, sketch: { ...sketch, ...NO_AMOUNT }, name: `${process}/figure/${flow}`, stated };
  }
  const name = [process, compartment, flow, origin].filter((part) => part !== '').join('/');
  const stated = {
    row: 'elementary-flow',
    process,
    flow,
    compartment,
    origin,
    gwpSet: gwpSet.trim(),
    module,
  };
  return { place, sketch, name, stated };
}

/** What a figure of a result emits is in that result. */
const NO_AMOUNT = { amount: '', unit: '' };

function writeProperty(sketch: PropertySketch, place: FieldPlace): Written {
  const { property, year } = sketch;
  const product = writeName(sketch.product);
  const stated = { row: 'product-property', product, property, year: year.trim() };
  return { place, sketch, name: `property/${product}/${property}/${year.trim()}`, stated };
}

/** The members that fields state, each with the name of its field where that is another one. */
const MEMBERS = {
  ...{ row: 'product', process: 'process', product: 'product', direction: 'way', kind: 'way' },
  ...{ provider: 'provider', allocation: 'part', module: 'module', flow: 'flow', figure: 'flow' },
  ...{ compartment: 'compartment', origin: 'origin', gwpSet: 'gwpSet', property: 'property', year: 'year' },
} as const;
const STATED = Object.keys(MEMBERS) as (keyof typeof MEMBERS)[];
const PLAIN = ['key', 'value', 'unit', 'from', 'until', 'detail'];

/**
 * Returns the rows of a product as a table in CSV, which the import reads and checks. A row that fields were read from keeps its name, its
 * period and what a person does not enter, such as its uncertainty; blanks in names become hyphens.
 */
export function writeProcesses(sketch: ProductSketch): string {
  const written = listWritten(sketch);
  const names = new Set(
    [...written.map((each) => each.sketch.row), ...sketch.others].flatMap((each) => each?.key ?? []),
  );
  const rows = written.map(({ name, sketch: { amount, unit, row: before }, stated }) => {
    const kept = Object.entries(before?.detail ?? {}).filter(([member]) => !(member in MEMBERS));
    const [key, , , ...rest] = cellsOf({
      ...(before ?? { key: nameNew(name, names), value: null, unit: '', from: 0, until: 0 }),
      detail: Object.fromEntries(kept),
    });
    const times = before === null ? writePeriod(sketch) : rest.slice(0, 2);
    const members = STATED.map((member) => stated[member] ?? '');
    return [key!, amount.trim(), unit.trim(), ...times, rest[2]!, ...members];
  });
  const others = sketch.others.map((each) => [...cellsOf(each), ...STATED.map(() => '')]);
  return writeCells([[...PLAIN, ...STATED.map((member) => `detail.${member}`)], ...rows, ...others]);
}

function writePeriod({ firstDay, lastDay }: ProductSketch): [string, string] {
  const last = parseTime(lastDay);
  return [firstDay, last === null ? '' : formatTime(last + DAY)];
}

/** Returns the messages of faults by the field that each is in; what is in no field is left to the list of faults. */
export function placeFaults(
  sketch: ProductSketch,
  problems: readonly Pick<TableProblem, 'row' | 'column' | 'message'>[],
): ReadonlyMap<string, string> {
  const written = listWritten(sketch);
  return new Map(
    problems.toReversed().flatMap(({ row: line, column, message }) => {
      const place = written[(line ?? 0) - 2]?.place;
      return place === undefined ? [] : [[nameField(place, fieldOf(place, column)), message]];
    }),
  );
}

/** Names a field of a sketch. */
export function nameField({ list, process, at }: FieldPlace, member: string): string {
  return [list, process, at, member].join(' ');
}

function fieldOf({ list }: FieldPlace, column: string | null): string {
  const first = list === 'emissions' ? 'flow' : 'product';
  if (column === 'value') return 'amount';
  if (column === 'unit') return 'unit';
  const member = column?.replace(/^detail\.?/, '') ?? '';
  const field: string = Object.hasOwn(MEMBERS, member) ? MEMBERS[member as keyof typeof MEMBERS] : first;
  return field === 'product' ? first : field;
}

/** Returns the parameters of the run that a person asks for. */
export function askCycle({ asked }: ProductSketch): Readonly<Record<string, unknown>> {
  const { amount, unit, boundary, allocation, standard, gwpSet } = asked;
  const product = writeName(asked.product);
  const what = asked.function.trim();
  return {
    functionalUnits: [
      {
        ...{ name: product, product, amount: amount.trim(), unit: unit.trim(), boundary },
        ...(what === '' ? {} : { function: what }),
      },
    ],
    ...(gwpSet === '' ? {} : { gwpSet }),
    ...(allocation === '' ? {} : { allocation }),
    ...(standard === '' ? {} : { standard }),
    ...{ mass: 'kg', rounding: { mode: 'half-even', digits: 12 } },
    show: ['inventory', 'processes', 'flows', 'inputs', 'links'],
  };
}

const DAY = 86_400;
