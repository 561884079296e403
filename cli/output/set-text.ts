import type { Selection } from '../../core/records/selection.ts';
import { formatCount, formatPeriod, plainText } from './text-format.ts';
import { listKeys } from './wrap-text.ts';

/** Returns a set of rows for people: how many they are, their sum if they are added, and what selects them. */
export function describeSet({
  selection,
  count,
  sum,
  unit,
}: {
  readonly selection: Selection;
  readonly count: number;
  readonly sum: string | null;
  readonly unit: string;
}): string {
  const rows = `${formatCount(count, 'row')}, ${describeSelection(selection)}`;
  return sum === null ? rows : `${plainText(sum)} ${plainText(unit)}  ${rows}`;
}

/** Returns what a selection asks for, in words. */
export function describeSelection({ rows, where = {}, within, keys, except = [] }: Selection): string {
  const asked = [
    ...(rows === undefined ? [] : [rows.map(plainText).join(' or ')]),
    ...Object.entries(where).map(([name, text]) =>
      text === null ? `no ${plainText(name)}` : `${plainText(name)} ${plainText(text)}`,
    ),
    ...(within === undefined ? [] : [formatPeriod(within.from, within.until)]),
    ...(keys === undefined ? [] : [listKeys(keys)]),
    ...(except.length === 0 ? [] : [`not ${listKeys(except)}`]),
  ];
  return asked.length === 0 ? 'all' : asked.join(', ');
}
