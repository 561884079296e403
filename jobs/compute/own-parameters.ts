import { formatTime } from '../../core/encoding/time.ts';
import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import type { CataloguedMethod } from '../engines/methods-catalogue.ts';
import {
  type DataRow,
  fillParameters,
  getAt,
  type Parameters,
  setAt,
  suggestParameters,
} from './suggest-parameters.ts';

/** A method as data, as far as its parameters. */
type Parametrised = Pick<CataloguedMethod, 'name' | 'parameters'>;

/** A JSON Schema of parameters, as far as it is read here. */
interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly default?: unknown }>>;
}

/**
 * Returns the parameters of a run whose user gives none: what its data leave no choice about. Digits that no bound guarantees are left out.
 * `missing` are those that only its user knows.
 */
export function proposeParameters(
  rows: readonly DataRow[],
  { parameters: schema }: Parametrised,
): { readonly parameters: Parameters; readonly missing: readonly string[] } {
  const filled = fillParameters({}, suggestParameters(rows, []), schema);
  const { required = [], properties = {} } = schema as Schema;
  return {
    parameters: Object.hasOwn(properties, 'unsureDigits') ? { ...filled, unsureDigits: 'drop' } : filled,
    missing: required.filter((name) => filled[name] === undefined),
  };
}

/**
 * Returns the parameters with the lists of groups that rows hold, where they name none.
 * @throws EngineError `bad-parameters` where there are several lists of regions, or of sectors
 */
export function addGroups(parameters: Parameters, rows: readonly DataRow[]): Parameters {
  const { values } = suggestParameters(rows, []);
  let filled = parameters;
  for (const what of ['regions', 'sectors']) {
    const [list, ...others] = values[`groups.${what}`] ?? [];
    if (list === undefined || getAt(filled, ['groups', what]) !== undefined) continue;
    if (others.length > 0) throw refuseLists(what, [list, ...others]);
    filled = setAt(filled, ['groups', what], list);
  }
  return filled;
}

function refuseLists(what: string, lists: readonly string[]): EngineError {
  const text = `the inputs have several lists of groups of ${what}, ${lists.join(' and ')}: give one, or name one in the parameters, groups.${what}`;
  return new EngineError('bad-parameters', text, lists, placeOfAsked(`parameters.groups.${what}`));
}

/** Returns parameters as their user would write them: with days in place of unix seconds. */
export function showParameters(parameters: Parameters): string {
  const period = Object.entries((parameters['period'] ?? {}) as Readonly<Record<string, unknown>>);
  const days = period.map(([name, time]) => [name, typeof time === 'number' ? formatTime(time) : time]);
  return JSON.stringify({ ...parameters, period: Object.fromEntries(days) as object });
}

/** The method that computes the figures of another with intervals. */
export const WITH_INTERVALS = 'uncertainty@1';

/** How intervals are computed: by propagation, by random draws, or by both. */
export const APPROACHES = [1, 2, 'both'] as const;
export type Approach = (typeof APPROACHES)[number];

/** Returns the parameters with which `outer` (uncertainty@1) computes the figures of a method with intervals. */
export function addIntervals(
  parameters: Parameters,
  approach: Approach,
  { method, outer }: { readonly method: Parametrised; readonly outer: Parametrised },
): Parameters {
  const shared = new Set(Object.keys((outer.parameters as Schema).properties ?? {}));
  const { rounding } = (method.parameters as Schema).properties ?? {};
  const all = { rounding: rounding?.default, ...parameters };
  const [beside, own] = [true, false].map((isShared) =>
    Object.fromEntries(
      Object.entries(all).filter(([name, value]) => shared.has(name) === isShared && value !== undefined),
    ),
  );
  return { ...beside, method: method.name, parameters: own, approach };
}
