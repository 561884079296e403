import { findMisalignments } from '../../jobs/derive/alignment.ts';
import { findOverlaps } from '../../jobs/derive/derive-figure.ts';
import { closesWithin, compareValues } from '../../jobs/derive/exact.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Slots } from '../handles/slots.ts';
import type { Reason } from '../reasons/reason.ts';
import { signOf } from './intervals.ts';

/** Checks that the parts in m and the whole in b count alike, and that no two parts count something twice. */
export function partsAlike(slots: Slots): readonly Reason[] {
  const [parts, whole] = [slots.all('m', 'figure'), slots.one('b', 'figure')];
  const found = parts.flatMap((part) => findMisalignments(part, whole, 'alike'));
  return [...new Set([...found, ...findOverlaps(parts)])];
}

/** Checks that parts add up to a whole, but for the rounding of the last digit of each; or that they do not. */
export function addsUp(expected: boolean) {
  return (slots: Slots): readonly Reason[] =>
    closesWithin(slots.all('m', 'figure'), slots.one('b', 'figure')) === expected ? [] : ['false-statement'];
}

/** Checks that the parts in m and the whole in b are of one run or record: it decided that they are parts. */
export function ofOneRun(slots: Slots): readonly Reason[] {
  const [parts, whole] = [slots.all('m', 'figure'), slots.one('b', 'figure')];
  const found = parts.flatMap((part) => findMisalignments(part, whole, 'alike'));
  const isOfOne = parts.every((part) => nameSource(part) !== null && nameSource(part) === nameSource(whole));
  return [...new Set(found), ...(isOfOne ? [] : (['unknown-run'] as const))];
}

function nameSource({ source }: FigureItem): string | null {
  if (source.is === 'computed') return source.run;
  return source.is === 'proven' ? source.record : null;
}

/** Checks that s is the share that the figure in a has in the figure in b. */
export function ownShare(slots: Slots): readonly Reason[] {
  const { source } = slots.one('s', 'figure');
  const isOf =
    source.is === 'derived' &&
    source.operation === 'share' &&
    source.operands[0] === slots.handlesOf('a')[0] &&
    source.operands[1] === slots.handlesOf('b')[0];
  return isOf ? [] : ['foreign-share'];
}

/** Checks that the share in s is more than that of all the rest. */
export function isMajority(slots: Slots): readonly Reason[] {
  const isMore = compareValues(slots.one('s', 'figure'), { value: '50', unit: '%' }) === 1;
  return isMore ? [] : ['false-statement'];
}

/** Checks that the figures of an order count alike, and that each value is at least the next one. */
export function ordered(slots: Slots): readonly Reason[] {
  const figures = sortedFigures(slots);
  const [first, ...others] = figures;
  const misaligned = others.flatMap((other) => findMisalignments(other, first!, 'alike'));
  if (misaligned.length > 0) return [...new Set(misaligned)];
  const isOrdered = others.every((other, at) => compareValues(figures[at]!, other) !== -1);
  return isOrdered ? [] : ['wrong-order'];
}

/** Checks that the figure in a is among those that were sorted. */
export function inOrder(slots: Slots): readonly Reason[] {
  const isThere = slots.one('o', 'order').figures.includes(slots.handlesOf('a')[0]!);
  return isThere ? [] : ['not-in-order'];
}

/** Checks that no figure of the order is larger than the one in a (1), or smaller (-1). */
export function isExtreme(side: 1 | -1) {
  return (slots: Slots): readonly Reason[] => {
    const a = slots.one('a', 'figure');
    const isIt = sortedFigures(slots).every((other) => compareValues(other, a) !== side);
    return isIt ? [] : ['false-statement'];
  };
}

function sortedFigures(slots: Slots): readonly FigureItem[] {
  return slots.one('o', 'order').figures.flatMap((handle) => {
    const item = slots.handles.find(handle);
    return item?.kind === 'figure' ? item : [];
  });
}

/** Checks that the figures in m count alike over time, and that each period begins when the one before has ended, or later. */
export function inTime(slots: Slots): readonly Reason[] {
  const figures = slots.all('m', 'figure');
  const [first, ...others] = figures;
  const misaligned = others.flatMap((other) => findMisalignments(other, first!, 'alike-over-time'));
  if (misaligned.length > 0) return [...new Set(misaligned)];
  return others.every(({ from }, at) => from >= figures[at]!.until) ? [] : ['other-period'];
}

/** Checks that each stated value is above the one before (1), or below it (-1). */
export function moves(side: 1 | -1) {
  return (slots: Slots): readonly Reason[] => {
    const figures = slots.all('m', 'figure');
    const isSo = figures.slice(1).every((figure, at) => compareValues(figure, figures[at]!) === side);
    return isSo && figures.length > 1 ? [] : ['false-statement'];
  };
}

/** Checks that a is later than b. */
export function isLater(slots: Slots): readonly Reason[] {
  return slots.one('a', 'figure').from >= slots.one('b', 'figure').until ? [] : ['other-period'];
}

/** What an account counts, by the first name of the keys of its figures: what is not named here counts emissions. */
const ACCOUNTS = ['avoided', 'nature', 'land-use', 'biogenic', 'outside-scopes'];

function accountOf({ key, value }: FigureItem): string {
  const first = ACCOUNTS.find((account) => key === account || key.startsWith(`${account}/`));
  return first ?? (signOf(value) === -1 ? 'removals' : 'emissions');
}

/** Checks that two figures are of different accounts, which are never netted. */
export function ofOtherAccounts(slots: Slots): readonly Reason[] {
  const [a, b] = [slots.one('a', 'figure'), slots.one('b', 'figure')];
  return accountOf(a) === accountOf(b) ? ['false-statement'] : [];
}
