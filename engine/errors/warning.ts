import type { RowName } from './engine-error.ts';

/** What a run warns of in its rows and documents: code → meaning. The set is closed. */
export const ROW_WARNINGS = {
  'measured-and-computed': 'Emissions of a source were measured, and are also computed from its fuel.',
  'several-entities':
    'Rows of several entities are added up in full, and no entity row says how they are held.',
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
  'other-published-gwp':
    'A potential is not the one of its set that the engine knows, but another published value: its row names the source.',
  'wide-interval': 'Propagation of error gives an uncertainty above 100 %, where it does not hold.',
  'negative-draws':
    'Draws of a quantity that cannot be negative were negative. Intervals count them as they were drawn.',
} as const;

export type RowWarningCode = keyof typeof ROW_WARNINGS;

/** What a run warns of in its figures: code → meaning. The set is closed. */
export const FIGURE_WARNINGS = {
  'proxy-factor': 'A factor of another time or place was used, as the parameters declare.',
  'co2-only-factor': 'A total in CO2e has a part that covers CO2 alone, as the parameters allow.',
  'mixed-bases':
    'A total has parts of different bases, such as life cycle and combustion, as the parameters allow.',
  'no-residual-mix': 'No residual mix is given, and the average mix counts in its place.',
  'superseded-input': 'An input has a newer version.',
  'more-warnings': 'A figure has more warnings than it lists. The run lists all of them.',
  'calorific-basis-assumed': 'An energy does not say whether it is net or gross, and counts as net.',
  'methane-origin-unstated':
    'The set has a potential of methane by its origin, and the inputs have one without.',
  'methane-origin-assumed':
    'Methane of a process does not say whether its carbon is fossil, and counts as fossil. State detail.origin.',
  'conditions-unstated':
    'Of a volume of gas and its factor only one states the temperature at which it was measured.',
  'negative-gas': 'The lines of a gas of one process or source add up to less than zero.',
  'rounded-to-zero': 'A figure is not zero, and is shown as 0 by the rounding of the run.',
  'base-year-adjustment': 'A figure of the base year was adjusted, as the parameters state.',
  'no-entity':
    'Rows name no entity, while others do. They count in full, as those of the reporting organisation itself.',
  'contradictory-entity':
    'The accounting of an entity and its control contradict each other. The stricter one counts.',
  'unmatched-counterparty':
    'Rows of two members of a group name each other and do not match, or one side is missing: nothing is eliminated.',
  'taken-as-independent':
    'Several results are added up, and nothing says whether they share rows. They are taken as independent, each with its rounding.',
  'missing-scope': 'An investee has no emissions in a scope that others have, and is left out of it.',
  'absent-figure': 'A member of the group does not have a figure that is added up.',
  'grouped-table':
    'A table was grouped before it was solved, which changes what is emitted for final demand. The message says by how much, where it was measured.',
  'outside-interval':
    'A figure is outside its own interval: its rows state medians or modes, or it is not linear in them.',
  'off-mean':
    'The mean of the draws of a figure differs from it by more than four of its standard errors: for the same reasons.',
} as const;

export type WarningCode = keyof typeof FIGURE_WARNINGS | RowWarningCode;

/** Something that a reader of a figure must know, and the row that it is about. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly row: RowName;
}
