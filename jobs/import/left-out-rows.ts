import type { LeftOutRow, Mapping } from '../../tables/column-plan.ts';
import { placeOf } from '../../tables/row-place.ts';

export { LEFT_OUT, SAME_AS } from '../../tables/special-names.ts';

/** More rows are left out by a name that they have. */
const MOST_ROWS = 1000;

/** Returns the numbers of rows in a text such as `30, 31, 80-85`; null where it has something else, or too many. */
export function parseRowNumbers(text: string): readonly number[] | null {
  const rows: number[] = [];
  for (const part of text.split(/[\s,;，；、]+/).filter((each) => each !== '')) {
    const [matched, first, last = first] = /^(\d{1,7})(?:[-–](\d{1,7}))?$/.exec(part) ?? [];
    if (matched === undefined) return null;
    const [from, until] = [Number(first), Number(last)];
    if (from < 1 || until < from || until - from >= MOST_ROWS) return null;
    for (let row = from; row <= until; row++) rows.push(row);
  }
  return rows.length === 0 || rows.length > MOST_ROWS ? null : [...new Set(rows)];
}

/** Returns a mapping that leaves out more rows of the file. */
export function leaveOut(mapping: Mapping, rows: readonly LeftOutRow[]): Mapping {
  const before = mapping.leftOut ?? [];
  const known = new Set(before.map(placeOf));
  return { ...mapping, leftOut: [...before, ...rows.filter((row) => !known.has(placeOf(row)))] };
}

/** Returns a mapping that imports a row after all. */
export function takeBack(mapping: Mapping, row: LeftOutRow): Mapping {
  const { leftOut = [], ...others } = mapping;
  const left = leftOut.filter((each) => placeOf(each) !== placeOf(row));
  return left.length === 0 ? others : { ...others, leftOut: left };
}
