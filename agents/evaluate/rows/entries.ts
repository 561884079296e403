import type { InputEntry } from '../../../engine/rows/input.ts';
import type { RunName } from '../../handles/run-name.ts';
import type { GivenRun } from '../../procedures/workbench.ts';

/** A row of a question. */
export type Row = InputEntry;
export type More = Readonly<Record<string, unknown>>;

export interface Period {
  readonly from: number;
  readonly until: number;
}

const startOf = (year: number): number => Date.UTC(year, 0) / 1000;

/** Returns the years from one to another, both included. */
export const years = (first: number, last = first): Period => ({
  from: startOf(first),
  until: startOf(last + 1),
});

export const YEAR_2022 = years(2022);
export const YEAR_2026 = years(2026);
export const ALWAYS: Period = { from: 0, until: 0 };

/** Returns a row: of 2023, unless its period is given. */
export function entry(key: string, value: string, unit: string, detail: More, period = years(2023)): Row {
  return { key, value, unit, ...period, detail };
}

/** Returns a row without a quantity. */
export function documentOf(key: string, detail: More): Row {
  return { key, value: null, unit: '', ...ALWAYS, detail };
}

export function gwp(gas: string, gwpSet: string, value: string): Row {
  const detail = { row: 'gwp', gas, gwpSet, horizon: 100, year: 2013 };
  return entry(`${gwpSet}/${gas}`, value, 'kg{CO2e}/kg', detail, ALWAYS);
}

const RECORD = `0x${'a'.repeat(64)}`;

/** Returns a run of a question: of 2023, with six decimals. */
export function given(run: RunName, method: string, rows: readonly Row[], parameters: More = {}): GivenRun {
  return {
    ...{ run, method, inputs: [{ record: RECORD, entries: rows }], party: null, isPrivate: false },
    parameters: { period: years(2023), rounding: { mode: 'half-even', decimals: 6 }, ...parameters },
  };
}
