import { BadInput } from '../../core/errors.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { type Amount, HUNDRED, parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';
import { readFloat } from '../../engine/quantities/float.ts';
import { divideUnit, parseUnit } from '../../engine/quantities/unit.ts';
import { findMisalignments, samePeriod } from './alignment.ts';
import { combineIntervals, scaleInterval } from './derive-interval.ts';
import type { Derived, Misalignment, Operation } from './derived.ts';
import { amountIn, compareValues, roundToDigits } from './exact.ts';
import type { FigureCover, FigureParts } from './figure-cover.ts';

/** What is derived: an operation on figures, in its order. A conversion names the unit. */
export interface Derivable {
  readonly operation: Operation;
  readonly figures: readonly FigureCover[];
  readonly unit?: string;
}

/** A derived figure, or why the figures do not go together. */
export type Derivation = { readonly derived: Derived } | { readonly misaligned: readonly Misalignment[] };

type Computed = Pick<Derived, 'value' | 'unit' | 'uncertainty'>;

/** How an operation is checked and computed. */
interface Rule {
  readonly operands: (count: number) => boolean;
  readonly check: (figures: readonly FigureCover[]) => readonly Misalignment[];
  readonly compute: (figures: readonly FigureCover[], unit: string) => Computed;
}

/** Computes one figure from others exactly, or says why they do not go together. @throws EngineError, BadInput for a value or unit that cannot be read */
export function deriveFigure({ operation, figures, unit }: Derivable): Derivation {
  const { operands, check, compute } = RULES[operation];
  const [first] = figures;
  if (first === undefined || !operands(figures.length)) return { misaligned: ['wrong-operands'] };
  const misaligned = check(figures);
  if (misaligned.length > 0) return { misaligned };
  try {
    return {
      derived: {
        ...{ operation, method: null, gases: first.gases, gwpSet: first.gwpSet },
        conditions: first.conditions,
        ...spanOf(operation, first, figures.at(-1)!),
        parts: joinParts(figures),
        ...compute(figures, unit ?? first.unit),
      },
    };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'out-of-range') return { misaligned: ['no-value'] };
    if (error instanceof EngineError || error instanceof BadInput) return { misaligned: ['other-unit'] };
    throw error;
  }
}

/** Operations whose figures cover the same time, or whose other figures are only what the first is divided by. */
const OF_THE_FIRST: readonly Operation[] = ['sum', 'share', 'ratio', 'per-head'];

/** Returns the time that a derived figure covers. */
function spanOf(
  operation: Operation,
  first: FigureCover,
  last: FigureCover,
): Pick<Derived, 'from' | 'until'> {
  if (OF_THE_FIRST.includes(operation)) return { from: first.from, until: first.until };
  return { from: Math.min(first.from, last.from), until: Math.max(first.until, last.until) };
}

const isTwo = (count: number): boolean => count === 2;

const RULES: Readonly<Record<Operation, Rule>> = {
  difference: {
    operands: isTwo,
    check: ([one, other]) => findMisalignments(one!, other!, 'alike'),
    compute: subtract,
  },
  change: {
    operands: isTwo,
    check: ([one, other]) => [
      ...findMisalignments(one!, other!, 'alike-over-time'),
      ...(one!.from >= other!.until ? [] : (['other-period'] as const)),
    ],
    compute: subtract,
  },
  sum: {
    operands: (count) => count > 1,
    check: ([first, ...others]) => [
      ...new Set([
        ...others.flatMap((other) => findMisalignments(other, first!, 'alike')),
        ...findOverlaps([first!, ...others]),
      ]),
    ],
    compute: (figures, unit) => {
      const value = sumAmounts(figures.map((figure) => amountIn(figure, unit)));
      return { value: String(value), unit, uncertainty: combineIntervals(floatOf(value), unit, figures) };
    },
  },
  share: {
    operands: isTwo,
    check: ([part, whole]) => [
      ...findMisalignments(part!, whole!, 'alike'),
      ...(isWithin(part!.parts, whole!.parts) ? [] : (['not-a-part'] as const)),
    ],
    compute: ([part, whole]) => {
      const quotient = amountIn(part!, whole!.unit).times(HUNDRED).div(parseAmount(whole!.value));
      return { value: roundToDigits(quotient, [part!.value, whole!.value]), unit: '%', uncertainty: null };
    },
  },
  ratio: { operands: isTwo, check: checkRatio, compute: divide },
  'per-head': {
    operands: isTwo,
    check: ([one, heads]) => [
      ...(heads!.unit === '{person}' ? [] : (['not-a-population'] as const)),
      ...(samePeriod(one!, heads!) ? [] : (['other-period'] as const)),
    ],
    compute: (figures) => ({
      ...divide(figures),
      uncertainty:
        figures[1]!.uncertainty === null
          ? scaleInterval(figures[0]!.uncertainty, 1 / readFloat(figures[1]!.value))
          : null,
    }),
  },
  conversion: {
    operands: (count) => count === 1,
    check: () => [],
    compute: ([figure], unit) => {
      const ratio = amountIn({ value: '1', unit: figure!.unit }, unit);
      return {
        value: roundToDigits(amountIn(figure!, unit), [figure!.value]),
        unit,
        uncertainty: scaleInterval(figure!.uncertainty, floatOf(ratio)),
      };
    },
  },
};

function subtract([one, other]: readonly FigureCover[], unit: string): Computed {
  const value = amountIn(one!, unit).minus(amountIn(other!, unit));
  return { value: String(value), unit, uncertainty: combineIntervals(floatOf(value), unit, [one!, other!]) };
}

/** Divides one figure by another; figures of one kind in the unit of the first, so that the ratio is a plain number. */
function divide([one, other]: readonly FigureCover[]): Computed {
  const isPlain = compareValues(one!, other!) !== null;
  const divisor = isPlain ? amountIn(other!, one!.unit) : parseAmount(other!.value);
  return {
    value: roundToDigits(parseAmount(one!.value).div(divisor), [one!.value, other!.value]),
    unit: isPlain ? '1' : divideUnit(parseUnit(one!.unit), parseUnit(other!.unit)).text,
    uncertainty: null,
  };
}

/** What is divided may measure something else, such as tonnes of steel. Where both count gases, these are the same ones. */
function checkRatio([one, other]: readonly FigureCover[]): Misalignment[] {
  const both = one!.gases.length > 0 && other!.gases.length > 0;
  return findMisalignments(one!, other!, 'alike').filter(
    (code) => code === 'other-period' || (both && code !== 'other-unit'),
  );
}

/** Returns why a sum of figures could count something twice. */
export function findOverlaps(figures: readonly FigureCover[]): Misalignment[] {
  const found = new Set<Misalignment>();
  figures.forEach(({ parts }, at) => {
    for (const { parts: others } of figures.slice(0, at)) {
      const entries = new Set(others.entries);
      if (parts.entries.some((entry) => entries.has(entry))) found.add('overlap');
      const isUnknown = [parts, others].some((one) => mayShare(one, one === parts ? others : parts));
      if (isUnknown) found.add('unknown-overlap');
    }
  });
  return [...found];
}

/** Whether a set of rows of one figure may hold rows of the other one. */
function mayShare({ sets }: FigureParts, others: FigureParts): boolean {
  const listed = new Set(others.entries.map(recordOf));
  return sets.some(
    ({ record, types }) =>
      listed.has(record) ||
      others.sets.some(
        (other) => other.record === record && other.types.some((type) => types.includes(type)),
      ),
  );
}

function recordOf(entry: string): string {
  return entry.slice(0, entry.indexOf('#'));
}

/** Whether all of one figure is among what another is computed from. */
function isWithin(part: FigureParts, whole: FigureParts): boolean {
  const entries = new Set(whole.entries);
  return (
    part.entries.length > 0 &&
    part.entries.every((entry) => entries.has(entry)) &&
    part.entries.length < whole.entries.length
  );
}

function joinParts(figures: readonly FigureCover[]): FigureParts {
  return {
    entries: [...new Set(figures.flatMap(({ parts }) => parts.entries))].sort(),
    sets: figures.flatMap(({ parts }) => parts.sets),
  };
}

function floatOf(amount: Amount): number {
  return readFloat(String(amount));
}
