import type * as z from 'zod';
import { parseDecimal } from '../../core/encoding/decimal.ts';
import { BadInput, showValue } from '../../core/errors.ts';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import { keySchema } from '../../core/encoding/schema.ts';
import { parseAmount } from '../quantities/decimal.ts';
import { EngineError } from '../errors/engine-error.ts';
import { findNearestName } from '../errors/nearest-name.ts';
import type { InputRecord } from '../rows/input.ts';
import { describeMismatch, valueAt } from '../../core/encoding/mismatch.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import { describeSamples } from '../quantities/unit-advice.ts';
import { readUnitSpelling } from '../quantities/unit-spelling.ts';
import { isExactDetail } from '../rows/row-member.ts';
import { findImpossible } from '../rows/types/plausible.ts';
import type { RowTypeOf } from '../rows/types/row-type.ts';
import { findRowType, ROW_TYPES } from '../rows/types/row-types.ts';
import { adviseLine, allowsNegative } from '../rows/types/signed.ts';
import { listUnknownMembers } from '../rows/types/unknown-member.ts';
import { isPlace } from './country.ts';
import { DATASETS, type DatasetName } from './dataset.ts';
import { nameIdentity } from './identity.ts';
import type { DatasetCode, DatasetProblem } from './problem.ts';

/** A row of a dataset: an entry without its salt. */
export type DatasetEntry = InputRecord['entries'][number];

/** Most keys and values have this form and skip the slower parser. */
const PLAIN_KEY = /^[A-Za-z0-9._:-]{1,40}(\/[A-Za-z0-9._:-]{1,40}){0,5}$/;
const PLAIN_VALUE = /^(0|[1-9][0-9]{0,17})(\.[0-9]{0,17}[1-9])?$/;

const PLACES = ['geography', 'reporter', 'partner', 'includes'];
const IDENTIFIERS = [['identifier'], ['entity'], ['heldBy'], ['counterparty'], ['retirement', 'for']];

/**
 * Returns everything that is wrong with a dataset, in the order of its entries. Empty when the dataset is valid. Null is for a
 * dataset that is not one of the eight: it can hold every row type, and documents without a type.
 */
export function validateDataset(
  dataset: DatasetName | null,
  entries: Iterable<DatasetEntry>,
): DatasetProblem[] {
  const checker = new DatasetChecker(dataset);
  return [...entries].flatMap((entry) => checker.check(entry));
}

/** Checks a dataset entry by entry. Keeps keys and identifying members for comparison, but no entries. */
export class DatasetChecker {
  /** The row types that the dataset holds, by name. */
  readonly #types: ReadonlyMap<unknown, RowTypeOf>;
  readonly #dataset: DatasetName | null;
  readonly #keys = new Set<string>();
  readonly #found = new Map<string, string>();
  readonly #misfits = new Map<string, Defect | null>();

  constructor(dataset: DatasetName | null) {
    this.#dataset = dataset;
    const types = dataset === null ? ROW_TYPES : DATASETS[dataset].rows.map((type) => findRowType(type)!);
    this.#types = new Map(types.map((type) => [type.type, type]));
  }

  /** Returns everything that is wrong with the next entry. */
  check(entry: DatasetEntry): DatasetProblem[] {
    const defects: Defect[] = [];
    this.#checkKey(entry.key, defects);
    const name = entry.detail?.['row'];
    const type = this.#types.get(name);
    if (type !== undefined) this.#checkRow(type, entry, defects);
    else if (name !== undefined || !this.#allowsUntyped(entry)) defects.push(this.#refuseType(name));
    return defects.map((defect) => ({ ...defect, row: entry.key }));
  }

  #checkKey(key: string, defects: Defect[]): void {
    const before = this.#keys.size;
    this.#keys.add(key);
    if (this.#keys.size === before)
      defects.push(defect('duplicate-key', 'key', `two rows have the key ${key}`));
    else if (!PLAIN_KEY.test(key) && !keySchema.safeParse(key).success)
      defects.push(
        defect(
          'bad-key',
          'key',
          `${showValue(key)} is not a key: expected segments of A-Z a-z 0-9 . _ : @ + % ( ) - joined by /`,
        ),
      );
  }

  #allowsUntyped({ value, unit }: DatasetEntry): boolean {
    return this.#dataset === null && value === null && unit === '';
  }

  #refuseType(type: unknown): Defect {
    const names = [...this.#types.values()].map((known) => known.type);
    const [holds, owner] =
      this.#dataset === null
        ? ['one of docs/datasets.md, such as fuel-use', '']
        : [`one of ${names.join(', ')}`, ` of the dataset ${this.#dataset}`];
    if (type === undefined)
      return defect('missing-member', 'detail.row', `the row has no type: set detail.row to ${holds}`);
    const advice = adviseType(type, names, holds);
    const text = `${showValue(type)} is not a row type${owner}: ${advice}`;
    return defect('unknown-row-type', 'detail.row', text);
  }

  #checkRow(type: RowTypeOf, entry: DatasetEntry, defects: Defect[]): void {
    const before = defects.length;
    if (type.units === null) checkDocument(entry, defects);
    else this.#checkQuantity(type, type.units, entry, defects);
    checkPeriod(type, entry, defects);
    checkDetail(type, entry, defects);
    if (type.type === 'instrument') this.#checkInstrument(entry.detail ?? {}, defects);
    if (defects.length === before) this.#checkIdentity(entry, defects);
  }

  #checkQuantity(
    rule: RowTypeOf,
    units: readonly string[],
    { key, value, unit, detail }: DatasetEntry,
    defects: Defect[],
  ): void {
    if (value === null || value === '')
      defects.push(defect('missing-member', 'value', `${rule.type} requires a value`));
    const misfit = this.#checkUnit(rule.type, units, unit);
    if (misfit !== null) defects.push({ ...misfit, column: 'unit' });
    if (value === null || value === '') return;
    const isSigned = allowsNegative(rule.signed, detail ?? {});
    const wrong =
      checkValue(value, { ...rule, isSigned }) ??
      (misfit === null ? checkRange(rule, { key, value, unit, detail }) : null);
    if (wrong !== null) defects.push({ ...wrong, column: 'value' });
  }

  #checkUnit(type: string, samples: readonly string[], text: string): Defect | null {
    const name = `${type} ${text}`;
    const known = this.#misfits.get(name);
    if (known !== undefined) return known;
    const misfit = findMisfit(type, samples, text);
    if (this.#misfits.size < 10_000) this.#misfits.set(name, misfit);
    return misfit;
  }

  #checkInstrument({ factor, factorUnit }: Detail, defects: Defect[]): void {
    if (typeof factor !== 'string' || typeof factorUnit !== 'string') return;
    const misfit = this.#checkUnit('the factor of an instrument', ['kg/J'], factorUnit);
    if (misfit !== null) defects.push({ ...misfit, column: 'detail.factorUnit' });
    const wrong = checkValue(factor, { type: 'instrument', isSigned: false });
    if (wrong !== null) defects.push({ ...wrong, column: 'detail.factor' });
  }

  #checkIdentity(entry: DatasetEntry, defects: Defect[]): void {
    const name = nameIdentity(entry);
    if (name === null) return;
    const other = this.#found.get(name);
    if (other === undefined) this.#found.set(name, entry.key);
    else if (other !== entry.key)
      defects.push(
        defect(
          'ambiguous-row',
          'detail',
          `the row would match equally with ${other}: change a member that identifies it, or remove one of them`,
        ),
      );
  }
}

type Detail = Readonly<Record<string, unknown>>;
type Defect = Omit<DatasetProblem, 'row'>;

function defect(code: DatasetCode, column: string, message: string): Defect {
  return { code, column, message };
}

function checkDocument({ value, unit }: DatasetEntry, defects: Defect[]): void {
  if (value !== null)
    defects.push(defect('bad-value', 'value', 'this row type is a document: leave the value empty'));
  if (unit !== '')
    defects.push(defect('unit-mismatch', 'unit', 'this row type is a document: leave the unit empty'));
}

function findMisfit(type: string, samples: readonly string[], text: string): Defect | null {
  if (text === '') return defect('missing-member', 'unit', `${type} requires a unit`);
  try {
    const unit = parseUnit(text);
    if (samples.some((sample) => fitsSample(unit, sample))) return null;
    return defect(
      'unit-mismatch',
      'unit',
      `${type} cannot be in ${text}: expected ${describeSamples(samples)}`,
    );
  } catch (error) {
    if (error instanceof EngineError) return defect('unknown-unit', 'unit', adviseUnit(text, error));
    throw error;
  }
}

/** Returns what to write instead of a text that is not UCUM: the unit, where the text is a common spelling of one. */
function adviseUnit(text: string, { message }: EngineError): string {
  try {
    const { unit, numerator, denominator } = readUnitSpelling(text);
    const fix = numerator === denominator ? `write ${unit}` : `convert the value to ${unit}`;
    return `${showValue(text)} is not a UCUM unit: ${fix}`;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return error.code === 'ambiguous-unit' ? error.message : message;
  }
}

function fitsSample(unit: Unit, sample: string): boolean {
  if (sample === '*') return true;
  if (sample === '{currency}') return /^\{[A-Z]{3}\}$/.test(unit.text);
  if (sample === 'kg/*') return isMassPerUnit(unit);
  return unit.dimension === parseUnit(sample).dimension;
}

function isMassPerUnit({ text }: Unit): boolean {
  const [over = '', under] = text.split('/');
  return under !== undefined && parseUnit(over).dimension === parseUnit('kg').dimension;
}

function checkValue(
  value: string,
  { type, isSigned }: Pick<RowTypeOf, 'type'> & { readonly isSigned: boolean },
): Defect | null {
  try {
    if (!PLAIN_VALUE.test(value)) parseDecimal(value);
  } catch (error) {
    if (error instanceof BadInput) return defect('bad-value', 'value', error.message);
    throw error;
  }
  return !isSigned && value.startsWith('-')
    ? defect('out-of-range', 'value', `expected 0 or more, got ${value}${adviseLine(type)}`)
    : null;
}

/** Refuses a value that no row of its type can have. Value and unit can be read. */
function checkRange(
  { possible }: RowTypeOf,
  { key, value, unit, detail }: Pick<DatasetEntry, 'key' | 'unit' | 'detail'> & { readonly value: string },
): Defect | null {
  if (possible === undefined || detail === null) return null;
  const message = findImpossible({ key, amount: parseAmount(value), unit: parseUnit(unit), detail });
  return message === null ? null : defect('out-of-range', 'value', message);
}

/** The longest valid time of a point in time, in seconds: a day. */
const DAY = 86_400;

function checkPeriod({ type, period }: RowTypeOf, { from, until }: DatasetEntry, defects: Defect[]): void {
  if (from === 0 && until === 0) {
    if (period === 'required' || period === 'point')
      defects.push(
        defect(
          'missing-period',
          'from',
          `${type} needs a valid time: give from and until, such as 2023-01-01 and 2024-01-01 for the year 2023`,
        ),
      );
    return;
  }
  const refuse = (message: string): number => defects.push(defect('bad-period', 'until', message));
  if (period === 'none') refuse(`${type} has no valid time: leave from and until empty`);
  else if (from >= until) refuse(`the valid time ends (${until}) before it begins (${from})`);
  else if (period === 'point' && until - from > DAY)
    refuse(`${type} is the value on one day: expected until at most one day after from`);
}

function checkDetail({ schema }: RowTypeOf, { detail }: DatasetEntry, defects: Defect[]): void {
  if (detail !== null && isExactDetail(detail)) return checkCodes(detail, defects);
  const parsed = schema.safeParse(detail);
  if (parsed.success) return checkCodes(parsed.data, defects);
  for (const issue of parsed.error.issues) defects.push(...describeIssue(issue, schema, detail ?? {}));
}

function describeIssue(issue: z.core.$ZodIssue, schema: z.ZodType, detail: Detail): Defect[] {
  if (issue.code === 'unrecognized_keys')
    return listUnknownMembers(issue, schema, detail).map(({ path, message }) => ({
      ...defect('unknown-member', ['detail', ...path].join('.'), message),
      value: showValue(valueAt(detail, path)),
    }));
  const member = issue.path.map(String).join('.');
  const value = valueAt(detail, issue.path);
  const column = `detail.${member}`;
  if (value === undefined) {
    const why = issue.code === 'custom' ? `: ${issue.message}` : '';
    return [defect('missing-member', column, `${String(detail['row'])} requires ${member}${why}`)];
  }
  const code = PLACES.includes(String(issue.path[0])) ? 'bad-place' : 'bad-member';
  return [defect(code, column, describeMismatch(issue, value))];
}

function checkCodes(detail: Detail, defects: Defect[]): void {
  for (const member of PLACES) {
    const wrong = findUnknownPlace(detail[member]);
    if (wrong === null) continue;
    const text = `expected a code of ISO 3166, such as CN or CN-31, got ${wrong}`;
    defects.push(defect('bad-place', `detail.${member}`, text));
  }
  for (const path of IDENTIFIERS) {
    const value = valueAt(detail, path);
    const wrong = typeof value === 'string' ? findIdentifierFault(value) : null;
    if (wrong !== null) defects.push(defect('bad-identifier', ['detail', ...path].join('.'), wrong));
  }
}

/** Returns the first code, of one or of a list, that does not exist; null where there is none. */
function findUnknownPlace(code: unknown): string | null {
  if (typeof code === 'string') return isPlace(code) ? null : code;
  if (!Array.isArray(code)) return null;
  for (const item of code) if (typeof item === 'string' && !isPlace(item)) return item;
  return null;
}

function findIdentifierFault(text: string): string | null {
  try {
    parseIdentifier(text);
    return null;
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

/** Returns what to do about a type of rows that a dataset does not hold: which one does, which name is near, or what is expected. */
function adviseType(type: unknown, names: readonly string[], holds: string): string {
  const others = Object.entries(DATASETS).filter(([, { rows }]) =>
    (rows as readonly unknown[]).includes(type),
  );
  if (others.length > 0) return `such rows are of the dataset ${others.map(([name]) => name).join(' or ')}`;
  const nearest = typeof type === 'string' ? findNearestName(type, names) : null;
  return nearest === null ? `expected ${holds}` : `did you mean ${nearest}?`;
}
