import type { Bundle } from '../../core/proofs/bundle.ts';
import type { Entry, UnsaltedEntry } from '../../core/records/entry.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { formatJson, type JsonObject, parseJson } from '../../core/encoding/json.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { describeRun, runMethod, type RunDetail } from '../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  electricity,
  fuelDefaults,
  fuelUse,
  gridFactor,
  gwp,
  leak,
  type TestEntry,
} from '../engine/dataset.ts';
import { buildBundle, showRecord } from './bundle-builder.ts';
import { createLedger, type MemoryLedger, registerParty, sealBatch } from './memory-ledger.ts';
import type { TestParty } from './registry.ts';
import { signRecord, type SignedRecord } from './signed-record.ts';

const METHOD = 'inventory@2';
/** The parameters of a small company's inventory. */
export const COMPANY_PARAMETERS = {
  ...COMMON,
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
  entities: [COMPANY],
  totals: { co2Only: 'list' },
} as const;

const ACTIVITY = [
  fuelUse('coal', '12500', 't', 'anthracite'),
  leak('leak', '18.5', 'kg', 'HFC-134a'),
  electricity('use', '48000', 'MW.h'),
  certificate('x', '12000', 'MW.h'),
];
const FACTORS = [
  ...fuelDefaults('anthracite', '26.7', '1', { CO2: '98300' }),
  gwp('HFC-134a', 'AR5', '1300'),
  gridFactor('average', '0.5306', 'average'),
  gridFactor('residual', '0.6096', 'residual'),
];

/** The company's datasets, with invented ids. */
export const COMPANY_INPUTS: readonly InputRecord[] = [dataset('1', ...ACTIVITY), dataset('2', ...FACTORS)];

/** What a dishonest company signs differently from the engine's output. */
export interface Dishonesty {
  readonly figure?: (figure: Entry) => Entry;
  readonly run?: (run: RunDetail) => object;
  /** Changes the rows of the datasets that the result names as sources. The result is computed from the unchanged rows. */
  readonly registered?: (row: TestEntry) => TestEntry;
  /** Rows that the activity data have in addition, and that the run does not use. */
  readonly unused?: readonly TestEntry[];
  /** Keys of the dataset rows in the proof file; default: all. */
  readonly shown?: readonly string[];
}

/** What a result is computed from. */
export interface Computation {
  readonly method: string;
  readonly parameters: Parameters<typeof describeRun>[1];
  readonly activity: readonly TestEntry[];
  readonly factors: readonly TestEntry[];
  /** Documents that the rows name. */
  readonly documents?: readonly InputDocument[];
  /** Entries of the result besides its figures and its run. */
  readonly others?: readonly UnsaltedEntry[];
}

const SMALL_COMPANY: Computation = {
  method: METHOD,
  parameters: COMPANY_PARAMETERS,
  activity: ACTIVITY,
  factors: FACTORS,
};

/** A ledger with an inventory result and its datasets, and the proof file that shows them. */
export interface ReperformedResult {
  readonly ledger: MemoryLedger;
  readonly bundle: Bundle;
  readonly company: TestParty;
  readonly result: SignedRecord;
}

/** Computes a result with this checkout's engine, alters it as a dishonest company would, and registers it. */
export function makeResult(
  digest: Hex,
  { figure, run, registered, unused = [], shown }: Dishonesty = {},
  { method, parameters, activity, factors, documents = [], others = [] }: Computation = SMALL_COMPANY,
): ReperformedResult {
  const ledger = createLedger();
  const company = registerParty(ledger, 'urn:company', 'company');
  const provider = registerParty(ledger, 'urn:provider', 'provider');
  const register = (by: typeof company, subject: string, rows: readonly TestEntry[]): SignedRecord =>
    signRecord({ by, subject, entries: saltNone(registered === undefined ? rows : rows.map(registered)) });
  const datasets = [
    register(company, 'activity', [...activity, ...unused]),
    register(provider, 'factors', factors),
  ];
  const inputs: InputRecord[] = [activity, factors].map((entries, index) => ({
    record: datasets[index]!.id,
    entries,
  }));
  const computed = runMethod(method, inputs, parameters, { documents });
  const described = describeRun(method, parameters, computed, digest);
  const runEntry = {
    key: 'run',
    value: null,
    unit: '',
    from: 0,
    until: 0,
    detail: run?.(described) ?? described,
  };
  const figures = saltNone(computed.figures.map((own) => ({ ...own, detail: own.detail })));
  const entries = [
    ...(figure === undefined ? figures : figures.map(figure)),
    ...saltNone([runEntry, ...others]),
  ];
  const result = signRecord({
    by: company,
    kind: 'result',
    subject: 'inventory',
    sources: datasets,
    entries,
  });
  sealBatch(ledger, [...datasets, result]);
  const rows = shown === undefined ? { all: true } : { keys: shown };
  const records = [
    showRecord(ledger, result, { all: true }),
    ...datasets.map((one) => showRecord(ledger, one, rows)),
  ];
  return { ledger, bundle: buildBundle(records), company, result };
}

/** Returns entries with a zero salt, in the form in which they are hashed. */
export function saltNone(
  entries: readonly (Omit<TestEntry, 'detail'> & { readonly detail: object | null })[],
): Entry[] {
  return entries.map((entry) => ({
    ...entry,
    detail: entry.detail === null ? null : (parseJson(formatJson(entry.detail)) as JsonObject),
    salt: ZERO_HASH,
  }));
}
