import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { isStated, type Period, type Row } from '../rows/row.ts';
import type { DetailOf, RowDetail, RowType } from '../rows/row-detail.ts';

/** A declaration in the parameters: this factor may be used outside its valid time or place. */
export interface Proxy {
  readonly record: string;
  readonly key: string;
  readonly reason: string;
}

/** A factor row, with a warning when it is used as a proxy. */
export interface Factor<D extends RowDetail = RowDetail> {
  readonly row: Row<D>;
  readonly warning: Warning | null;
}

/** A factor of one type. */
export type FactorOf<T extends RowType> = Factor<DetailOf<T>>;

/** The search for a factor: its name for an error, the period, and the place (any place when absent). */
export interface Sought {
  readonly what: string;
  readonly period: Period;
  readonly geography?: string;
  /** For an error: the row that needs the factor, and the column that names what it needs. */
  readonly by: RowName;
  readonly column: string;
}

/**
 * Selects the one candidate for an activity, by one rule for all factors:
 *
 * 1. Place: take the candidates of the activity's own place; if there are none, those of its country; else those without a place.
 * 2. Time: of these, take the one that is valid throughout the period. A factor without a period is always valid.
 * 3. Proxy: if none is valid, take the candidate that is declared as a proxy. If a valid row of a wider place exists, the proxy
 *    must be one of the candidates of step 1.
 *
 * Two that match equally are an error. The rows that were not selected never change the selection: a run repeated with only its
 * used rows gives the same figures.
 * @throws EngineError `missing-factor`, `factor-out-of-place`, `factor-out-of-time`, `ambiguous-factor`
 */
export function selectFactor<D extends RowDetail>(
  candidates: readonly Row<D>[],
  sought: Sought,
  proxies: readonly Proxy[],
): Factor<D> {
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1 && holdsFor(only, sought)) return takeRow(only);
  const { geography = '', period } = sought;
  const known = selected.get(candidates) ?? new Map<string, Factor>();
  const name = `${geography} ${period.from} ${period.until}`;
  const before = known.get(name) as Factor<D> | undefined;
  if (before !== undefined) return before;
  const factor = choose(candidates, sought, proxies);
  selected.set(candidates, known.set(name, factor));
  return factor;
}

/** Whether a factor is for a place: for itself, its country or any place. A declared proxy counts for every place. */
export function isForPlace(row: Row, geography: string | undefined, proxies: readonly Proxy[]): boolean {
  return isOfPlace(row, geography) || findProxy(row, proxies) !== null;
}

/** Returns the candidates of the narrowest place that are valid throughout the period: those that `selectFactor` takes one of. */
export function listValid<D extends RowDetail>(
  candidates: readonly Row<D>[],
  { geography, period }: Pick<Sought, 'geography' | 'period'>,
): Row<D>[] {
  return ofNarrowestPlace(candidates, geography).filter((row) => isValid(row, period));
}

/** What was selected from each list of candidates, by place and period. */
const selected = new WeakMap<readonly Row[], Map<string, Factor>>();
/** Rows as factors, so that a row without a warning is always the same factor. */
const taken = new WeakMap<Row, Factor>();

function takeRow<D extends RowDetail>(row: Row<D>): Factor<D> {
  let factor = taken.get(row);
  if (factor === undefined) taken.set(row, (factor = { row, warning: null }));
  return factor as Factor<D>;
}

function choose<D extends RowDetail>(
  candidates: readonly Row<D>[],
  sought: Sought,
  proxies: readonly Proxy[],
): Factor<D> {
  const { what, period, by, column } = sought;
  if (candidates.length === 0) {
    const text = `${by.key} needs the ${what}: add a row that gives it`;
    throw new EngineError('missing-factor', text, what, placeOf(by, column));
  }
  const here = ofNarrowestPlace(candidates, sought.geography);
  const valid = onlyOne(
    here.filter((row) => isValid(row, period)),
    sought,
  );
  if (valid !== null) return takeRow(valid);
  const declared = onlyOne(
    candidates.filter((row) => findProxy(row, proxies) !== null),
    sought,
  );
  const proxy = declared === null ? null : findProxy(declared, proxies);
  const isAllowed =
    declared !== null && (here.includes(declared) || !candidates.some((row) => holdsFor(row, sought)));
  if (isAllowed && proxy !== null) return { row: declared, warning: warnOfProxy(declared, proxy, sought) };
  throw refuseUnfit(candidates, here, sought);
}

/** Returns the error where no candidate is valid: names the row that needs a factor, and the candidates. */
function refuseUnfit(
  candidates: readonly Row[],
  here: readonly Row[],
  { what, by, period, geography }: Sought,
): EngineError {
  const needs = `${by.key} needs the ${what}`;
  if (here.length === 0) {
    const text = `${needs} for ${geography}, found only ${nameRows(candidates)}: add a row of ${geography}, or one without a place, or ${DECLARE}`;
    return new EngineError('factor-out-of-place', text, geography, placeOf(by, 'detail.geography'));
  }
  const time = `${showTime(period.from)} to ${showTime(period.until)}`;
  const text = `${needs} for ${time}, found only ${nameRows(here)}: add one that is valid then, or ${DECLARE}`;
  return new EngineError('factor-out-of-time', text, time, placeOf(by, 'from'));
}

const DECLARE = 'declare one of these as a proxy in parameters.proxies';
const MOST_NAMED = 4;

/** Names the first rows by key, place, valid time and record, and counts the others. */
function nameRows(rows: readonly Row[]): string {
  const named = rows.slice(0, MOST_NAMED).map((row) => {
    const time = isStated(row) ? `, ${showTime(row.from)} to ${showTime(row.until - 1)},` : '';
    return `${row.key} (of ${placeOfFactor(row) ?? 'any place'}${time} in ${row.record})`;
  });
  const more = rows.length > MOST_NAMED ? [`${rows.length - MOST_NAMED} more`] : [];
  return [...named, ...more].join(', ');
}

/**
 * Returns the candidates of the narrowest place that includes the given one: itself, else its country, else no stated place.
 */
export function ofNarrowestPlace<D extends RowDetail>(
  candidates: readonly Row<D>[],
  geography: string | undefined,
): readonly Row<D>[] {
  if (geography === undefined) return candidates;
  for (const place of [geography, geography.slice(0, 2), null]) {
    const found = candidates.filter((row) => placeOfFactor(row) === place);
    if (found.length > 0) return found;
  }
  return [];
}

function holdsFor(row: Row, { geography, period }: Sought): boolean {
  return isOfPlace(row, geography) && isValid(row, period);
}

function isOfPlace(row: Row, geography: string | undefined): boolean {
  const place = placeOfFactor(row);
  return geography === undefined || place === null || place === geography || place === geography.slice(0, 2);
}

function placeOfFactor({ detail }: Row): string | null {
  return 'geography' in detail ? (detail.geography ?? null) : null;
}

function isValid(row: Row, period: Period): boolean {
  return !isStated(row) || (row.from <= period.from && period.until <= row.until);
}

function onlyOne<D extends RowDetail>(rows: readonly Row<D>[], sought: Sought): Row<D> | null {
  const [first, second] = rows;
  if (second === undefined) return first ?? null;
  const text = `${sought.by.key} needs one ${sought.what}, but these match equally: ${nameRows(rows)}`;
  throw new EngineError('ambiguous-factor', text, sought.what, placeOf(second, 'detail'));
}

/** The first proxy for each row. An index, because a run can declare as many proxies as it has factors. */
const byRow = new WeakMap<readonly Proxy[], ReadonlyMap<string, Proxy>>();

function findProxy(row: Row, proxies: readonly Proxy[]): Proxy | null {
  let named = byRow.get(proxies);
  if (named === undefined) {
    named = new Map(proxies.toReversed().map((proxy) => [nameRow(proxy), proxy]));
    byRow.set(proxies, named);
  }
  return named.get(nameRow(row)) ?? null;
}

/** Returns record and key of a row as one text. */
export function nameRow({ record, key }: RowName): string {
  return `${record}/${key}`;
}

function warnOfProxy(row: Row, { reason }: Proxy, { period, geography }: Sought): Warning {
  const made = isStated(row) ? `${showTime(row.from)} to ${showTime(row.until)}` : 'any time';
  const used = `${showTime(period.from)} to ${showTime(period.until)}`;
  const [madeIn, usedIn] = [placeOfFactor(row) ?? 'any place', geography ?? 'any place'];
  const message = `${row.key}, of ${made} and ${madeIn}, stands in for ${used} and ${usedIn}: ${reason}`;
  return { code: 'proxy-factor', message, row: { record: row.record, key: row.key } };
}

/** Returns the day (UTC) of unix seconds. Uses H. Hinnant's days-to-civil algorithm, so that no clock or locale takes part. */
export function showTime(seconds: number): string {
  const days = (seconds - (seconds % 86400)) / 86400 + 719468;
  const era = (days - (days % 146097)) / 146097;
  const day = days - era * 146097;
  const year = divide(day - divide(day, 1460) + divide(day, 36524) - divide(day, 146096), 365);
  const ofYear = day - (365 * year + divide(year, 4) - divide(year, 100));
  const month = divide(5 * ofYear + 2, 153);
  const date = ofYear - divide(153 * month + 2, 5) + 1;
  const civilMonth = month < 10 ? month + 3 : month - 9;
  const civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0);
  return `${civilYear}-${pad(civilMonth)}-${pad(date)}`;
}

function divide(a: number, b: number): number {
  return (a - (a % b)) / b;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
