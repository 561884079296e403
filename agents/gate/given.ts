import { findGiven } from '../handles/find-given.ts';
import type { GivenItem } from '../handles/item.ts';

/** Whether the program reads this number at this place of a question. */
export function readsGiven(item: GivenItem, question: string): boolean {
  return findGiven(question).some(
    ({ value, unit, from, until }) =>
      value === item.value && unit === item.unit && from === item.from && until === item.until,
  );
}
