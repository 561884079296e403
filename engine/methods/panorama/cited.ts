import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import { liesOutside } from '../../rows/activity.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { isStated, type RowOf } from '../../rows/row.ts';
import { nameYear } from '../year-name.ts';
import type { Bound, Pattern } from './pattern.ts';

/** A figure that a line cites: of a registered result, or a published one. */
export type Cited = RowOf<'figure' | 'published-figure'>;

/** A figure that is of a pattern, and what the names of the pattern are bound to. */
export interface Match {
  readonly row: Cited;
  readonly bound: Bound;
}

/** The figures of a run that lines can cite. */
export class CitedFigures {
  readonly #context: MethodContext;
  readonly #rows: readonly Cited[];
  readonly #years = new Map<number, Map<number, string>>();

  constructor(context: MethodContext) {
    this.#context = context;
    const rows: Cited[] = [
      ...rowsOfType(context.rows, 'figure'),
      ...rowsOfType(context.rows, 'published-figure'),
    ];
    this.#rows = rows.filter((row) => !liesOutside(row, context.period));
  }

  /** Returns the figures whose keys are of one of the patterns, each once. @throws EngineError `missing-period`, `straddled-period` */
  find(patterns: readonly Pattern[], record?: string): Match[] {
    return this.#rows.flatMap((row) => {
      if (record !== undefined && row.record !== record) return [];
      const bound = firstMatch(patterns, row.key);
      if (bound === null) return [];
      this.#refusePartial(row);
      return { row, bound };
    });
  }

  yearOf({ from, until }: Cited): string {
    const known = this.#years.get(from) ?? new Map<number, string>();
    const year = known.get(until) ?? nameYear({ from, until });
    this.#years.set(from, known.set(until, year));
    return year;
  }

  #refusePartial(row: Cited): void {
    const { period } = this.#context;
    if (!isStated(row)) {
      const text = `${row.key} of ${row.record} has no period, so it is of no year: take a figure that states one`;
      throw new EngineError('missing-period', text, row.key, placeOf(row, 'from'));
    }
    if (row.from >= period.from && row.until <= period.until) return;
    const text = `${row.key} of ${row.record} is only partly inside the period of the run: choose a period of whole years`;
    throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
  }
}

function firstMatch(patterns: readonly Pattern[], key: string): Bound | null {
  for (const pattern of patterns) {
    const bound = pattern.match(key);
    if (bound !== null) return bound;
  }
  return null;
}

const MASS = parseUnit('t').dimension;

/** Whether a figure is a mass. Anything else, such as a share, does not add up. */
export function isMass({ unit }: Cited): boolean {
  return unit.dimension === MASS;
}

/** Returns the unit in which a figure counts: tonnes of its gas; anything else, such as a mass of a gas that nobody states, in its own unit. */
export function unitOf(row: Cited): Unit {
  const { substance } = row.unit;
  return isMass(row) && substance !== null ? parseUnit(`t{${substance}}`) : row.unit;
}

/**
 * Throws where two figures that are added up, or taken from each other, are not of one kind.
 * @param same the gases that count as one besides each gas itself
 * @throws EngineError `unit-mismatch`, `mixed-gases`, `mixed-gwp-sets`, `mixed-consolidation`
 */
export function refuseUnlike(row: Cited, first: Cited, same: readonly (string | null)[] = []): void {
  const names = `${row.key} of ${row.record} and ${first.key} of ${first.record}`;
  if (row.unit.dimension !== first.unit.dimension) {
    const text = `${names} are in ${row.unit.text} and ${first.unit.text}, which do not add up: make a line of each`;
    throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
  }
  const gases = [row, first].map(({ unit }) => unit.substance);
  if (gases[0] !== gases[1] && !gases.every((gas) => same.includes(gas))) {
    const text = `${names} are in ${row.unit.text} and ${first.unit.text}: unlike gases are not added, so make a line of each`;
    throw new EngineError('mixed-gases', text, row.unit.text, placeOf(row, 'unit'));
  }
  const sets = [row, first].map(({ detail }) => detail.gwpSet ?? 'no stated set');
  if (gases.every((gas) => gas === 'CO2e') && sets[0] !== sets[1]) {
    const text = `${names} are by ${sets.join(' and ')}: compute both by one GWP set, or make a line of each`;
    throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
  }
  const approaches = [row, first].map((each) => aboutOf(each).consolidation ?? 'no stated approach');
  if (approaches[0] === approaches[1]) return;
  const text = `${names} are consolidated by ${approaches.join(' and ')}: compute both by one approach`;
  throw new EngineError('mixed-consolidation', text, approaches[0], placeOf(row, 'detail.consolidation'));
}

/** What a figure states of how it was made; null where it does not say. */
export interface About {
  readonly method: string | null;
  readonly edition: string | null;
  readonly gases: string | null;
  readonly gwpSet: string | null;
  readonly boundary: string | null;
  readonly consolidation: string | null;
}

export function aboutOf({ detail }: Cited): About {
  const { method = null, gwpSet = null, gases = [], boundary = null } = detail;
  return {
    ...{ method, gwpSet, boundary },
    gases: gases.length === 0 ? null : distinctTexts(gases).join(', '),
    edition: ('edition' in detail ? detail.edition : undefined) ?? null,
    consolidation: ('consolidation' in detail ? detail.consolidation : undefined) ?? null,
  };
}

type Covered = Pick<
  Draft,
  | 'method'
  | 'methods'
  | 'scope'
  | 'gases'
  | 'gwpSet'
  | 'boundary'
  | 'geographies'
  | 'consolidation'
  | 'entity'
  | 'exclusions'
>;

/** Returns what a line of these figures covers. */
export function coverOf(rows: readonly Cited[], boundary?: string): Covered {
  const figures = rows.filter((row): row is RowOf<'figure'> => row.detail.row === 'figure');
  const shared = <T>(of: (row: Cited) => T | undefined): T | undefined => {
    const [first, ...others] = rows.map(of);
    return others.every((each) => each === first) ? first : undefined;
  };
  const exclusions = figures.flatMap(({ detail: { exclusions: own = [] } }) =>
    own.map(({ entity, ...left }) => (entity === undefined ? left : { ...left, entity })),
  );
  const [entity, consolidation] = (['entity', 'consolidation'] as const).map((member) =>
    shared(({ detail }) => (detail.row === 'figure' ? detail[member] : undefined)),
  );
  const whose = boundary ?? shared(({ detail }) => detail.boundary);
  return {
    method: 'panorama@1',
    methods: distinctTexts(rows.flatMap(({ detail }) => detail.method ?? [])),
    scope: shared(({ detail }) => (detail.row === 'figure' ? detail.scope : null)) ?? null,
    gases: distinctTexts(rows.flatMap(({ detail }) => detail.gases ?? [])),
    gwpSet: rows.map(({ detail }) => detail.gwpSet ?? null).find((set) => set !== null) ?? null,
    ...(whose === undefined ? {} : { boundary: whose }),
    geographies: distinctTexts(figures.flatMap(({ detail }) => detail.geographies)),
    ...(consolidation === undefined ? {} : { consolidation }),
    ...(entity === undefined ? {} : { entity }),
    ...(exclusions.length === 0 ? {} : { exclusions }),
  };
}
