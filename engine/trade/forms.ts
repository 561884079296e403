/** Regions of a table: one, all but one, or (null) all. */
export type Regions = { readonly region: number; readonly others: boolean } | null;

/** A number that is linear in what a table's system gives. `stressor` and all other members are places in the table. */
export type Form = Flow | Bought | Multiplier | Direct | PathForm;

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
}

/** Whether regions contain one. */
export function holdsRegion(regions: Regions, region: number): boolean {
  if (regions === null) return true;
  return regions.others ? regions.region !== region : regions.region === region;
}
