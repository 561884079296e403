import { BadInput } from '../../core/errors.ts';
import { EngineError } from '../errors/engine-error.ts';
import { parseAmount } from '../quantities/decimal.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { InputEntry } from '../rows/input.ts';
import { canBeImplausible, findImplausible } from '../rows/types/plausible.ts';

/** What can be worth a look in a valid row of a dataset: code → meaning. It refuses nothing. */
export const DATASET_WARNINGS = {
  'implausible-value':
    'The value is outside the range that rows of its type usually have, or in Mt, a million tonnes. Check the value and its unit.',
} as const;

/** One thing that is worth a look. `row` is the key of the entry, `column` its member. */
export interface DatasetWarning {
  readonly code: keyof typeof DATASET_WARNINGS;
  readonly row: string;
  readonly column: string;
  readonly message: string;
}

/** Returns what is worth a look in a row, or null. Rows that cannot be read are not judged. */
export function findWarning({ key, value, unit, detail }: InputEntry): DatasetWarning | null {
  if (value === null || detail === null || !canBeImplausible(detail, unit)) return null;
  try {
    const message = findImplausible({ key, amount: parseAmount(value), unit: parseUnit(unit), detail });
    return message === null ? null : { code: 'implausible-value', row: key, column: 'value', message };
  } catch (error) {
    if (error instanceof EngineError || error instanceof BadInput) return null;
    throw error;
  }
}
