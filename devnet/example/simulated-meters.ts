import { Deviates } from '../../engine/quantities/threefry.ts';
import type { InputEntry } from '../../engine/rows/input.ts';

/** What is simulated: meters of the gas of one boiler each, read by the hour. */
export interface SimulatedYear {
  readonly seed: number;
  readonly meters: number;
  /** Unix seconds; whole hours. */
  readonly from: number;
  readonly until: number;
}

/** A simulated meter: the rows of its stream, its readings and its calibrations. The same for the same seed and name. */
export interface SimulatedMeter {
  readonly meter: string;
  readonly stream: InputEntry;
  readonly readings: readonly InputEntry[];
  readonly calibrations: readonly InputEntry[];
}

const HOUR = 3600;
const OF_DAY = 24;
/** A gap begins in one hour of so many, and lasts up to half a day. */
const HOURS_PER_GAP = 2500;
const LONGEST_GAP = 12;
/** One meter in so many drifts, from the middle on, by so much in the end. */
const METERS_PER_DRIFT = 10;
const DRIFT = 0.03;
/** One meter in so many was not calibrated again. */
const METERS_PER_LAPSE = 25;

/** Returns the meters of a simulated year, one after the other. Nothing of it was measured. */
export function* simulateMeters({ seed, meters, from, until }: SimulatedYear): Generator<SimulatedMeter> {
  const hours = (until - from) / HOUR;
  for (let index = 1; index <= meters; index++) {
    const meter = `ft-${String(index).padStart(3, '0')}`;
    const drifts = index % METERS_PER_DRIFT === 0;
    const levels = simulateLevels(seed, meter, hours, drifts);
    const middle = from + Math.floor(hours / 2) * HOUR;
    const made = { meter, from, middle, until, found: drifts ? '0.97' : '1' };
    yield {
      meter,
      stream: writeStream(meter, levels, { from, until }),
      readings: writeReadings(meter, levels, from),
      calibrations: writeCalibrations(made, index % METERS_PER_LAPSE === 0),
    };
  }
}

/** What a meter shows in each hour, in thousandths of a cubic metre: with a season, a day, noise, perhaps a drift; −1 where it shows nothing. */
function simulateLevels(seed: number, meter: string, hours: number, drifts: boolean): Int32Array {
  const deviates = new Float64Array(2 * hours);
  Deviates.of(seed, meter).fill(0, deviates);
  const levels = new Int32Array(hours);
  const mean = 200_000 + 800_000 * deviates[0]!;
  let silent = 0;
  for (let hour = 0; hour < hours; hour++) {
    if (silent > 0) silent--;
    else if (deviates[hours + hour]! * HOURS_PER_GAP < 1)
      silent = 1 + Math.floor(deviates[hour]! * LONGEST_GAP);
    const season = 0.7 + 0.6 * Math.abs((2 * hour) / hours - 1);
    const day = 1.2 - 0.4 * Math.abs((2 * (hour % OF_DAY)) / OF_DAY - 1);
    const drift = drifts && 2 * hour > hours ? 1 + DRIFT * ((2 * hour) / hours - 1) : 1;
    const noise = 0.95 + 0.1 * deviates[hour]!;
    levels[hour] = silent > 0 ? -1 : Math.round(mean * season * day * drift * noise);
  }
  return levels;
}

/** Every second gap is filled by an estimate: the mean. */
function writeReadings(meter: string, levels: Int32Array, from: number): InputEntry[] {
  const measured = levels.filter((level) => level >= 0);
  const mean = Math.round(measured.reduce((sum, level) => sum + level, 0) / measured.length);
  const detail = { row: 'meter-reading', meter };
  const estimate = { ...detail, measurement: 'substituted' };
  const readings: InputEntry[] = [];
  let gaps = 0;
  levels.forEach((level, hour) => {
    if (level < 0 && levels[hour - 1] !== -1) gaps++;
    if (level < 0 && gaps % 2 === 1) return;
    const start = from + hour * HOUR;
    readings.push({
      key: `${meter}/${new Date(1000 * start).toISOString().slice(0, 13)}`,
      value: writeThousandths(level < 0 ? mean : level),
      unit: 'm3',
      from: start,
      until: start + HOUR,
      detail: level < 0 ? estimate : detail,
    });
  });
  return readings;
}

function writeStream(
  meter: string,
  levels: Int32Array,
  { from, until }: { readonly from: number; readonly until: number },
): InputEntry {
  const sum = levels.reduce((total, level) => total + Math.max(level, 0), 0);
  return {
    key: `stream/${meter}`,
    value: writeThousandths(sum),
    unit: 'm3',
    from,
    until,
    detail: {
      row: 'plant-stream',
      plant: 'works',
      material: 'natural-gas',
      toUnit: `boiler-${meter}`,
      treatment: 'combustion',
      category: '1.A.2',
      geography: 'DE',
      meter,
    },
  };
}

interface Calibrated {
  readonly meter: string;
  readonly from: number;
  readonly middle: number;
  readonly until: number;
  /** What the calibration in the middle found. */
  readonly found: string;
}

function writeCalibrations({ meter, from, middle, until, found }: Calibrated, lapses: boolean): InputEntry[] {
  const detail = {
    row: 'meter-calibration',
    meter,
    by: 'an invented laboratory',
    uncertainty: { distribution: 'interval95', halfWidth: '0.01' },
  };
  const first = { key: `${meter}/calibration/1`, value: '1', unit: '1', from, until: middle, detail };
  const second = { ...first, key: `${meter}/calibration/2`, value: found, from: middle, until };
  return lapses ? [first] : [first, second];
}

function writeThousandths(count: number): string {
  const text = `${Math.floor(count / 1000)}.${String(count % 1000).padStart(3, '0')}`;
  return text.replace(/\.?0+$/, '');
}
