import type { FigureCover } from './figure-cover.ts';

/** What is computed from figures without a run: each is exact, or rounded to no more digits than its figures have. */
export const OPERATIONS = [
  'difference',
  'change',
  'sum',
  'share',
  'ratio',
  'per-head',
  'conversion',
] as const;
/** What is computed: one of `OPERATIONS`. */
export type Operation = (typeof OPERATIONS)[number];

/** A figure that was derived from others. */
export interface Derived extends FigureCover {
  readonly operation: Operation;
}

/** Why figures do not go together: code → meaning. */
export const MISALIGNED = {
  'other-unit': 'The figures measure different things, so their units do not convert.',
  'other-gases': 'The figures count different gases.',
  'other-gwp-set': 'The figures use different sets of global warming potentials.',
  'other-period': 'The figures are of different periods.',
  'other-conditions': 'The figures count on another basis, boundary, rule set or functional unit.',
  overlap: 'The figures share rows or contain each other, so that their sum counts something again.',
  'unknown-overlap':
    'The figures are sets of rows of the same record, and nothing says that these are different rows.',
  'not-a-part': 'The figure is not a part of the other.',
  'not-a-population': 'A figure per head needs a number of people of the same time.',
  'no-value': 'Nothing can be divided by this figure.',
  'wrong-operands': 'The operation takes another number of figures.',
} as const;
export type Misalignment = keyof typeof MISALIGNED;
