import { dataset, entry, type TestEntry } from '../dataset.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';

/** Returns the unix seconds at which a year begins. */
export const startOf = (year: number): number => Date.UTC(year, 0, 1) / 1000;

/** Returns the years from one to another, both included. */
export const years = (first: number, last = first): { from: number; until: number } => ({
  from: startOf(first),
  until: startOf(last + 1),
});

/** Returns the area of a stratum in years. */
export const area = (
  stratum: string,
  land: string,
  hectares: string,
  when: { from: number; until: number },
  more: object = {},
): TestEntry =>
  entry(
    `area/${stratum}/${when.from}`,
    hectares,
    'har',
    { row: 'stratum-area', stratum, land, geography: 'DE', ...more },
    when,
  );

/** Returns an area that goes from one stratum to another in a year. */
export const conversion = (
  fromStratum: string,
  toStratum: string,
  hectares: string,
  year: number,
): TestEntry =>
  entry(
    `conversion/${fromStratum}/${toStratum}/${year}`,
    hectares,
    'har',
    { row: 'land-conversion', fromStratum, toStratum, geography: 'DE' },
    years(year),
  );

/** Returns the carbon of a pool of a stratum on the first day of a year. */
export const stock = (stratum: string, pool: string, tonnes: string, year: number): TestEntry =>
  entry(
    `stock/${stratum}/${pool}/${year}`,
    tonnes,
    't{C}',
    { row: 'carbon-stock', stratum, pool, geography: 'DE' },
    { from: startOf(year), until: startOf(year) + 86_400 },
  );

/** Returns what happens to a stratum in a year. */
export const event = (stratum: string, name: string, value: string, unit: string, year: number): TestEntry =>
  entry(
    `event/${stratum}/${name}/${year}`,
    value,
    unit,
    { row: 'land-event', stratum, event: name, geography: 'DE' },
    years(year),
  );

/** Returns a value of a table. */
export const factor = (name: string, of: string, value: string, unit: string, more: object = {}): TestEntry =>
  entry(
    `factor/${name}/${of}/${Object.values(more).join('/')}`,
    value,
    unit,
    { row: 'land-factor', factor: name, of, year: 2006, ...more },
    { from: 0, until: 0 },
  );

/** Runs nature@1 for years. */
export function runNature(
  rows: readonly TestEntry[],
  first: number,
  last = first,
  parameters: object = {},
): RunResult {
  return runMethod('nature@1', [dataset('a', ...rows)], {
    rounding: { mode: 'half-even', decimals: 9 },
    period: years(first, last),
    gwpSet: 'AR5',
    ...parameters,
  });
}

/** Returns the figures of a run as texts, by key. */
export function valuesOf({ figures }: RunResult): Record<string, string> {
  return Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}
