import { findMisalignments } from '../../jobs/derive/alignment.ts';
import { compareValues, roundLike } from '../../jobs/derive/exact.ts';
import type { FigureItem, FigureStanding } from '../handles/figure-item.ts';
import { isMadeFrom } from '../handles/made-from.ts';
import type { Slots } from '../handles/slots.ts';
import type { Reason } from '../reasons/reason.ts';
import { endsOf, sideOfZero, takenIn, widthOf } from './intervals.ts';

const hold = (isTrue: boolean, code: Reason = 'false-statement'): readonly Reason[] => (isTrue ? [] : [code]);

/** Checks whether the figure in a has an interval. */
export function hasInterval(expected: boolean) {
  return (slots: Slots): readonly Reason[] => hold((endsOf(slots.one('a', 'figure')) !== null) === expected);
}

/** Checks where 0 is: below the interval of a (1), inside it (0), above it (-1). */
export function zeroIs(expected: -1 | 0 | 1) {
  return (slots: Slots): readonly Reason[] => {
    const ends = endsOf(slots.one('a', 'figure'));
    return hold(ends !== null && sideOfZero(ends) === expected);
  };
}

/** Checks that both ends are not as far from the value, so that no single ± describes the interval. */
export function isUneven(slots: Slots): readonly Reason[] {
  const { below, above } = slots.one('a', 'figure').uncertainty ?? {};
  if (below === undefined || above === undefined) return ['false-statement'];
  const far = { value: below.replace('-', ''), unit: '%' };
  const [least, most] = [far.value, above].toSorted((one, other) => Number(one) - Number(other)) as [
    string,
    string,
  ];
  return hold(Number(most) - Number(least) > UNEVEN * Number(most), 'false-statement');
}

/** A difference of the two sides above this part of the larger one is one of their first two digits. */
const UNEVEN = 0.02;

/** Checks that the value is not inside its own interval. */
export function isOutsideOwn(slots: Slots): readonly Reason[] {
  const a = slots.one('a', 'figure');
  return hold(isInside(a, { value: a.value, unit: a.unit }) === false);
}

/** Checks that the interval of a is at most as wide as the percentage that the person gave, or wider. */
export function reaches(expected: boolean) {
  return (slots: Slots): readonly Reason[] => {
    const [a, g] = [slots.one('a', 'figure'), slots.one('g', 'given')];
    const width = widthOf(a);
    if (width === null) return ['false-statement'];
    const found = compareValues({ value: width, unit: '%' }, { value: g.value, unit: g.unit ?? '%' });
    return hold(found !== null && (found !== 1) === expected);
  };
}

/** Whether a value is inside the interval of a figure; null where nothing says so. */
function isInside(
  figure: FigureItem,
  valued: { readonly value: string; readonly unit: string },
): boolean | null {
  const ends = endsOf(figure);
  if (ends === null) return null;
  const [low, high] = [ends.low, ends.high].map((value) =>
    compareValues(valued, { value, unit: figure.unit }),
  );
  return low === null || high === null ? null : low !== -1 && high !== 1;
}

/** Checks that the number that the person gave is inside the interval of a, or outside it. */
export function givenInside(expected: boolean) {
  return (slots: Slots): readonly Reason[] => {
    const a = slots.one('a', 'figure');
    return hold(isInside(a, takenIn(slots.one('g', 'given'), a)) === expected);
  };
}

/** Checks that the number that the person gave is above the value of a (1), equal (0) or below it (-1). */
export function givenIs(expected: -1 | 0 | 1) {
  return (slots: Slots): readonly Reason[] => {
    const a = slots.one('a', 'figure');
    return hold(compareValues(takenIn(slots.one('g', 'given'), a), a) === expected);
  };
}

/** Checks that the value of a, rounded to the digits of the number that the person gave, is that number. */
export function givenRounds(slots: Slots): readonly Reason[] {
  const [a, g] = [slots.one('a', 'figure'), slots.one('g', 'given')];
  return hold((g.unit ?? a.unit) === a.unit && roundLike(a.value, g.value) === g.value);
}

/** Checks the standing of the record of a figure in a. */
export function standsAs(expected: FigureStanding) {
  return (slots: Slots): readonly Reason[] => {
    const { source } = slots.one('a', 'figure');
    return hold(source.is === 'proven' && source.standing === expected);
  };
}

/** Checks the standing of the record in r. */
export function recordStandsAs(expected: FigureStanding) {
  return (slots: Slots): readonly Reason[] => hold(slots.one('r', 'record').standing === expected);
}

/** Checks that a figure was computed here, or derived from others, and that nobody signed it. */
export function isUnsigned(slots: Slots): readonly Reason[] {
  return hold(slots.one('a', 'figure').source.is !== 'proven');
}

/** Checks whether an auditor gave an opinion on the record of a figure. */
export function isAssured(expected: boolean) {
  return (slots: Slots): readonly Reason[] => {
    const { source } = slots.one('a', 'figure');
    return hold(source.is === 'proven' && source.opinions.length > 0 === expected);
  };
}

/** Checks whether an auditor gave an opinion on a record. */
export function isRecordAssured(expected: boolean) {
  return (slots: Slots): readonly Reason[] => hold(slots.one('r', 'record').opinions.length > 0 === expected);
}

/** Checks that the figure in x does not resolve: its proof does not verify. */
export function isUnproven(slots: Slots): readonly Reason[] {
  const { source } = slots.one('x', 'figure');
  return hold(source.is === 'proven' && source.verdict !== 'verified');
}

/** In what two figures can differ. */
export const RESPECTS = {
  method: (one: FigureItem, other: FigureItem) => one.method !== other.method,
  gases: (one: FigureItem, other: FigureItem) =>
    findMisalignments(one, other, 'alike').includes('other-gases'),
  'gwp-set': (one: FigureItem, other: FigureItem) => one.gwpSet !== other.gwpSet,
  period: (one: FigureItem, other: FigureItem) => one.from !== other.from || one.until !== other.until,
  conditions: (one: FigureItem, other: FigureItem) =>
    findMisalignments(one, other, 'alike').includes('other-conditions'),
  unit: (one: FigureItem, other: FigureItem) => findMisalignments(one, other, 'alike').includes('other-unit'),
  party: (one: FigureItem, other: FigureItem) => one.party?.id !== other.party?.id,
  version: (one: FigureItem, other: FigureItem) =>
    one.key === other.key &&
    one.party?.id === other.party?.id &&
    one.source.is === 'proven' &&
    other.source.is === 'proven' &&
    one.source.stream === other.source.stream &&
    one.source.sequence !== other.source.sequence,
  rows: (one: FigureItem, other: FigureItem) =>
    String(one.parts.entries.slice(1)) !== String(other.parts.entries.slice(1)),
} as const;
export type Respect = keyof typeof RESPECTS;

/** Checks that two figures differ in a respect. */
export function differIn(respect: Respect) {
  return (slots: Slots): readonly Reason[] =>
    hold(RESPECTS[respect](slots.one('a', 'figure'), slots.one('b', 'figure')));
}

/** Checks that two figures are computed or counted in different ways. */
export function areDifferent(slots: Slots): readonly Reason[] {
  const [a, b] = [slots.one('a', 'figure'), slots.one('b', 'figure')];
  const ways = ['method', 'gases', 'gwp-set', 'conditions', 'period', 'rows'] as const;
  return hold(ways.some((respect) => RESPECTS[respect](a, b)));
}

/** Checks that two figures cannot be compared: the program then says why. */
export function areMisaligned(slots: Slots): readonly Reason[] {
  return hold(findMisalignments(slots.one('a', 'figure'), slots.one('b', 'figure'), 'alike').length > 0);
}

/** Checks that the figure in a is made from each of those in a slot. */
export function madeFrom(slot: 'm' | 'w') {
  return (slots: Slots): readonly Reason[] => {
    const a = slots.one('a', 'figure');
    const parts = slots.handlesOf(slot).map((handle) => slots.handles.find(handle));
    return hold(
      parts.every((part) => part !== null && isMadeFrom(a, part)),
      'foreign-row',
    );
  };
}

/** Checks that each figure in m is made from something of the record in r. */
export function dependOn(slots: Slots): readonly Reason[] {
  const record = slots.one('r', 'record');
  return hold(
    slots.all('m', 'figure').every((figure) => isMadeFrom(figure, record)),
    'foreign-row',
  );
}

/** Checks that no other row adds more to the variance of a than the row in w. */
export function leastSure(slots: Slots): readonly Reason[] {
  const [a, w] = [slots.one('a', 'figure'), slots.one('w', 'row')];
  const [first] = a.uncertainty?.contributions ?? [];
  return hold(first?.record === w.record && first.key === w.key, 'foreign-row');
}

/** Checks that the figure in a is of the run in u. */
export function ofRun(slots: Slots): readonly Reason[] {
  const { source } = slots.one('a', 'figure');
  return hold(source.is === 'computed' && source.run === slots.handlesOf('u')[0], 'unknown-run');
}

/** Checks that the rows in w are those that the run in u has otherwise, and no others. */
export function areChanged(slots: Slots): readonly Reason[] {
  const { changed = [] } = slots.one('u', 'run');
  const named = slots.handlesOf('w');
  return hold(
    changed.length === named.length && changed.every((handle) => named.includes(handle)),
    'foreign-row',
  );
}

/** Checks that the clause in k is of the method of the figure in a. */
export function ofMethod(slots: Slots): readonly Reason[] {
  return hold(slots.one('k', 'clause').method === slots.one('a', 'figure').method, 'foreign-clause');
}

/** Checks that a person accepted the choice in h. */
export function isAccepted(slots: Slots): readonly Reason[] {
  return hold(slots.one('h', 'candidate').isAccepted);
}

/** Checks that nothing, or something, was counted. */
export function isNone(expected: boolean) {
  return (slots: Slots): readonly Reason[] => hold((slots.one('c', 'count').count === 0) === expected);
}

/** Checks that the finding in e is about what is in a slot. */
export function isAbout(slot: string) {
  return (slots: Slots): readonly Reason[] =>
    hold(slots.handlesOf(slot).every((handle) => slots.one('e', 'finding').about.includes(handle)));
}

/** Checks that a figure was derived by an operation. */
export function derivedBy(operation: 'per-head' | 'conversion' | 'ratio') {
  return (slots: Slots): readonly Reason[] => {
    const { source } = slots.one('a', 'figure');
    return hold(source.is === 'derived' && source.operation === operation);
  };
}
