import * as z from 'zod';
import { formatTime, parseTime } from '../../core/encoding/time.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { cellsOf, keptRowSchema, nameNew, writeCells, writeName } from './entered-rows.ts';

/** A stream of a plant as a person enters it: texts, empty where they are not stated. */
export interface StreamSketch {
  readonly from: string;
  readonly to: string;
  readonly material: string;
  readonly amount: string;
  readonly unit: string;
  /** What becomes of it in the unit that it enters; where it leaves the plant, to where CO2 is handed over; or that it is heat or power. */
  readonly fate: string;
  /** The tier by which its amount is determined, from 1 to 4. */
  readonly tier: string;
  readonly meter: string;
  /** The row that the stream was read from; null for a new one. */
  readonly row: UnsaltedEntry | null;
}

/** A plant as a person enters it. Days are written as 2024-12-31, and the last one is included. */
export interface PlantSketch {
  readonly plant: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly geography: string;
  readonly category: string;
  readonly facility: string;
  readonly streams: readonly StreamSketch[];
  /** Rows of other types in the dataset that the streams were read from: its next version has them too. */
  readonly others: readonly UnsaltedEntry[];
}

export const NO_STREAM: StreamSketch = {
  ...{ from: '', to: '', material: '', amount: '', unit: 't', fate: '', tier: '', meter: '', row: null },
};
export const NO_PLANT: PlantSketch = {
  ...{ plant: '', firstDay: '', lastDay: '', geography: '', category: '', facility: '' },
  ...{ streams: [NO_STREAM], others: [] },
};

/** A plant as a tab keeps it while it is entered. */
export const plantSketchSchema: z.ZodType<PlantSketch> = z.object({
  ...{ plant: z.string(), firstDay: z.string(), lastDay: z.string() },
  ...{ geography: z.string(), category: z.string(), facility: z.string() },
  streams: z.array(
    z.object({
      ...{ from: z.string(), to: z.string(), material: z.string(), amount: z.string(), unit: z.string() },
      ...{ fate: z.string(), tier: z.string(), meter: z.string(), row: keptRowSchema.nullable() },
    }),
  ),
  others: z.array(keptRowSchema),
});

const text = z.string().default('');
const streamSchema = z.looseObject({
  row: z.literal('plant-stream'),
  ...{ plant: text, material: text, fromUnit: text, toUnit: text, treatment: text, transfer: text },
  ...{ carrier: text, meter: text, tier: z.number().optional() },
  ...{ geography: text, category: text, facility: text },
});

/** Returns the plant whose streams a dataset has, the first one where there are several; null where there are none. */
export function readStreams(entries: readonly UnsaltedEntry[]): PlantSketch | null {
  const rows = entries.filter(({ key }) => key !== 'source');
  const read = rows.flatMap((row) => {
    const { data } = streamSchema.safeParse(row.detail);
    return data === undefined ? [] : [{ row, data }];
  });
  const [first] = read;
  if (first === undefined) return null;
  const { plant, geography, category, facility } = first.data;
  const own = read.filter(({ data }) => data.plant === plant);
  const known = new Set(own.map(({ row }) => row));
  return {
    ...{ plant, geography, category, facility },
    firstDay: formatTime(first.row.from),
    lastDay: formatTime(first.row.until - DAY),
    streams: own.map(({ row, data }) => ({
      ...{ from: data.fromUnit, to: data.toUnit, material: data.material },
      ...{
        amount: row.value ?? '',
        unit: row.unit,
        fate: data.carrier === WASTE_GAS ? WASTE_GAS : data.treatment || data.transfer || data.carrier,
        ...{ tier: data.tier === undefined ? '' : String(data.tier), meter: data.meter },
        row,
      },
    })),
    others: rows.filter((row) => !known.has(row)),
  };
}

const COLUMNS = ['key', 'value', 'unit', 'from', 'until', 'detail'];

/**
 * Returns the rows of a plant as a table in CSV, which the import reads and checks. A row that streams were read from keeps its name, its period
 * and what a person does not enter, such as its uncertainty; blanks in names become hyphens.
 */
export function writeStreams(plant: PlantSketch): string {
  const names = new Set([...plant.streams, ...plant.others].flatMap((each) => keyOf(each) ?? []));
  const rows = plant.streams.map((stream) => writeStream(stream, plant, names));
  const others = plant.others.map(cellsOf);
  return writeCells([COLUMNS, ...rows, ...others]);
}

function keyOf(each: StreamSketch | UnsaltedEntry): string | null {
  return 'fate' in each ? (each.row?.key ?? null) : each.key;
}

function writeStream(stream: StreamSketch, plant: PlantSketch, names: Set<string>): string[] {
  const [from, to, material] = [stream.from, stream.to, stream.material].map(writeName) as [
    string,
    string,
    string,
  ];
  const stated = {
    ...{ plant: writeName(plant.plant), material, fromUnit: from, toUnit: to },
    ...writeFate(stream, to),
    ...{ tier: writeTier(stream.tier), meter: writeName(stream.meter) },
    ...{ geography: plant.geography.trim(), facility: writeName(plant.facility) },
    // Units of one plant can be of several categories, such as a power plant beside a furnace.
    category: stream.row === null ? plant.category.trim() : (stream.row.detail?.['category'] ?? ''),
  };
  const all: Readonly<Record<string, unknown>> = { row: 'plant-stream', ...stream.row?.detail, ...stated };
  const detail = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  const amount = { value: stream.amount.trim(), unit: stream.unit.trim(), detail };
  if (stream.row !== null) return cellsOf({ ...stream.row, ...amount });
  const key = nameNew(`stream/${from || OUTSIDE}/${to || OUTSIDE}/${material}`, names);
  const last = parseTime(plant.lastDay);
  const until = last === null ? '' : formatTime(last + DAY);
  return [key, amount.value, amount.unit, plant.firstDay, until, JSON.stringify(detail)];
}

/** Returns a tier as a number where it is one; else what was entered, which the import then refuses. */
function writeTier(tier: string): unknown {
  const text = tier.trim();
  return /^[1-9]$/.test(text) ? Number(text) : text;
}

/** A gas of a process that is burned elsewhere. */
const WASTE_GAS = 'waste-gas';

/** What is handed on as energy: it has no carbon. */
const ENERGY: readonly string[] = ['heat', 'power'];

/** Returns the members that say what becomes of a stream. A waste gas is burned in the unit that it enters. */
function writeFate({ fate, row }: StreamSketch, to: string): Record<string, unknown> {
  if (ENERGY.includes(fate)) return { treatment: '', transfer: '', carrier: fate };
  if (fate === WASTE_GAS) {
    const treatment = row === null ? 'combustion' : (row.detail?.['treatment'] ?? '');
    return { treatment: to === '' ? '' : treatment, transfer: '', carrier: fate };
  }
  return to === ''
    ? { treatment: '', transfer: fate, carrier: '' }
    : { treatment: fate, transfer: '', carrier: '' };
}

/** The end of a stream that crosses the border of the plant, in the name of its row. */
const OUTSIDE = 'outside';

const DAY = 86_400;
