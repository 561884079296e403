import type { FormRows } from '../figures/draft.ts';

/** Some regions of a table; null: all. */
export type Regions = {
  /** What they are called in a formula: a region, a group, or all others (`not EU27`). */
  readonly name: string;
  /** Their places, ascending. */
  readonly places: ReadonlySet<number>;
  /** The rows that say which they are; none where the name is that of a region. */
  readonly sets: readonly FormRows[];
} | null;

/** A number that is linear in what a table's system gives. `stressor` and all other members are places in the table. */
export type Form = Flow | Bought | Traded | Sales | Multiplier | Ratio | Direct | PathForm;

/** What industries of some regions emit for the final demand of some: S L Y. */
export interface Flow {
  readonly kind: 'flow';
  readonly stressor: number;
  readonly from: Regions;
  readonly to: Regions;
}

/** What is emitted, anywhere, for what some final demand buys from some industries; null: from all. */
export interface Bought {
  readonly kind: 'bought';
  readonly stressor: number;
  readonly industries: readonly number[] | null;
  readonly demands: readonly number[];
  /** What the industries and the demands are, for the formula. */
  readonly about: string;
  /** The rows that say which regions or sectors are grouped. Absent where none are. */
  readonly sets?: readonly FormRows[];
}

/**
 * What is emitted, anywhere, for all that the industries of some regions sell to others, to their industries and their final demand: S L E.
 * Products that cross borders several times count each time.
 */
export interface Traded {
  readonly kind: 'traded';
  readonly stressor: number;
  readonly from: NonNullable<Regions>;
  readonly to: NonNullable<Regions>;
}

/** What the industries of some regions sell to others, to their industries and their final demand, in the currency of the table: E. */
export interface Sales {
  readonly kind: 'sales';
  readonly from: NonNullable<Regions>;
  readonly to: NonNullable<Regions>;
}

/** What is emitted anywhere for one unit of final demand from an industry, over what the industry emits for one unit of output: S L / S. */
export interface Ratio {
  readonly kind: 'ratio';
  readonly stressor: number;
  /** One that emits. */
  readonly industry: number;
}

/** What is emitted, anywhere, for one unit of final demand from an industry: a cell of S L. */
export interface Multiplier {
  readonly kind: 'multiplier';
  readonly stressor: number;
  readonly industry: number;
}

/** What an industry emits for final demand along one chain of sales: S[first] A[first, second] … Y[last]. */
export interface PathForm {
  readonly kind: 'path';
  readonly stressor: number;
  /** At least one. The first emits, the last sells to final demand. */
  readonly industries: readonly number[];
  /** The region of the final demand. */
  readonly region: number;
}

/** What industries and final demand emit themselves: cells of F and of F_Y. */
export interface Direct {
  readonly kind: 'direct';
  readonly stressor: number;
  readonly industries: readonly number[];
  readonly demands: readonly number[];
  readonly about: string;
  /** As those of what is bought. */
  readonly sets?: readonly FormRows[];
}

/** Returns one region of a table. */
export function oneRegion(regions: readonly string[], place: number): NonNullable<Regions> {
  return { name: regions[place]!, places: new Set([place]), sets: [] };
}

/** Returns all other regions of a table. */
export function otherRegions(
  regions: readonly string[],
  { name, places, sets }: NonNullable<Regions>,
): NonNullable<Regions> {
  const others = regions.flatMap((_name, place) => (places.has(place) ? [] : [place]));
  return { name: `not ${name}`, places: new Set(others), sets };
}

/** Whether regions contain one. */
export function holdsRegion(regions: Regions, region: number): boolean {
  return regions === null || regions.places.has(region);
}

/** Returns the rows that say which regions or sectors a form adds up. */
export function setsOfForm(form: Form): readonly FormRows[] {
  if (form.kind === 'flow' || form.kind === 'traded' || form.kind === 'sales')
    return [...(form.from?.sets ?? []), ...(form.to?.sets ?? [])];
  return form.kind === 'bought' || form.kind === 'direct' ? (form.sets ?? []) : [];
}
