import type { Entry } from '../../client/generated/openapi.ts';
import { nameSet } from '../../engine/rows/gwp-set-name.ts';
import { isActivity } from '../import/row-types.ts';
import { joinSpans, type Span } from './needs.ts';
import { TableNames } from './table-names.ts';

/** The parameters of a run as they are edited: what a method does not get is absent. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What the chosen data offer for parameters: the names that their rows have. */
export interface Suggestions {
  /** Parameter, by its path, → values. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The time that the activities cover together, or else the table, unix seconds; null where they cover none. */
  readonly period: Span | null;
  /** The identifiers of the user's own party for which certificates were retired. */
  readonly entities: readonly string[];
}

/** A row of the chosen data, as far as it is looked at. */
export type DataRow = Pick<Entry, 'detail' | 'from' | 'until'>;

/** Returns what the entries of the chosen records offer for parameters; `own` are the identifiers of the user's party. */
export function suggestParameters(entries: readonly DataRow[], own: readonly string[]): Suggestions {
  const retiredFor = new Set<string>();
  const sets = new Set<string>();
  const average = new Set<string>();
  const residual = new Set<string>();
  const gridsOf = (mix: unknown): Set<string> | undefined =>
    mix === 'average' ? average : mix === 'residual' ? residual : undefined;
  const made = { product: new Set<string>(), process: new Set<string>() };
  const times: Span[] = [];
  const table = new TableNames();
  for (const { detail, from, until } of entries) {
    const row = detail?.['row'];
    addText(retiredFor, getAt(detail, ['retirement', 'for']));
    if (row === 'gwp') addText(sets, detail === null ? undefined : nameSetOf(detail));
    else if (row === 'grid-factor') addText(gridsOf(detail?.['mix']), detail?.['grid']);
    else if (row === 'process-exchange') addMade(made, detail!);
    else if (isActivity(row)) times.push({ from, until });
    else table.add(row, { detail, from, until });
  }
  const location = [...average].sort((a, b) => Number(residual.has(b)) - Number(residual.has(a)));
  const values = {
    ...{ gwpSet: [...sets], 'grids.location': location, 'grids.residual': [...residual] },
    ...{ 'functionalUnits.product': [...made.product], 'functionalUnits.process': [...made.process] },
  };
  return {
    values: { ...values, ...table.listGroups() },
    period: joinSpans(times) ?? joinSpans(table.times),
    entities: own.filter((identifier) => retiredFor.has(identifier)),
  };
}

/** Adds what a process makes, and the process. */
function addMade(
  made: Readonly<Record<'product' | 'process', Set<string>>>,
  { direction, product, process }: NonNullable<Entry['detail']>,
): void {
  if (direction !== 'output') return;
  addText(made.product, product);
  addText(made.process, process);
}

/** Returns the name of the set of a potential, as the parameter states it. */
function nameSetOf({ gwpSet, horizon, metric }: NonNullable<Entry['detail']>): string | undefined {
  if (typeof gwpSet !== 'string' || typeof horizon !== 'number') return undefined;
  return nameSet({ gwpSet, horizon, metric: metric === 'GTP' ? metric : undefined });
}

function addText(into: Set<string> | undefined, text: unknown): void {
  if (typeof text === 'string') into?.add(text);
}

/**
 * Returns the parameters with what is suggested, where nothing is given and only one value is offered. Of several grids the location-based
 * factor gets the one whose residual mix is given too. The user sees, and can change, all of it.
 */
export function fillParameters(
  parameters: Parameters,
  { values, period, entities }: Suggestions,
  schema: Parameters,
): Parameters {
  let filled = parameters;
  const { properties = {} } = schema as { properties?: Readonly<Record<string, unknown>> };
  for (const [path, offered] of Object.entries(values)) {
    const name = path.split('.');
    // What a list has is for its items: none is made here.
    if (getAt(properties, [name[0]!, 'type']) === 'array') continue;
    const isClear = offered.length === 1 || (path === 'grids.location' && offered.length > 1);
    if (isClear && Object.hasOwn(properties, name[0]!) && getAt(filled, name) === undefined)
      filled = setAt(filled, name, offered[0]);
  }
  if (entities.length > 0 && 'entities' in properties && filled['entities'] === undefined)
    filled = { ...filled, entities };
  if (period !== null && 'period' in properties && filled['period'] === undefined)
    filled = { ...filled, period };
  return filled;
}

/** Returns which parameters differ, by their names. */
export function listChanged(before: Parameters, after: Parameters): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const textOf = (value: unknown): string => JSON.stringify([value], sortMembers);
  return [...names].filter((name) => textOf(before[name]) !== textOf(after[name]));
}

/** The order of members says nothing. */
function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the member at a path; undefined where there is none. */
export function getAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Parameters)[name] : undefined),
    object,
  );
}

/** Returns an object with a member set at a path; undefined takes it out, and what is then empty. */
export function setAt(object: Parameters, [name, ...rest]: readonly string[], value: unknown): Parameters {
  const below =
    rest.length === 0 ? value : setAt((object[name!] as Parameters | undefined) ?? {}, rest, value);
  const { [name!]: _before, ...others } = object;
  const isGone = below === undefined || (rest.length > 0 && Object.keys(below as object).length === 0);
  return isGone ? others : { ...others, [name!]: below };
}
