import * as z from 'zod';
import type { Rounding } from './decimal.ts';
import { EngineError, placeOf, placeOfAsked } from './errors.ts';
import { nameRow, type Warning } from './factor.ts';
import { distinct, type Figure } from './figure.ts';
import type { CommonParameters } from './parameters.ts';
import { findMethod, type RegisteredMethod } from './registry.ts';
import type { InputRecord } from './input.ts';
import { compareTexts, readRows, type Row } from './row.ts';
import { indexRows } from './row-index.ts';
import { engineName, engineVersion } from './version.ts';

export { engineName, engineVersion };

/** Which rows of which record went into a run. */
export interface UsedRecord {
  readonly record: string;
  readonly keys: readonly string[];
}

/** Figures ascending by key, what to warn a reader of, and the rows they came from, ascending by record id and key. */
export interface RunResult {
  readonly figures: readonly Figure[];
  readonly warnings: readonly Warning[];
  readonly used: readonly UsedRecord[];
}

/** The detail of the entry `run` (§10); the records in `inputs` are exactly the sources of the record that holds it. */
export interface RunDetail {
  readonly engine: string;
  readonly version: string;
  readonly digest: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly UsedRecord[];
  readonly outputs: readonly string[];
  readonly rounding: Rounding;
}

/**
 * Returns the figures of a method, named `id@version`, on dataset records: pure, the same bits everywhere, whatever order
 * records and entries come in. Parameters hold `rounding` and `period` beside what the method asks for.
 * @throws EngineError with the code of what is wrong, its row and column
 */
export function runMethod(method: string, inputs: readonly InputRecord[], parameters: unknown): RunResult {
  const found = findMethod(method);
  const common = parseParameters(found, parameters);
  const { period, rounding, proxies, mass } = common;
  const all = readRows(inputs);
  const rows = indexRows(all);
  const figures = found.compute({ rows, period, rounding, proxies, mass }, parameters);
  if (figures.length === 0)
    throw new EngineError(
      'missing-activity',
      `no row is what ${method} computes and lies in the period`,
      period,
      placeOfAsked('parameters.period'),
    );
  const warnings = distinct(figures.flatMap(({ detail }) => detail.derivation.warnings));
  refuseUnusedProxies(common, warnings);
  return {
    figures: figures.toSorted((a, b) => compareTexts(a.key, b.key)),
    warnings,
    used: listUsed(all),
  };
}

/**
 * Returns the detail of the entry `run` (§10) for a result; `digest` is the SHA-256 of the engine artefact, `0x` hex.
 * Give it the parameters that the method was run with.
 */
export function describeRun(
  method: string,
  parameters: { readonly rounding: Rounding } & Readonly<Record<string, unknown>>,
  result: RunResult,
  digest: string,
): RunDetail {
  const { rounding, ...others } = parameters;
  return {
    engine: engineName,
    version: engineVersion,
    digest,
    method,
    parameters: others,
    inputs: result.used,
    outputs: result.figures.map(({ key }) => key),
    rounding,
  };
}

/**
 * Returns what a run gives when it is made again from its own description (§10) and the records that it names.
 * @throws as `runMethod`
 */
export function repeatRun(
  run: Pick<RunDetail, 'method' | 'parameters' | 'rounding'>,
  inputs: readonly InputRecord[],
): RunResult {
  return runMethod(run.method, inputs, { ...run.parameters, rounding: run.rounding });
}

function parseParameters(method: RegisteredMethod, parameters: unknown): CommonParameters {
  try {
    return method.parse(parameters);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const lines = cause.issues.map(({ path, message }) => [...path, message].join(': '));
    const place = placeOfAsked(['parameters', ...(cause.issues[0]?.path ?? [])].join('.'));
    throw new EngineError('bad-parameters', lines.join('; '), parameters, place);
  }
}

function refuseUnusedProxies({ proxies }: CommonParameters, warnings: readonly Warning[]): void {
  const warned = new Set(warnings.map(({ row }) => nameRow(row)));
  for (const { record, key } of proxies) {
    if (warned.has(nameRow({ record, key }))) continue;
    const text = `declared as a proxy, but not used as one: ${key}`;
    throw new EngineError('unused-proxy', text, key, placeOf({ record, key }, 'parameters.proxies'));
  }
}

/** Rows are ascending by record and key, and so is what is listed. */
function listUsed(rows: readonly Row[]): UsedRecord[] {
  const byRecord = Map.groupBy(
    rows.filter(({ isUsed }) => isUsed),
    ({ record }) => record,
  );
  return [...byRecord].map(([record, used]) => ({ record, keys: used.map(({ key }) => key) }));
}
