/** What can be wrong with a run that a caller asks for: code → meaning. The set is closed. */
export const ENGINE_CODES = {
  'unknown-method': 'No method has this name and version.',
  'bad-parameters': 'The parameters do not match the schema of the method.',
  'bad-inputs':
    'The inputs are not a list of records with entries, or a member of an entry has the wrong type.',
  'bad-document':
    'A document that is an input has another size or hash than the entry that names it, or is not a labelled matrix (docs/spec/matrices.md).',
  'missing-document':
    'The method needs a document that a row names, and the run was not given it. The message has its SHA-256, size and media type.',
  'bad-value': 'The value of an entry is not a canonical decimal, such as 12.5, -0.5, 300 or 0.',
  'bad-unit': 'The engine does not know the unit. Units are UCUM, such as MW.h, t or kg{CO2}/kW.h.',
  'ambiguous-unit': 'The unit can mean two things, such as mt. Write the one that you mean.',
  'bad-detail':
    'The detail of an entry lacks a member that its row type requires, or a member has an unexpected value.',
  'unknown-member':
    'The detail of an entry has a member that its row type does not have. Correct its name, or move what nothing reads into detail.custom.',
  'unit-mismatch': 'A quantity cannot be converted to the unit that the method needs.',
  'out-of-range': 'A quantity is negative, or larger than it can be, such as a share above 1.',
  overflow:
    'A figure has more digits than an entry can hold, or a run has more notes on factors than are allowed. Round the value, use another unit, or split the run.',
  'duplicate-record': 'A record is given twice.',
  'duplicate-key': 'Two figures, or two rows of one record, have the same key.',
  'duplicate-instrument':
    'The same instrument is given twice, or two rows with the same serial numbers state different factors or countries.',
  'missing-period': 'An entry has no period, and the method needs one.',
  'straddled-period':
    'An entry is only partly inside the period of the run, or is a yearly rate for another period than that of the run. Split the entry at the border of the period, or use the same period.',
  'input-not-anchored':
    'An input of the result is not a record, or is a record that is not anchored yet. Wait until it is anchored, or use another record.',
  'missing-activity': 'The inputs hold no activity data for what the method computes.',
  'missing-factor': 'No factor matches the activity. Add one to the inputs.',
  'ambiguous-factor': 'More than one factor matches the activity equally well. Remove all but one.',
  'factor-out-of-time':
    'Factors exist, but for another time than that of the activity. Add a valid one, or declare a proxy.',
  'factor-out-of-place':
    'Factors exist, but for another place than that of the activity. Add a valid one, or declare a proxy.',
  'mixed-bases':
    'No factor has the basis that the activity names, or the parts of a total have different bases. Add a factor with that basis, or set the parameter totals.mixedBases to list.',
  'mixed-gwp-sets':
    'Global warming potentials of different sets would be mixed in one figure. Use values of one set.',
  'co2-only-factor':
    'A factor that covers CO2 alone would enter a total in CO2e. The parameter totals.co2Only can allow it.',
  'precursor-cycle': 'A good is, through its precursors, an input of itself.',
  'netting-refused':
    'Avoided emissions and removals are accounts of their own and reduce no other. Compute avoided emissions in a separate run of avoided@2, and give each its own line.',
  'unused-proxy': 'The parameters declare a proxy that no activity needs.',
  'unused-acceptance': 'The parameters accept a warning that the run does not give.',
  'unaccepted-warnings':
    'The run has warnings that the parameters do not accept, and was asked to refuse them. Correct the rows, or accept each warning with a reason.',
  'instrument-out-of-time':
    'An instrument is for another time than the consumption that it would cover, or was retired before its electricity was generated.',
  'instruments-exceed-consumption':
    'Instruments cover more than was consumed. Reduce or remove instruments, or add the missing consumption.',
  'instrument-not-retired':
    'A certificate states no retirement. Add date, by, for, registry and serials to detail.retirement, or remove it.',
  'offset-refused':
    'An instrument is an amount of mass, as an offset or carbon credit is. It covers no purchased electricity: remove its row.',
  'overlapping-markets':
    'Instruments can cover sets of use that overlap only in part. State a market-boundary row that includes both.',
  'precursors-exceed-goods':
    'More of a precursor was used than the run says was made. Correct an amount, or name the bought part as another good.',
  'double-counting':
    'Two factors count the same gas of one fuel, such as one in CO2e beside one of CO2. Leave out one of them.',
  'two-versions': 'Two versions of one stream are inputs of one run. Give only one of them.',
  'repeated-row':
    'Two records hold the same row: row type, key, period, entity and facility. Give only one of the records.',
  'overlapping-periods':
    'Rows of one meter, or of one fuel and facility, have periods that overlap and are not the same, such as a year beside its months. Keep only rows that do not overlap.',
  'untyped-mass':
    'A mass of a gas is in a unit that does not name the gas. Write kg{CH4}/TJ, or kg{CO2e}/TJ, instead of kg/TJ.',
  'other-gwp':
    'A global warming potential is not the one of the set that it names. Correct it, or name another set.',
  'unknown-gwp-set':
    'No data defines the GWP set of this name. Use the name of a known set, or add its potentials to the inputs.',
  'missing-gwp-set': 'A value in CO2e does not name its GWP set. Add detail.gwpSet.',
  'left-out-rows':
    'The run leaves out activities, and was asked to use them all. Remove these rows, or change the period or the method.',
  'incomplete-table':
    'A table of inputs and outputs lacks an account, a region or an industry that others of its accounts have. Add it: nothing is invented.',
  'unknown-industry':
    'A cell is about a region or an industry that the table does not have. Correct the name, or add its flows.',
  'wrong-shape':
    'A matrix does not have the regions, sectors and stressors that its entry lists, in their order.',
  'repeated-cell':
    'Two entries state the same cell of a table, the same matrix, or the same figure of a line. Give only one of them.',
  'negative-output': 'The output of an industry, the sum of its sales, is negative. Correct its row.',
  'zero-output':
    'An industry without output has inputs or emissions, or its output is too small to differ from zero for sure. Correct its row or its column.',
  'unproductive-table':
    'A table has no solution that an economy can have: an industry takes more inputs than its output, directly or through others.',
  'bad-concordance':
    'A concordance does not name each industry of the table exactly once, or splits a region or an industry. Correct its rows.',
  'bad-groups':
    'A list of groups names a region or sector that the table does not have, puts one into two groups, or has a group that is empty or has the name of another region. Correct its rows.',
  'bad-stressor-gas':
    'Rows stressor-gas say twice which gas a stressor is, or give a mass of another gas or no mass. Correct one of them.',
  'mixed-currencies':
    'Flows of a table, or outstanding amounts, are in different currencies. Convert them to one.',
  'other-table':
    'Two tables that are compared have other industries, stressors, units or accounts. Bring both into the same classification.',
  'other-total':
    'A total that a source states is not the sum of what it adds up, within the rounding of their digits. Correct a row, or leave out the total.',
  'too-large':
    'A table needs more memory to be solved than the engine takes in one piece. Ask for fewer stressors, or group its regions or industries.',
  'too-few-digits':
    'The arithmetic guarantees fewer digits of a figure than the rounding asks for. Ask for fewer digits, or set parameters.unsureDigits to drop.',
  'missing-entity':
    'A row, a result or an entity row names an entity, and no entity row is about it. Add one, or set the parameter organisation.',
  'entity-cycle': 'An entity is, through its holders, a holder of itself. Correct detail.heldBy.',
  'ambiguous-entity':
    'Two entity rows say how one holder holds an entity at the same time, or two holders control it fully. Correct one of them.',
  'excess-interest': 'The interests of all holders in an entity add up to more than 1. Correct one of them.',
  'counted-twice':
    'Two results cover the same entity or plant, a result and rows beside it, or two parts of a gap take one figure: both would be added up. Leave one of them out.',
  'attribution-above-one':
    'More is outstanding in an investee than its value, so that more than all of its emissions would count. Correct the amount or the value.',
  'missing-price-year':
    'An amount of money does not say the year of its prices. Write the year after the currency, as in {EUR-2019}.',
  'mixed-consolidation':
    'Figures that are added up or compared are consolidated by different approaches. Compute them again by one.',
  'mixed-coverage':
    'A base year covers other entities, scopes, categories or exclusions than the run. Compute it again, or adjust it for each entity.',
  'no-co2e':
    'A GWP set was asked for, and no figure is the mass of a gas of the set. State the gases in the units of the stressors, or leave out gwpSet.',
  'mixed-conditions':
    'A conversion factor gives a volume of gas at the conditions at which it is already. Leave it out, or correct detail.conditions.',
  'two-origins':
    'A use of a fuel states its origin, and a biomass fraction of the fuel divides it. Leave out one of them.',
  'bad-stream':
    'A stream of a plant has no end, or its ends, its treatment and its transfer contradict each other. Correct its detail.',
  'bad-meter':
    'A time of a meter has two readings or two streams, a reading or a calibration is about a time or a meter that no stream has, or a stream and its meter both state an uncertainty. Correct the row, or leave it out.',
  'outside-rules':
    'A rule set was asked for that does not cover a stream of a plant: its time, or what becomes of it. Name another one, or correct the stream.',
  'unit-makes-carbon':
    'More carbon leaves a unit of a plant, in streams and as CO2, than enters it. Correct an amount or a carbon content, or add a stream.',
  'bad-scenario':
    'A scenario has the name of another one, or a change of it names no row or several, or changes nothing. Correct it in the parameters.',
  'missing-uncertainty':
    'A stream is in a balance to which flows are reconciled, and does not say how uncertain it is. Add detail.uncertainty.',
  'bad-balance':
    'A balance to which flows are reconciled has no streams on both sides, or names a stream or a unit that the plant does not have. Correct it, or leave it out of parameters.balances.',
  'singular-weights':
    'The uncertainties of flows do not say which of them a balance moves: it does not close and none of its flows is uncertain, or it follows from other balances. Correct an uncertainty, or leave a balance out.',
  'missing-process':
    'No process makes a product, or treats a waste, that is needed. Add its process, correct the name, or name it in parameters.cutOff.',
  'ambiguous-process':
    'Several processes make one product, and nothing says which of them supplies it. Name one in detail.provider or parameters.providers.',
  'bad-exchange':
    'An input or output of a process contradicts others: an output of nothing, a product that is waste elsewhere, or one that is needed and avoided at once. Correct its row.',
  'bad-allocation':
    'A process has several products, and nothing says how they share its inputs and emissions, or the declared parts do not add up to 1. Correct them, or set parameters.allocation.',
  'unproductive-process':
    'Processes need at least as much of their product as they make, directly or through others, so no amount of them supplies anything. Correct an amount or a unit.',
  'not-comparable':
    'Two products are compared that do not have the same function, amount, boundary and rules. Compare only products that do the same.',
  'bad-land':
    'Rows about land contradict each other: two classes or two areas of one stratum, a stratum without an area, one stock alone, or some levels of a soil without the others. Correct the row.',
  'land-area-lost':
    'The area of a class of land changes from one year to the next by more than its conversions say. Add a land-conversion row, or correct an area.',
  'bad-shares':
    'The shares of the goods of a unit of a plant are not 1 together. Correct the values of its plant-unit rows.',
  'missing-year':
    'A series of years has a gap, or ends before others that it is added to. Add rows of the year, with 0 where there was none.',
  'missing-start':
    'Nothing states the stock of wood products before their first year, or it is stated for another year. Add a row opening-stock, or set parameters.wood.start.',
  'mixed-gases':
    'Quantities of different gases would be mixed in one figure. Use factors for the same gases.',
} as const;

export type EngineErrorCode = keyof typeof ENGINE_CODES;

/**
 * Where an error is: a row, named by record and key, and a column of it. An error about a whole record has an empty key. An
 * error about a figure has an empty record. An error about the request has neither; its column is `method`, `inputs` or
 * `parameters.…`.
 */
export interface RowPlace {
  readonly record: string;
  readonly key: string;
  readonly column: string;
}

/** Bad input: the run cannot be computed as requested. `value` is the offending value, `row` is its place. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;
  readonly value: unknown;
  readonly row: RowPlace | null;

  constructor(code: EngineErrorCode, message: string, value: unknown, row: RowPlace | null = null) {
    super(message);
    this.name = 'EngineError';
    this.code = code;
    this.value = value;
    this.row = row;
  }
}

/** Returns the place of a part of the request, such as `parameters.period.from`. */
export function placeOfAsked(column: string): RowPlace {
  return { record: '', key: '', column };
}

/** The name of a row: the record that holds it, and its key in that record. */
export type RowName = Omit<RowPlace, 'column'>;

/** Returns the place of a column of a row. */
export function placeOf({ record, key }: RowName, column: string): RowPlace {
  return { record, key, column };
}
