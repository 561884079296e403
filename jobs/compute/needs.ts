import type { Entry } from '../../client/generated/openapi.ts';
import { ROW_TYPES } from '../../client/generated/row-types.ts';
import { readParameterTimes } from './run-parameters.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import { isActivity } from '../import/row-types.ts';

/** A record with its rows, as far as needs look at them. */
export interface RowsOf {
  readonly id: Hex;
  readonly entries: readonly Pick<Entry, 'detail' | 'from' | 'until'>[];
}

/** Unix seconds, the end exclusive. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What a method needs for activities: rows of one of `types`, about the same subject. */
interface NeedRule {
  readonly activities: readonly string[];
  readonly types: readonly string[];
  /** The member of both details that names the subject, such as `fuel`; null where any row does. */
  readonly member: string | null;
  /** The subject where the activity does not name it: the mix of a grid. */
  readonly fixed?: string;
  /** Methods that count the same by other data, such as the carbon of a plant's streams in place of a factor. */
  readonly methods?: readonly string[];
}

/** Activities about a gas, such as a leak: they need its warming potential, and no factor. */
const OF_GASES = Object.entries(ROW_TYPES)
  .filter(([, { role, subject }]) => role === 'activity' && subject === 'gas')
  .map(([type]) => type);

/** What each activity needs so that a method finds a factor. Conversions, which only some tables need, are not among them. */
const RULES = {
  fuel: {
    activities: ['fuel-use'],
    types: ['emission-factor', 'carbon-content'],
    member: 'fuel',
    methods: ['plant@1'],
  },
  grid: { activities: ['electricity-use'], types: ['grid-factor'], member: 'mix', fixed: 'average' },
  residual: { activities: ['electricity-use'], types: ['grid-factor'], member: 'mix', fixed: 'residual' },
  heat: { activities: ['heat-use'], types: ['heat-factor'], member: null, methods: ['heat-and-power@1'] },
  process: {
    activities: ['process-activity'],
    types: ['process-factor'],
    member: 'process',
    methods: ['plant@1'],
  },
  item: {
    activities: ['value-chain-activity'],
    types: ['activity-factor'],
    member: 'item',
    methods: ['life-cycle@1'],
  },
  solution: { activities: ['solution-use'], types: ['solution-factor'], member: 'solution' },
  potentials: {
    activities: ['fuel-use', 'process-activity', ...OF_GASES],
    types: ['gwp'],
    member: null,
  },
} as const satisfies Readonly<Record<string, NeedRule>>;

export type NeedName = keyof typeof RULES;

/** Something that the chosen activities need. */
export interface Need {
  readonly name: NeedName;
  /** The subjects that no chosen record is about, such as fuels; empty where all are there. */
  readonly missing: readonly string[];
  readonly isMet: boolean;
  /** The chosen records that give it. */
  readonly from: readonly Hex[];
}

/** The activities among chosen rows. */
interface GivenActivity {
  readonly type: string;
  readonly count: number;
  readonly from: readonly Hex[];
}

/** Returns what a method reads, as activities and as everything else. */
export function splitReads(reads: readonly string[]): {
  readonly activities: readonly string[];
  readonly others: readonly string[];
} {
  return { activities: reads.filter(isActivity), others: reads.filter((type) => !isActivity(type)) };
}

/** Returns the kinds of records from which a method takes what it reads: figures are in results, all other rows in datasets. */
export function kindsOfSources(reads: readonly string[]): readonly ('result' | 'dataset')[] {
  return [
    ...(reads.includes('figure') ? (['result'] as const) : []),
    ...(reads.some((type) => type !== 'figure') ? (['dataset'] as const) : []),
  ];
}

/** Returns the activities of the chosen rows that a method reads, and that lie in the period. */
export function listActivities(
  reads: readonly string[],
  chosen: readonly RowsOf[],
  period: Span | null,
): readonly GivenActivity[] {
  const found = new Map<string, { count: number; from: Set<Hex> }>();
  for (const { id, entries } of chosen)
    for (const entry of entries) {
      const type = typeOf(entry);
      if (type === null || !isActivity(type) || !reads.includes(type) || !overlaps(entry, period)) continue;
      const known = found.get(type) ?? { count: 0, from: new Set<Hex>() };
      known.count++;
      found.set(type, { count: known.count, from: known.from.add(id) });
    }
  return [...found].map(([type, { count, from }]) => ({ type, count, from: [...from] }));
}

/**
 * Returns what the chosen activities need, and which of the chosen records give it. It looks at the kinds of rows, their subjects and
 * periods, not at places and grids: the method itself has the last word.
 */
export function listNeeds(
  reads: readonly string[],
  chosen: readonly RowsOf[],
  period: Span | null,
): readonly Need[] {
  return (Object.keys(RULES) as NeedName[]).flatMap((name) => {
    const rule: NeedRule = RULES[name];
    if (!rule.types.some((type) => reads.includes(type))) return [];
    const wanted = new Set<string>();
    for (const { entries } of chosen)
      for (const entry of entries) {
        const type = typeOf(entry);
        if (
          type !== null &&
          rule.activities.includes(type) &&
          reads.includes(type) &&
          overlaps(entry, period)
        )
          wanted.add(rule.fixed ?? subjectOf(entry, rule.member));
      }
    if (wanted.size === 0) return [];
    const given = chosen.map((record) => ({ id: record.id, subjects: subjectsGiven(name, record, period) }));
    const missing = [...wanted].filter((subject) => !given.some(({ subjects }) => subjects.has(subject)));
    const from = given.filter(({ subjects }) => [...wanted].some((subject) => subjects.has(subject)));
    return [
      {
        name,
        missing: rule.member === null || rule.fixed !== undefined ? [] : missing,
        isMet: missing.length === 0,
        from: from.map(({ id }) => id),
      },
    ];
  });
}

/** A need that nothing meets, for which its user must bring a value or choose another method. */
export interface OpenNeed {
  readonly name: NeedName;
  /** What it is missing for, such as fuels; empty where that is one thing. */
  readonly missing: readonly string[];
  /** Other methods that do without it. */
  readonly methods: readonly string[];
}

/** Returns the needs that are not met, each with the methods besides `method` that do without it. */
export function listOpenNeeds(needs: readonly Need[], method: string): OpenNeed[] {
  return needs.flatMap(({ name, missing, isMet }) => {
    const { methods = [] }: NeedRule = RULES[name];
    return isMet ? [] : [{ name, missing, methods: methods.filter((other) => other !== method) }];
  });
}

/** Returns the subjects for which a record meets a need; '' for any. */
function subjectsGiven(name: NeedName, { entries }: RowsOf, period: Span | null): ReadonlySet<string> {
  const rule: NeedRule = RULES[name];
  const subjects = entries
    .filter((entry) => rule.types.includes(typeOf(entry) ?? '') && overlaps(entry, period))
    .map((entry) => subjectOf(entry, rule.member));
  return new Set(subjects);
}

/** Returns the type of a row; null where it has none. */
export function typeOf({ detail }: RowsOf['entries'][number]): string | null {
  const type = detail?.['row'];
  return typeof type === 'string' ? type : null;
}

function subjectOf({ detail }: RowsOf['entries'][number], member: string | null): string {
  const subject = member === null ? '' : detail?.[member];
  return typeof subject === 'string' ? foldName(subject) : '';
}

/** Returns the period in the parameters of a run, in unix seconds; null where none is given, or it is not whole. */
export function periodOf(parameters: Readonly<Record<string, unknown>>): Span | null {
  try {
    const { from, until } = readParameterTimes(parameters)['period'] as Partial<Span>;
    return typeof from === 'number' && typeof until === 'number' ? { from, until } : null;
  } catch {
    return null;
  }
}

/** Returns the time that rows cover together; null where none of them has a time. */
export function joinSpans(rows: readonly Span[]): Span | null {
  const timed = rows.filter(({ until }) => until > 0);
  if (timed.length === 0) return null;
  return {
    from: timed.reduce((least, { from }) => Math.min(least, from), Infinity),
    until: timed.reduce((most, { until }) => Math.max(most, until), 0),
  };
}

/** Whether a row counts in a period: a row without times always does. */
function overlaps({ from, until }: Span, period: Span | null): boolean {
  return period === null || until === 0 || (from < period.until && until > period.from);
}
