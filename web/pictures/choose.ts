import type { PicturedFigure } from '../../pictures/drawing/picture.ts';
import { drawAccounts, drawFlowsOf, drawYears, listStressors } from './accounts.ts';
import { drawChanges } from './changes.ts';
import {
  basesOf,
  drawBeside,
  drawFacilities,
  drawGases,
  drawScopes,
  drawSources,
  readInventory,
} from './inventory.ts';
import {
  type Basis,
  type Choice,
  PICTURE_KINDS,
  type Picture,
  type PictureKind,
  type Version,
} from './model.ts';
import { drawMonths } from './months.ts';
import { drawContributionsOf, drawIntervalsOf, drawPathsOf } from './unsure.ts';

/** What is drawn: the figures of a result or the rows of a dataset, and the version before it where a reader has that too. */
export interface Drawn extends Version {
  readonly before: Version | null;
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
 * Returns the pictures that help a reader of these figures, in the order in which they are shown. What has no parts, or would compare
 * what cannot be compared, has no picture; figures of anyone that cannot be drawn have none either.
 */
export function choosePictures(drawn: Drawn, choice: Choice): Picture[] {
  const { figures, before } = drawn;
  const { bases, stressors } = listAlternatives(figures);
  const basis = bases.includes(choice.basis) ? choice.basis : (bases[0] ?? 'location');
  const stressor = stressors.find((each) => each === choice.stressor) ?? stressors[0];
  const makers: Record<PictureKind, () => readonly (Picture | null)[]> = {
    scopes: () => [drawScopes(figures)],
    changes: () => [before === null ? null : drawChanges(before, drawn, basis)],
    sources: () => [drawSources(figures, basis)],
    facilities: () => [drawFacilities(figures)],
    gases: () => [drawGases(figures)],
    beside: () => [drawBeside(figures)],
    accounts: () => [stressor === undefined ? null : drawAccounts(figures, stressor)],
    years: () => [drawYears(figures)],
    flows: () => [stressor === undefined ? null : drawFlowsOf(figures, stressor)],
    intervals: () => drawIntervalsOf(figures),
    contributions: () => [drawContributionsOf(figures)],
    paths: () => [drawPathsOf(figures)],
    months: () => drawMonths(figures),
  };
  return PICTURE_KINDS.flatMap((kind) => drawOrNothing(makers[kind]));
}

/** Amounts of anyone can be too large to add up: such figures are read in their table, and have no picture. */
function drawOrNothing(draw: () => readonly (Picture | null)[]): Picture[] {
  try {
    return draw().filter((picture) => picture !== null);
  } catch {
    return [];
  }
}
