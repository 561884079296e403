/** What can be wrong with a row of a dataset: code → meaning. The set is closed. */
export const DATASET_CODES = {
  'unknown-row-type': 'The detail has an unknown row type, or one that the dataset does not hold.',
  'missing-member': 'A member that the row type requires is missing.',
  'unknown-member':
    'The detail has a member that its row type does not have. Correct its name, or move what nothing reads into detail.custom.',
  'bad-member': 'A member has a value that the row type does not allow.',
  'bad-key': 'The key is not 1 to 256 characters of A-Z a-z 0-9 . _ : @ + % ( ) - in segments joined by /.',
  'bad-value': 'The value is not a decimal such as 12.5, or a document has a value.',
  'unknown-unit': 'The engine does not know the unit. Units are UCUM, such as MW.h, t or kg{CO2}/kW.h.',
  'ambiguous-unit': 'The unit can mean two things, such as mt. Write the one that you mean.',
  'inexact-value':
    'Converted to a UCUM unit, the value has more digits than an entry can hold. Round it, or write it in a UCUM unit.',
  'unit-mismatch': 'The unit does not measure what the row type states, such as km for a mass.',
  'out-of-range': 'The value is negative, or larger than it can be, such as a share above 1.',
  'missing-period': 'The row has no valid time, and its type requires one.',
  'bad-period': 'The valid time ends before it begins, or is not a time.',
  'bad-place': 'The place is not a code of ISO 3166, such as CN or CN-31.',
  'bad-identifier': 'The identifier does not have the form of its scheme, or its check digits are wrong.',
  'duplicate-key': 'Two rows have the same key.',
  'ambiguous-row':
    'Two rows would match equally: they have the same type, subject, place, valid time and basis. Change one of these members, or remove a row.',
} as const;

/** The code of a problem of a dataset. */
export type DatasetCode = keyof typeof DATASET_CODES;

/**
 * One thing that is wrong with a dataset. `row` is the key of the entry, `column` its member, such as `unit` or `detail.fuel`.
 */
export interface DatasetProblem {
  readonly code: DatasetCode;
  readonly row: string;
  readonly column: string;
  readonly message: string;
  /** The value of a member that the row type does not have, as JSON. */
  readonly value?: string;
}
