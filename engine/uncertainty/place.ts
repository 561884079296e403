import type { Warning } from '../errors/warning.ts';
import type { StatedValue } from '../figures/distribution.ts';
import type { UncertaintyNote } from '../figures/uncertainty-note.ts';
import { fromFloat, readFloat } from '../quantities/float.ts';
import type { Assessment } from './assessment.ts';
import { showEnds, showMean } from './shown-interval.ts';

/** How far the mean of the draws may be from a figure, in its standard errors: chance alone exceeds that once in 16,000 figures. */
const MOST_ERRORS = 4;
/** A difference below this, over the figure, is what float64 rounds. */
const ROUNDED = 1e-9;
const DIGITS = 6;

/** What is shown of a figure. */
interface Placed {
  readonly key: string;
  readonly unit: string;
  /** A number in the unit of the assessment times it is the number in the unit that is shown. */
  readonly ratio: number;
  /** What its detail states. */
  readonly note: UncertaintyNote;
}

/** Warns of a figure that is outside its own interval, or not the mean of its draws. */
export function warnOfPlace(
  { value, mean, interval, rowsState, simulated }: Assessment,
  { key, unit, ratio, note }: Placed,
): Warning[] {
  if (interval === null) return [];
  const write = (number: number): string => String(fromFloat(number * ratio, DIGITS));
  const size = value < 0 ? -value : value;
  const room = ROUNDED * size;
  const make = (code: 'outside-interval' | 'off-mean', text: string): Warning[] => [
    { code, message: `${text}. ${explain(rowsState)}`, row: { record: '', key } },
  ];
  const { low, high } = interval;
  if (value < low - room || value > high + room) {
    const shown = showEnds(note)!;
    const ends = `${shown.low} to ${shown.high} ${unit}, whose mean is ${showMean(write(mean), note.errors).mean}`;
    const percent = String(fromFloat(100 * readFloat(note.level), DIGITS));
    return make(
      'outside-interval',
      `${key} is ${write(value)}, outside its ${percent} % interval of ${ends}`,
    );
  }
  const off = mean < value ? value - mean : mean - value;
  if (simulated === undefined || off <= room || off <= MOST_ERRORS * simulated.meanError) return [];
  const shown = showMean(write(mean), note.errors);
  const drawn = `${shown.mean} ${unit} (standard error ${shown.error})`;
  return make('off-mean', `${key} is ${write(value)}, and the mean of its draws is ${drawn}`);
}

const WORDS: Readonly<Record<StatedValue, string>> = {
  mean: 'mean',
  median: 'median',
  mode: 'mode',
  other: 'other value',
};

/** Why a figure is not its mean. */
function explain(rowsState: Assessment['rowsState']): string {
  const counts = Object.entries(rowsState);
  if (counts.every(([states]) => states === 'mean')) return 'It is not linear in its rows, which state means';
  const texts = counts.map(
    ([states, count]) => `${count} ${WORDS[states as StatedValue]}${count === 1 ? '' : 's'}`,
  );
  return `It is computed from ${texts.join(', ')}, and only means add up to a mean. Rows that state means say so in detail.uncertainty.valueIs`;
}
