import type { Draft } from '../figures/draft.ts';
import { ExactEvaluator } from '../figures/exact.ts';
import { constant, differenceOf, productOf, quotientOf, valueOf } from '../figures/expression.ts';
import { rewriteDrafts } from '../figures/rewrite.ts';
import { HUNDRED, ONE } from '../quantities/decimal.ts';
import type { Period } from '../rows/row.ts';

/** The base year of a trend. */
export interface TrendAsked {
  readonly base: Period;
}

/** A figure of this year, and of the base year. */
export interface Change {
  readonly now: Draft;
  readonly base: Draft;
}

/** The figures of the base year and those of the change since; and for each of the latter the figures that it compares. */
export interface Trend {
  readonly drafts: readonly Draft[];
  readonly changes: ReadonlyMap<Draft, Change>;
}

/**
 * Returns the figures of the base year, and the change of each figure since, in per cent: (this year − base year) / base year, as in table
 * 3.2 of the 2006 IPCC Guidelines, volume 1. Figures of one year alone, and those that are 0 in the base year, have no trend. A row that
 * both years use, such as a factor, is one variable of the trend; the activities of the two years are two.
 */
export function draftTrend(
  now: readonly Draft[],
  before: readonly Draft[],
  { base: period }: TrendAsked,
): Trend {
  const base = rewriteDrafts(before, { key: (key) => `trend/base/${key}`, period });
  const byKey = new Map(base.map((draft) => [draft.key, draft]));
  const exact = new ExactEvaluator();
  const changes = new Map<Draft, Change>();
  for (const draft of now) {
    const own = byKey.get(`trend/base/${draft.key}`);
    if (own?.unit !== draft.unit || exact.evaluate(own.expression).isZero()) continue;
    changes.set(draftChange(draft, own), { now: draft, base: own });
  }
  return { drafts: [...base, ...changes.keys()], changes };
}

function draftChange(now: Draft, base: Draft): Draft {
  const difference = differenceOf(valueOf('year', now), valueOf('base', base));
  const { method, scope, categories, geographies, consolidation, entity } = now;
  return {
    key: `trend/change/${now.key}`,
    unit: '%',
    method,
    scope,
    categories,
    gases: [],
    gwpSet: null,
    geographies,
    ...(consolidation === undefined ? {} : { consolidation }),
    ...(entity === undefined ? {} : { entity }),
    expression: productOf(constant('100', HUNDRED, ONE), quotientOf(difference, valueOf('base', base))),
  };
}
