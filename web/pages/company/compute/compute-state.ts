import type { Draft } from '../../../../client/records/draft.ts';
import type { Entry } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { NO_WORDS, type RecordWords } from '../record-words.ts';
import type { MadeRun } from './compute-work.ts';

/** The parameters of a run as they are edited: what a method does not get is absent. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A computation in work. It is kept by the page, so that a session that ends in between loses nothing. */
export interface ComputeState {
  /** `id@version`. */
  readonly method: string;
  readonly sources: readonly Hex[];
  readonly parameters: Parameters;
  /** What the run gave; null while it has not run since the last change. */
  readonly run: MadeRun | null;
  readonly words: RecordWords;
  readonly draft: Draft | null;
}

export const NO_COMPUTATION: ComputeState = {
  ...{ method: 'inventory@2', sources: [], run: null, words: NO_WORDS, draft: null },
  parameters: { rounding: { mode: 'half-even', decimals: 6 } },
};

/** What each step of a computation is given. */
export interface ComputeStepProps {
  readonly state: ComputeState;
  readonly onChange: (part: Partial<ComputeState>) => void;
}

/** What the chosen data offer for parameters: the names that their rows have. */
export interface Suggestions {
  /** Parameter, by its path, → values. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** The time that the activities cover together, unix seconds; null where they cover none. */
  readonly period: { readonly from: number; readonly until: number } | null;
}

/** Returns what the entries of the chosen records offer for parameters. */
export function suggestParameters(entries: readonly Entry[]): Suggestions {
  const sets = new Set<string>();
  const grids = new Map<string, Set<string>>([
    ['average', new Set()],
    ['residual', new Set()],
  ]);
  let period: Suggestions['period'] = null;
  for (const { detail, from, until } of entries) {
    const row = detail?.['row'];
    if (row === 'gwp') addText(sets, detail?.['gwpSet']);
    else if (row === 'grid-factor') addText(grids.get(String(detail?.['mix'])), detail?.['grid']);
    else if (typeof row === 'string' && ACTIVITIES.test(row) && until > 0)
      period = {
        from: Math.min(from, period?.from ?? from),
        until: Math.max(until, period?.until ?? until),
      };
  }
  const values = {
    gwpSet: [...sets],
    'grids.location': [...grids.get('average')!],
    'grids.residual': [...grids.get('residual')!],
  };
  return { values, period };
}

const ACTIVITIES = /(?:-use|-leak|-activity|-emission|^goods)$/;

function addText(into: Set<string> | undefined, text: unknown): void {
  if (typeof text === 'string') into?.add(text);
}

/** Returns the parameters with what is suggested, where nothing is given and only one value is offered. */
export function fillParameters(
  parameters: Parameters,
  { values, period }: Suggestions,
  schema: Parameters,
): Parameters {
  let filled = parameters;
  const { properties = {} } = schema as { properties?: Readonly<Record<string, unknown>> };
  for (const [path, offered] of Object.entries(values)) {
    const name = path.split('.');
    if (offered.length === 1 && name[0]! in properties && getAt(filled, name) === undefined)
      filled = setAt(filled, name, offered[0]);
  }
  if (period !== null && 'period' in properties && filled['period'] === undefined)
    filled = { ...filled, period };
  return filled;
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

/** The groups in which figures are shown, in their order. */
export const GROUPS = ['total', 'scope1', 'scope2', 'scope3', 'avoided', 'by-gas'] as const;
export type Group = (typeof GROUPS)[number] | 'other';

/** Returns the group of a figure, by the first part of its key. */
export function groupOf(key: string): Group {
  const [first] = key.split('/');
  return GROUPS.find((group) => group === first) ?? 'other';
}
