import { findMisalignments, type Alignment } from '../../jobs/derive/alignment.ts';
import { closesWithin, compareValues } from '../../jobs/derive/exact.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Slots } from '../handles/slots.ts';
import type { Reason } from '../reasons/reason.ts';
import { endsOf, sideOfZero, signOf } from './intervals.ts';

/** Whether one figure is larger than another, as far as the data tell. */
export type Judgement = -1 | 0 | 1 | 'undecided';

/** Checks that the figures in a and b count alike. */
export function alike(alignment: Alignment) {
  return (slots: Slots): readonly Reason[] => {
    const [a, b] = [slots.one('a', 'figure'), slots.one('b', 'figure')];
    return findMisalignments(a, b, alignment);
  };
}

/** Whether nothing states that a figure is uncertain. */
export function isCertain(figure: FigureItem): boolean {
  return endsOf(figure) === null;
}

/** Returns which of two figures is larger: by their values where neither has an interval, else by the interval of their difference. */
function judge(slots: Slots): Judgement {
  const [a, b] = [slots.one('a', 'figure'), slots.one('b', 'figure')];
  if (isCertain(a) && isCertain(b)) return compareValues(a, b) ?? 'undecided';
  const ends = slots.has('d') ? endsOf(slots.one('d', 'figure')) : null;
  const side = ends === null ? 0 : sideOfZero(ends);
  return side === 0 ? 'undecided' : side;
}

/**
 * Checks that d is the figure in a minus the figure in b: derived from these two in this order, or a figure of a run that is computed from
 * both and has this value.
 */
export function ownDifference(slots: Slots): readonly Reason[] {
  if (!slots.has('d')) return [];
  const [a, b, d] = (['a', 'b', 'd'] as const).map((slot) => slots.one(slot, 'figure')) as [
    FigureItem,
    FigureItem,
    FigureItem,
  ];
  if (d.source.is === 'derived') {
    const [first, second] = d.source.operands;
    const isOf = first === slots.handlesOf('a')[0] && second === slots.handlesOf('b')[0];
    const isDifference = d.source.operation === 'difference' || d.source.operation === 'change';
    return isOf && isDifference ? [] : ['foreign-difference'];
  }
  const isOf = [a, b].every(({ parts: { entries } }) => d.parts.entries.includes(entries[0] ?? ''));
  return isOf && isDifferenceValue(a, b, d) ? [] : ['foreign-difference'];
}

/** Whether a value is a difference, but for the rounding of the last digit of each value in its own unit. */
function isDifferenceValue(a: FigureItem, b: FigureItem, d: FigureItem): boolean {
  return [a, b].every((figure) => compareValues(figure, d) !== null) && closesWithin([b, d], a);
}

/** Checks that the data tell that a is larger than b (1), smaller (-1) or equal (0). */
export function judged(expected: -1 | 0 | 1) {
  return (slots: Slots): readonly Reason[] => {
    const found = judge(slots);
    if (found === expected) return [];
    if (found !== 'undecided') return ['false-statement'];
    return [slots.has('d') ? 'undecided' : 'unsure-comparison'];
  };
}

/** Checks that a figure is uncertain, and that 0 is inside the interval of the difference in d. */
export function zeroInside(slots: Slots): readonly Reason[] {
  const ends = endsOf(slots.one('d', 'figure'));
  if (ends === null) return ['no-interval'];
  return sideOfZero(ends) === 0 ? [] : ['decided'];
}

/** Checks that nothing states how sure the difference in d is, though one of its figures is uncertain. */
export function intervalUnknown(slots: Slots): readonly Reason[] {
  const isSure = isCertain(slots.one('a', 'figure')) && isCertain(slots.one('b', 'figure'));
  return !isSure && isCertain(slots.one('d', 'figure')) ? [] : ['decided'];
}

/** Checks that the values as they are stated are in this order, whatever their intervals are: for words that say just this. */
export function statedOrder(expected: -1 | 0 | 1) {
  return (slots: Slots): readonly Reason[] => {
    const found = compareValues(slots.one('a', 'figure'), slots.one('b', 'figure'));
    return found === expected ? [] : ['false-statement'];
  };
}

/** Checks the sign of the figure in a: 1, 0 or -1. */
export function signIs(expected: -1 | 0 | 1) {
  return (slots: Slots): readonly Reason[] =>
    signOf(slots.one('a', 'figure').value) === expected ? [] : ['false-statement'];
}
