/** What can be wrong with a run that a caller asks for: code → meaning. Closed. */
export const ENGINE_CODES = {
  'unknown-method': 'There is no method of this name.',
  'bad-parameters': 'The parameters do not follow the schema of the method.',
  'bad-inputs': 'The inputs are not a list of records with entries.',
  'bad-value': 'The value of an entry is no canonical decimal, such as 12.5, -0.5, 300 or 0.',
  'bad-unit': 'The unit is none that the engine knows.',
  'ambiguous-unit': 'The spelling of the unit means two things, such as mt: write which.',
  'bad-detail': 'The detail of an entry lacks what the method reads, or says it otherwise than expected.',
  'unit-mismatch': 'Two quantities cannot be brought to one unit.',
  'out-of-range': 'A quantity is negative, or larger than what it stands for can be.',
  overflow: 'A figure has more digits than an entry can hold, or a run more notes on factors than it may.',
  'duplicate-record': 'A record is given twice.',
  'duplicate-key': 'Two results, or two rows of a record, have one key.',
  'duplicate-instrument': 'An instrument is given twice.',
  'missing-period': 'An entry states no period, and the method needs one.',
  'straddled-period':
    'An entry lies only in part in the period that is computed, or is a yearly rate of a part of it.',
  'input-not-anchored': 'An input of a result is no record, or one that the chain does not hold yet.',
  'missing-activity': 'There is no activity data for what is to be computed.',
  'missing-factor': 'No factor fits the activity.',
  'ambiguous-factor': 'More than one factor fits the activity.',
  'factor-out-of-time': 'The factor is for another time than the activity.',
  'factor-out-of-place': 'The factor is for another place than the activity.',
  'mixed-bases': 'A factor of another basis than the activity names, or a total of parts with several bases.',
  'mixed-gwp-sets': 'Potentials of several sets are mixed.',
  'co2-only-factor':
    'A factor that covers CO2 alone enters a total in CO2e, and the parameters do not say so.',
  'precursor-cycle': 'A good is made, over its precursors, of itself.',
  'netting-refused': 'Avoided emissions are their own account and reduce no inventory.',
  'unused-proxy': 'A proxy is named that no activity needs.',
  'instrument-out-of-time': 'An instrument is of another time than the consumption that it would cover.',
  'instruments-exceed-consumption': 'Instruments cover more than was consumed.',
  'mixed-gases': 'Gases are mixed that the method keeps apart.',
} as const;

export type EngineErrorCode = keyof typeof ENGINE_CODES;

/**
 * The row that an error is about, by record and key, and the column of it. The key is empty where it is about the record as a
 * whole, the record where it is about a figure; both where it is about what was asked: the column is then `method`,
 * `inputs` or `parameters.…`.
 */
export interface RowPlace {
  readonly record: string;
  readonly key: string;
  readonly column: string;
}

/** The caller's fault: what was asked cannot be computed as asked. `value` is the offending value, `row` where it stands. */
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

/** Returns the place of what was asked, such as `parameters.period.from`. */
export function placeOfAsked(column: string): RowPlace {
  return { record: '', key: '', column };
}

/** What names a row: the record that holds it, and its key there. */
export type RowName = Omit<RowPlace, 'column'>;

/** Returns the place of a column of a row. */
export function placeOf({ record, key }: RowName, column: string): RowPlace {
  return { record, key, column };
}
