import { BadInput } from '../../core/errors.ts';
import { EngineError } from '../errors/engine-error.ts';
import { parseAmount } from '../quantities/decimal.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { InputEntry } from '../rows/input.ts';
import { foldName } from '../rows/spelling.ts';
import { findRowType } from '../rows/types/row-types.ts';
import { canBeImplausible, findImplausible } from '../rows/types/plausible.ts';

/** What can be worth a look in a valid row of a dataset: code → meaning. It refuses nothing. */
export const DATASET_WARNINGS = {
  'implausible-value':
    'The value is outside the range that rows of its type usually have, or in Mt, a million tonnes. Check the value and its unit.',
  'other-spelling':
    'A name is spelled in another way than in a row before, such as Diesel and diesel. A run counts them as one.',
} as const;

/** One thing that is worth a look. `row` is the key of the entry, `column` its member. */
export interface DatasetWarning {
  readonly code: keyof typeof DATASET_WARNINGS;
  readonly row: string;
  readonly column: string;
  readonly message: string;
}

/** Returns a function that says what is worth a look in the next row of a dataset, or null. */
export function watchRows(): (entry: InputEntry) => DatasetWarning | null {
  const spellings = new Map<string, Spellings>();
  return (entry) => findWarning(entry) ?? findSpelling(entry, spellings);
}

/** The spellings of names in one member, and the first one of each name. */
interface Spellings {
  readonly texts: Set<string>;
  readonly first: Map<string, string>;
}

/** Returns a warning where a row is the first one that spells a name in another way than a row before. */
function findSpelling({ key, detail }: InputEntry, spellings: Map<string, Spellings>): DatasetWarning | null {
  let found: DatasetWarning | null = null;
  for (const member of findRowType(detail?.['row'])?.names ?? []) {
    const text = detail![member];
    if (typeof text !== 'string') continue;
    const known: Spellings = spellings.get(member) ?? { texts: new Set(), first: new Map() };
    spellings.set(member, known);
    if (known.texts.has(text)) continue;
    known.texts.add(text);
    const name = foldName(text);
    const before = known.first.get(name);
    if (before === undefined) known.first.set(name, text);
    else if (found === null) {
      const message = `${member} is spelled ${text} here and ${before} before: they count as one. Spell it one way, or name two things differently`;
      found = { code: 'other-spelling', row: key, column: `detail.${member}`, message };
    }
  }
  return found;
}

/** Returns what is worth a look in a row, or null. Rows that cannot be read are not judged. */
function findWarning({ key, value, unit, detail }: InputEntry): DatasetWarning | null {
  if (value === null || detail === null || !canBeImplausible(detail, unit)) return null;
  try {
    const message = findImplausible({ key, amount: parseAmount(value), unit: parseUnit(unit), detail });
    return message === null ? null : { code: 'implausible-value', row: key, column: 'value', message };
  } catch (error) {
    if (error instanceof EngineError || error instanceof BadInput) return null;
    throw error;
  }
}
