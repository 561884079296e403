import type { Hex } from '../../core/encoding/hex.ts';
import type { Figure } from '../../engine/figures/figure.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { RunResult } from '../../engine/run.ts';

/** Four years in unix seconds. */
export const YEAR_2022 = { from: 1640995200, until: 1672531200 };
export const YEAR_2023 = { from: 1672531200, until: 1704067200 };
export const YEAR_2024 = { from: 1704067200, until: 1735689600 };
export const YEAR_2026 = { from: 1767225600, until: 1798761600 };
export const ALWAYS = { from: 0, until: 0 };

/** The organisation that certificates are retired for. */
export const COMPANY = 'urn:example:company';

export type TestEntry = InputRecord['entries'][number];

/** Parameters that every method takes. */
export const COMMON = { period: YEAR_2023, rounding: { mode: 'half-even', decimals: 6 } } as const;

/** Returns a record id made of one hex digit. */
export function recordId(digit: string): Hex {
  return `0x${digit.repeat(64)}`;
}

/** Returns an input record. */
export function dataset(digit: string, ...entries: readonly TestEntry[]): InputRecord {
  return { record: recordId(digit), entries: [...entries] };
}

/** Returns an entry. The default period is 2023. */
export function entry(
  key: string,
  value: string,
  unit: string,
  detail: Record<string, unknown>,
  period: { from: number; until: number } = YEAR_2023,
): TestEntry {
  return { key, value, unit, ...period, detail };
}

export function fuelUse(key: string, value: string, unit: string, fuel: string): TestEntry {
  return entry(key, value, unit, { row: 'fuel-use', fuel, category: '1.A.2', geography: 'CN' });
}

/** Returns net calorific value, oxidation and emission factors of a fuel, valid at any time. */
export function fuelDefaults(
  fuel: string,
  ncv: string,
  oxidation: string,
  factors: Record<string, string>,
): TestEntry[] {
  return [
    entry(`${fuel}/ncv`, ncv, 'TJ/Gg', { row: 'net-calorific-value', fuel, year: 2006 }, ALWAYS),
    entry(`${fuel}/oxidation`, oxidation, '1', { row: 'oxidation', fuel, year: 2006 }, ALWAYS),
    ...Object.entries(factors).map(([gas, value]) =>
      entry(
        `${fuel}/ef/${gas}`,
        value,
        `kg{${gas}}/TJ`,
        { row: 'emission-factor', fuel, gas, origin: 'fossil', basis: 'combustion', year: 2006 },
        ALWAYS,
      ),
    ),
  ];
}

export function leak(key: string, value: string, unit: string, gas: string): TestEntry {
  return entry(key, value, unit, { row: 'refrigerant-leak', gas, category: '2.F.1', geography: 'CN' });
}

export function gwp(gas: string, gwpSet: string, value: string): TestEntry {
  return entry(
    `${gwpSet}/${gas}`,
    value,
    'kg{CO2e}/kg',
    { row: 'gwp', gas, gwpSet, horizon: 100, year: 2013 },
    ALWAYS,
  );
}

export function electricity(key: string, value: string, unit: string, geography = 'CN'): TestEntry {
  return entry(key, value, unit, { row: 'electricity-use', category: 'purchased electricity', geography });
}

/** Returns that certificates of 1 W.h each were retired for an organisation; unless stated, 1 MW.h of a series. */
export function retiredFor(
  organisation: string,
  date = '2024-02-15',
  serials: readonly object[] = SERIES,
): Record<string, unknown> {
  return { date, by: 'a broker', for: organisation, registry: 'a registry', serials, each: 'W.h' };
}

const SERIES = serialsOf('series', 1_000_000);

/** Returns this many serial numbers of a series, from 1 on. */
export function serialsOf(series: string, count: number): object[] {
  return [{ from: `${series}-1`, to: `${series}-${count}` }];
}

const WATT_HOURS: Readonly<Record<string, number>> = { 'MW.h': 1_000_000, 'kW.h': 1000 };

/** Returns a certificate. Unless it states serial numbers, it has its own, as many as its value needs. */
export function certificate(
  id: string,
  value: string,
  unit: string,
  changes: Record<string, unknown> = {},
): TestEntry {
  const detail = {
    row: 'instrument',
    id,
    vintage: '2023',
    factor: '0',
    factorUnit: 'kg{CO2}/kW.h',
    gases: ['CO2'],
  };
  const { retirement = 'retirement' in changes ? undefined : retiredFor(COMPANY), ...others } = changes;
  const own = serialsOf(id, Math.round(Number(value) * (WATT_HOURS[unit] ?? 1)));
  const { serials = SERIES } = (retirement ?? {}) as { serials?: readonly object[] };
  return entry(`certificate/${id}`, value, unit, {
    ...detail,
    retirement:
      retirement === undefined
        ? undefined
        : { ...(retirement as object), serials: serials === SERIES ? own : serials },
    geography: 'CN',
    ...others,
  });
}

/** Returns a document: an entry without a quantity. */
export function documentOf(key: string, detail: Record<string, unknown>): TestEntry {
  return { key, value: null, unit: '', from: 0, until: 0, detail };
}

export function gridFactor(
  key: string,
  value: string,
  mix: string,
  changes: Record<string, unknown> = {},
  period = YEAR_2023,
  unit = 'kg{CO2}/kW.h',
): TestEntry {
  const detail = {
    row: 'grid-factor',
    mix,
    grid: 'national',
    gases: ['CO2'],
    basis: 'generation',
    geography: 'CN',
  };
  return entry(key, value, unit, { ...detail, year: 2023, ...changes }, period);
}

/** Returns the figure under a key, or throws. */
export function figureOf(result: RunResult, key: string): Figure {
  const figure = result.figures.find((candidate) => candidate.key === key);
  if (figure === undefined) throw new Error(`no figure ${key}`);
  return figure;
}

/** Returns numerator × 10^−scale rounded half-even to this many decimals, as canonical text: a slow, literal implementation. */
export function roundHalfEven(numerator: bigint, scale: number, decimals: number): string {
  if (scale <= decimals) return writePair(numerator, scale);
  const unit = 10n ** BigInt(scale - decimals);
  const quotient = numerator / unit;
  const twice = 2n * (numerator % unit);
  const isUp = twice > unit || (twice === unit && quotient % 2n === 1n);
  return writePair(isUp ? quotient + 1n : quotient, decimals);
}

function writePair(coefficient: bigint, scale: number): string {
  const digits = coefficient.toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
