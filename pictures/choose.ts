import { listStressors, showAccounts, showYears } from './kinds/accounts.ts';
import { showChanges } from './kinds/changes.ts';
import { showContributions } from './kinds/contributions.ts';
import { showFlows } from './kinds/flows.ts';
import { showIntervals } from './kinds/intervals.ts';
import { basesOf, readInventory } from './kinds/inventory.ts';
import {
  showBeside,
  showFacilities,
  showGases,
  showScopes,
  showSources,
} from './kinds/inventory-pictures.ts';
import { showMonths } from './kinds/months.ts';
import { showPaths } from './kinds/paths.ts';
import { showPlants } from './kinds/plants.ts';
import { showChains, showProducts } from './kinds/products.ts';
import { showComparisons } from './kinds/comparisons.ts';
import { showScenarios } from './kinds/scenarios.ts';
import { showNature, showPartners } from './kinds/surveyed.ts';
import {
  type Basis,
  type Choice,
  PICTURE_KINDS,
  type Picture,
  type PicturedFigure,
  type PictureKind,
  type Version,
} from './kinds/picture.ts';

/** What is drawn: the figures of a result or the rows of a dataset. */
export interface Drawn extends Version {
  /** The version before it, where a reader has that too. */
  readonly before: Version | null;
  /** Returns what rows of a type are about, a member of their detail; null where they are not activities. Without it no rows are drawn by month. */
  readonly subjectOf?: (rowType: string) => string | null;
}

/** The alternatives that a reader chooses from. */
export interface Alternatives {
  readonly bases: readonly Basis[];
  readonly stressors: readonly string[];
}

/** Returns the alternatives that figures have. */
export function listAlternatives(figures: readonly PicturedFigure[]): Alternatives {
  return { bases: basesOf(readInventory(figures)), stressors: listStressors(figures) };
}

/**
 * Returns the pictures that help a reader of these figures, of some kinds or of all, in the order of the kinds. What has no parts, or would
 * compare what cannot be compared, has no picture; figures of anyone that cannot be drawn have none either.
 */
export function choosePictures(
  drawn: Drawn,
  choice: Choice,
  kinds: readonly PictureKind[] = PICTURE_KINDS,
): Picture[] {
  const { figures, before, subjectOf = () => null } = drawn;
  const { bases, stressors } = listAlternatives(figures);
  const basis = bases.includes(choice.basis) ? choice.basis : (bases[0] ?? 'location');
  const stressor = stressors.find((each) => each === choice.stressor) ?? stressors[0];
  const makers: Record<PictureKind, () => readonly (Picture | null)[]> = {
    scopes: () => [showScopes(figures)],
    changes: () => [before === null ? null : showChanges(before, drawn, basis)],
    sources: () => [showSources(figures, basis)],
    facilities: () => [showFacilities(figures)],
    gases: () => [showGases(figures)],
    beside: () => [showBeside(figures)],
    plant: () => showPlants(figures),
    scenarios: () => showScenarios(figures),
    product: () => showProducts(figures),
    chain: () => showChains(figures),
    comparison: () => showComparisons(figures),
    accounts: () => [stressor === undefined ? null : showAccounts(figures, stressor)],
    years: () => [showYears(figures)],
    partners: () => showPartners(figures),
    nature: () => showNature(figures),
    flows: () => [stressor === undefined ? null : showFlows(figures, stressor)],
    intervals: () => showIntervals(figures),
    contributions: () => [showContributions(figures, choice.figure ?? null)],
    paths: () => [showPaths(figures)],
    months: () => showMonths(figures, subjectOf),
  };
  return kinds.flatMap((kind) => showOrNothing(makers[kind]));
}

/** Amounts of anyone can be too large to add up: such figures are read in their table, and have no picture. */
function showOrNothing(show: () => readonly (Picture | null)[]): Picture[] {
  try {
    return show().filter((picture) => picture !== null);
  } catch {
    return [];
  }
}
