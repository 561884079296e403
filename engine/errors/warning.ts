import type { RowName } from './engine-error.ts';

/** What a run warns of in its rows and documents: code → meaning. The set is closed. */
export const ROW_WARNINGS = {
  'measured-and-computed': 'Emissions of a source were measured, and are also computed from its fuel.',
  'several-entities':
    'Rows of several entities are added up in full, and no entity row says how they are held.',
  'instrument-not-counted':
    'A certificate was retired for an organisation that the parameters do not name, so it covers nothing. Set parameters.entities.',
  'overlapping-serials':
    'Two instruments hold the same serial numbers of a registry. They count once: the message names what is left out, and the row.',
  'serials-mismatch':
    'The serial numbers of a certificate are for another amount of electricity than its value.',
  'contract-with-certificates':
    'A contract or tariff adds nothing, because its certificates are rows of their own.',
  'contract-beside-certificates':
    'A contract or tariff and certificates of its country both count, and neither names the other: the same electricity could count twice.',
  'missing-months':
    'A series of rows of one source, such as the months of a meter, does not cover the whole period of the run.',
  'likely-double':
    'Rows likely count the same twice: one invoice under two keys, one meter at two places, or a year beside metered months.',
  'likely-total': 'A row or a site likely is the sum of others, which are there too.',
  'copied-value': 'A value in a series of months is exactly another one of it.',
  'other-spelling': 'A name is spelled in several ways, such as Diesel and diesel, which count as one.',
  'missing-gases': 'A total in CO2e has the CO2 of a fuel, but no factor of its CH4 or N2O.',
  'old-factor':
    'A factor states no valid time, and describes a year more than five years before the period of the run.',
  'implausible-value':
    'A value is outside the range that is published for its row type, or unlike the starter data, its series or the year before.',
  'far-period': 'A few activities lie years outside the period of the run, and are left out.',
  'unnamed-document': 'A document was given to the run, and no row of its inputs names it.',
  'unused-document': 'A document was given to the run, and no figure uses it.',
  'no-uncertainty': 'Rows state no uncertainty. In intervals they count as certain.',
  'other-published-gwp':
    'A potential is not the one of its set that the engine knows, but another published value: its row names the source.',
  'wide-interval':
    'Propagation of error gives a standard deviation above 30 % of the mean, where it does not hold.',
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
  'more-warnings': 'A figure has more warnings than it lists. The run lists them.',
  'calorific-basis-assumed': 'An energy does not say whether it is net or gross, and counts as net.',
  'methane-origin-unstated':
    'The set has a potential of methane by its origin, and the inputs have one without.',
  'methane-origin-assumed':
    'Methane of a process does not say whether its carbon is fossil, and counts as fossil. State detail.origin.',
  'conditions-unstated':
    'Of a volume of gas and its factor only one states the temperature at which it was measured.',
  'negative-gas': 'The lines of a gas of one process or source add up to less than zero.',
  'rounded-to-zero': 'A figure is not zero, and is shown as 0 by the rounding of the run.',
  'not-proven':
    'No bound of the error of a figure is proven: its table has negative cells, and neither a positive vector nor an approximate inverse bounds its solution.',
  'base-year-adjustment': 'A figure of the base year was adjusted, as the parameters state.',
  'no-entity':
    'Rows name no entity, while others do. They count in full, as those of the reporting organisation itself.',
  'contradictory-entity':
    'The accounting of an entity and its control contradict each other. The stricter one counts.',
  'unmatched-counterparty':
    'Rows of two members of a group name each other and do not match, or one side is missing: nothing is eliminated.',
  'missing-scope': 'An investee has no emissions in a scope that others have, and is left out of it.',
  'exempt-good': 'A good was made in a place that CBAM does not apply to. It needs no declaration.',
  'carbon-gap':
    'The carbon that enters a unit of a plant does not leave it again, or more leaves than enters.',
  'carbon-unknown': 'A stream of a plant states no carbon content, and the carbon balance leaves it out.',
  'land-area-gap':
    'The area of a class of land does not close from one year to the next, by less than the parameters allow.',
  'land-year-missing':
    'Areas or stocks of land are not stated for a year of the run, which has no figure of them.',
  'stock-area-differs':
    'A stratum has another area at its second carbon stock, so that the difference of both is that of its area too.',
  'short-history':
    'Areas of land are not stated as far back as its soils remember. Conversions before the first ones are in no figure.',
  'scenario-change': 'A figure of a scenario takes a row otherwise than it is stated, as the parameters say.',
  'meter-gap': 'A meter has no reading for a part of the time of its stream. Nothing counts for it.',
  'meter-drift':
    'A meter drifted: it differs from another meter of the same flow, or from its next calibration, by more than their calibrations explain.',
  'meter-uncalibrated':
    'A meter was read while no calibration was valid. The one before, else the next one, counts.',
  'meter-substituted': 'Readings of a meter are substituted. The message says their share.',
  'meter-differs': 'A stream states another amount than its meter shows. What the meter shows counts.',
  'tier-not-reached':
    'The calibrations of a meter are less sure than the tier that its stream states allows.',
  'unmeasured-flow': 'The amount of a stream was not measured, and counts as it is stated.',
  'unobservable-flow':
    'A flow was not measured, and the balances of its plant do not determine it. It counts as it is stated.',
  'global-test':
    'Measured flows do not fit the balances of their plant within their uncertainties. The message names what to suspect first.',
  'measurement-test':
    'Reconciliation moves a flow further than its uncertainty explains. Flows that no test tells apart are named together.',
  'negative-flow': 'A flow is below 0 after reconciliation.',
  'unbalanced-unit':
    'A unit of a plant has streams on one side alone, so that no balance of it reconciles them.',
  'trade-unstated': 'No rows state what is imported or exported of a wood product. It counts as 0.',
  'domestic-assumed':
    'No rows state the harvest of a place: all wood products that it makes count as made of domestic wood.',
  'short-deposits':
    'The deposits of a landfill begin less than 50 years before a year of the run: what was deposited before them is in no figure.',
  'closed-landfill': 'No deposits of a landfill are stated after a year. None count.',
  'cut-off': 'A product or waste is cut off, as the parameters say: its process is in no figure.',
  'without-process':
    'No process makes or treats what another one needs, and the parameters leave it out: it is in no figure.',
  'data-unstated':
    'A flow of a process does not say whether it is primary or secondary data, and counts as secondary.',
  'primary-share-unknown':
    'The share of primary data of a footprint is not computed. The message says what it lacks.',
  'primary-share-stated':
    'The share of primary data of an own footprint is stated, and not computed from its life cycle.',
  'other-period': 'Rows of a process are valid at other times than that of the run, and are left out.',
  'origin-assumed': 'A flow of a gas does not say where its carbon comes from, and counts as fossil.',
  'avoided-product':
    'A figure is less by what a process saves elsewhere, as its rows say. It has a line of its own.',
  'attribute-unstated':
    'Nothing states an attribute of the footprint of a product that others need, and it counts as 0.',
  'other-identity':
    'A total of a received footprint is not what its parts give. It counts as it is stated: ask who sent it.',
  'carbon-content-unstated':
    'No row states the biogenic carbon in a product, which ISO 14067 asks for beside a footprint from cradle to gate.',
  'module-ignored':
    'A row states a stage of the life cycle, and its process supplies no functional unit: the stage of what needs it counts.',
  'module-unstated':
    'A row of the process that supplies a functional unit states no stage of the life cycle: it is in the total of the stages A to C.',
  'measured-differs':
    'A gas of a unit of a plant was measured, and its streams give another mass of it. What was measured counts.',
  unattributed: 'A unit of a plant serves no good, and what it emits is attributed to none.',
  'absent-figure':
    'A member of a group does not have a figure that is added up, or a line of a panorama has no figure at all.',
  'missing-year': 'A line of a panorama has no figure of some of the years of the run. Nothing is filled in.',
  'sources-differ':
    'Two sources say different things about one line of a panorama. The message says what differs and what is not stated; both stay.',
  'other-boundary':
    'Two lines of a panorama count the emissions within a territory and those of its residents, or do not say which.',
  'unexplained-gap': 'No part explains all of the gap between two lines of a panorama.',
  'grouped-table':
    'A table was grouped before it was solved, which changes what is emitted for final demand. The message says by how much, where it was measured.',
  'undivided-region':
    'A table has only the whole of a region that its publisher also divides into parts, such as the industries of China that make goods for export.',
  'replaced-stressors':
    'Rows state the emissions of a table whose flows are documents: the stressors of its documents are in no figure.',
  'unstated-emissions':
    'Rows state the emissions of some industries of a table of documents. The others count as 0: the message says how much of the output they have.',
  'divided-emissions':
    'Emissions are stated for a whole region, and the table has its parts: they are divided by the output of the industries.',
  'gwp-set-unstated':
    'A stressor is in CO2e, and its publisher does not say by which set of potentials. It counts as it is.',
  'current-prices':
    'Two tables are compared, and it is not stated that both are in the prices of one year. What prices changed is among the effects.',
  'zero-output':
    'Industries without output were left out of a table, as the parameters say: what they buy and emit is in no account.',
  'no-multiplier': 'Industries without output have no multiplier: nobody can buy from them.',
  'unbalanced-table':
    'The output of industries is not what they buy and add. The message names them and the differences: correct the cells.',
  'unchecked-output':
    'Nothing says what industries add to their inputs, so their output is not judged. Add rows value-added.',
  'unproductive-industry':
    'Industries buy at least as much as they sell. The message names them: look whether rows and columns were exchanged.',
  'unlikely-table':
    'Regions or industries of a table are unlike what they should be like: themselves a year before, others, or the totals of countries.',
  'outside-interval':
    'A figure is outside its own interval: its rows state medians or modes, or it is not linear in them.',
  'taken-as-independent':
    'Results are added up, and it is not known whether they share rows. They are taken as independent, each with its rounding.',
  'not-linear':
    'Propagation of error takes a figure as linear in its rows, and it is not within their uncertainty: the standard deviation is wrong. The interval of approach 2 holds.',
  'off-mean':
    'The mean of the draws of a figure differs from it by more than four of its standard errors: for the same reasons.',
} as const;

export type WarningCode = keyof typeof FIGURE_WARNINGS | RowWarningCode;

/** Something that a reader of a figure must know, and the row that it is about. */
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly row: RowName;
  /** Why it was accepted, as the parameters state; absent where it was not. */
  readonly accepted?: string;
}

/** Returns a name that two warnings share where they say the same of one row. */
export function nameWarning({ code, message, row: { record, key } }: Warning): string {
  return `${code} ${record}/${key} ${message}`;
}
