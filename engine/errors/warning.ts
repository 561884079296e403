import type { RowName } from './engine-error.ts';

/** What a run warns of in its rows and documents: code → meaning. The set is closed. */
export const ROW_WARNINGS = {
  'measured-and-computed': 'Emissions of a source were measured, and are also computed from its fuel.',
  'several-entities': 'Rows of several entities are added up, and no consolidation is declared.',
  'instrument-not-counted':
    'A certificate was retired for an organisation that the parameters do not name, so it covers nothing. Set parameters.entities.',
  'missing-months': 'A series of monthly rows does not cover the whole period of the run.',
  'missing-gases': 'A total in CO2e has the CO2 of a fuel, but no factor of its CH4 or N2O.',
  'old-factor':
    'A factor states no valid time, and describes a year more than five years before the period of the run.',
  'implausible-value': 'A value is outside the range that is plausible for its row type.',
  'unnamed-document': 'A document was given to the run, and no row of its inputs names it.',
  'unused-document': 'A document was given to the run, and no figure uses it.',
  'no-uncertainty': 'Rows state no uncertainty. In intervals they count as certain.',
  'wide-interval': 'Propagation of error gives an uncertainty above 100 %, where it does not hold.',
  'negative-draws':
    'Draws of a quantity that cannot be negative were negative. Intervals count them as they were drawn.',
} as const;

export type RowWarningCode = keyof typeof ROW_WARNINGS;

export type WarningCode =
  | 'proxy-factor'
  | 'co2-only-factor'
  | 'mixed-bases'
  | 'no-residual-mix'
  | 'superseded-input'
  | 'more-warnings'
  | 'calorific-basis-assumed'
  | 'methane-origin-unstated'
  | 'base-year-adjustment'
  | 'absent-figure'
  | RowWarningCode;

/** Something that a reader of a figure must know, and the row that it is about. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly row: RowName;
}
