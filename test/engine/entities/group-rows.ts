import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import {
  ALWAYS,
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  type TestEntry,
} from '../dataset.ts';

/** The organisation at the top. */
export const TOP = 'urn:example:top';

/** What an entity row states besides who it is. */
export interface Held {
  readonly heldBy?: string;
  readonly interest?: string;
  readonly financialControl?: 'full' | 'joint' | 'none';
  readonly operationalControl?: 'yes' | 'no';
  readonly accounting?: 'group' | 'associate' | 'joint' | 'investment';
}

/** Returns the identifier of an entity. */
export function urn(name: string): string {
  return `urn:example:${name}`;
}

/** Returns an entity row. Its key is the name, or another one. */
export function entityRow(
  name: string,
  { heldBy, ...held }: Held = {},
  { key = name, period = ALWAYS }: { readonly key?: string; readonly period?: typeof ALWAYS } = {},
): TestEntry {
  const holder = heldBy === undefined ? {} : { heldBy: urn(heldBy) };
  const detail = { row: 'entity', identifier: urn(name), name, geography: 'NL', ...holder, ...held };
  return { key: `entity/${key}`, value: null, unit: '', ...period, detail };
}

/** Returns the use of coal by an entity. Each tonne emits 2 t of CO2. */
export function coalOf(
  name: string | null,
  tonnes: string,
  { key = `coal/${name ?? 'none'}`, ...changes }: { readonly key?: string } & Record<string, unknown> = {},
): TestEntry {
  return ofEntity(fuelUse(key, tonnes, 't', 'coal'), name, changes);
}

/** Returns electricity that an entity bought: 0.5 t of CO2 for each MWh by location, 0.6 by market. */
export function powerOf(
  name: string,
  amount: string,
  { key = `power/${name}`, ...changes }: { readonly key?: string } & Record<string, unknown> = {},
): TestEntry {
  return ofEntity(electricity(key, amount, 'MW.h'), name, changes);
}

function ofEntity(row: TestEntry, name: string | null, changes: Record<string, unknown>): TestEntry {
  const entity = name === null ? {} : { entity: urn(name) };
  return { ...row, detail: { ...row.detail, ...entity, ...changes } };
}

/** Returns a purchase in a category of scope 3: 3 t of CO2e for each tonne. */
export function steelOf(
  name: string,
  tonnes: string,
  { key = `steel/${name}`, category = '3.1', ...changes }: Record<string, string> = {},
): TestEntry {
  const detail = {
    row: 'value-chain-activity',
    item: 'steel',
    basis: 'life-cycle',
    category,
    geography: 'CN',
  };
  return entry(key, tonnes, 't', { ...detail, entity: urn(name), ...changes });
}

export const FACTORS = dataset(
  'f',
  ...fuelDefaults('coal', '20', '1', { CO2: '100000' }),
  gridFactor('average', '0.5', 'average'),
  gridFactor('residual', '0.6', 'residual'),
  entry('steel/ef', '3', 't{CO2e}/t', {
    row: 'activity-factor',
    item: 'steel',
    gases: ['CO2e'],
    gwpSet: 'AR5',
    basis: 'life-cycle',
    year: 2023,
  }),
);

export const INVENTORY = {
  ...COMMON,
  gwpSet: 'AR5',
  organisation: TOP,
  grids: { location: 'national', residual: 'national' },
  totals: { co2Only: 'list' },
};

/** Runs an inventory of the rows of a group. */
export function runGroup(
  rows: readonly TestEntry[],
  changes: object = {},
  others: readonly InputRecord[] = [],
): RunResult {
  return runMethod('inventory@2', [dataset('a', ...rows), FACTORS, ...others], { ...INVENTORY, ...changes });
}

/** Returns the value of a figure; null where there is none. */
export function valueOf({ figures }: RunResult, key: string): string | null {
  return figures.find((figure) => figure.key === key)?.value ?? null;
}
