/** What can be wrong with a row of a dataset: code → meaning. Closed. */
export const DATASET_CODES = {
  'unknown-row-type': 'The detail names no type of row, or one that the dataset does not hold.',
  'missing-member': 'A member that the type of row wants is not there.',
  'bad-member': 'A member is not as the type of row has it.',
  'bad-key': 'The key is not 1 to 256 characters of A-Z a-z 0-9 . _ : @ + % ( ) - in segments joined by /.',
  'bad-value': 'The value is no decimal such as 12.5, or a document has one.',
  'unknown-unit': 'The unit is none that the engine knows.',
  'ambiguous-unit': 'The unit means two things, such as mt: write which.',
  'inexact-value': 'The value in the unit of the ledger has more digits than an entry can hold.',
  'unit-mismatch': 'The unit does not measure what the type of row states.',
  'out-of-range': 'The value is negative, or larger than what it stands for can be.',
  'missing-period': 'The row states no valid time, and its type wants one.',
  'bad-period': 'The valid time ends before it begins, or is no time.',
  'bad-place': 'The place is no code of ISO 3166.',
  'bad-identifier': 'The identifier is not in the spelling of its scheme, or its check digits are wrong.',
  'duplicate-key': 'Two rows have one key.',
  'ambiguous-row': 'Two rows would match equally: same type, subject, place, valid time and basis.',
} as const;

export type DatasetCode = keyof typeof DATASET_CODES;

/** One thing that is wrong with a dataset; `row` is the key of the entry, `column` its member: `unit`, `detail.fuel`. */
export interface DatasetProblem {
  readonly code: DatasetCode;
  readonly row: string;
  readonly column: string;
  readonly message: string;
}
