import type { TableCode } from '../cells/table-problem.ts';
import { faultIn, labelOf } from './fault.ts';

/** Two names of each row or column: region and sector, or region and category. They are all pairs of both lists, regions first. */
export interface Axis {
  readonly regions: readonly string[];
  readonly items: readonly string[];
}

/** Where the labels of an axis are: in a line of the header, or each in its own row. */
export interface AxisPlace {
  readonly file: string;
  /** Returns the row of a label, by its index from 0; null for labels of the header. */
  readonly rowOf: ((index: number) => number) | null;
  /** The line of the header. Absent: the first. */
  readonly headerRow?: number;
}

/** Returns the place of labels in the header of a file. */
export function inHeader(file: string): AxisPlace {
  return { file, rowOf: null };
}

/**
 * Returns the regions and items of labels, which are all pairs, region by region, each region with the same items in the same order.
 * @throws DatasetRefused `label` with the first label that is not
 */
export function makeAxis(labels: readonly (readonly [string, string])[], place: AxisPlace): Axis {
  const regions = [...new Set(labels.map(([region]) => region))];
  const items = labels.filter(([region]) => region === regions[0]).map(([, item]) => item);
  const axis = { regions, items };
  checkNames(axis, labels, place);
  checkLabels(labels, axis, place);
  return axis;
}

/** Checks that labels are those of an axis, in its order. @throws DatasetRefused `label` with the first one that is not */
export function checkLabels(labels: readonly (readonly string[])[], axis: Axis, place: AxisPlace): void {
  const { regions, items } = axis;
  const count = regions.length * items.length;
  for (let index = 0; index < Math.max(labels.length, count); index++) {
    const [region, item] = labels[index] ?? [];
    const [wantedRegion, wantedItem] = labelAt(axis, index) ?? [];
    if (region !== undefined && region === wantedRegion && item === wantedItem) continue;
    const wanted = wantedRegion === undefined ? 'no more' : `"${labelOf([wantedRegion, wantedItem!])}"`;
    if (labels[index] === undefined) {
      const code = place.rowOf === null ? 'label' : 'truncated';
      throw labelFault(place, index, null, `there is no label ${wanted}`, code);
    }
    const shown = labelOf([region!, item ?? '']);
    const isTwice = labels.findIndex(([r, i]) => r === region && i === item) < index;
    throw labelFault(
      place,
      index,
      shown,
      isTwice ? `"${shown}" is there twice` : `got "${shown}", expected ${wanted}`,
    );
  }
}

/** Returns the two names at an index; null behind the last. */
export function labelAt({ regions, items }: Axis, index: number): readonly [string, string] | null {
  const region = regions[Math.floor(index / items.length)];
  return region === undefined ? null : [region, items[index % items.length]!];
}

/** Checks that a list of single names has each once, and none empty. @throws DatasetRefused `label` */
export function checkNamesOnce(names: readonly string[], place: AxisPlace): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name.trim() === '') throw labelFault(place, index, null, 'a name is empty');
    if (seen.has(name)) throw labelFault(place, index, name, `"${name}" is there twice`);
    seen.add(name);
  }
}

function checkNames({ items }: Axis, labels: readonly (readonly [string, string])[], place: AxisPlace): void {
  const blank = labels.findIndex((label) => label.some((name) => name.trim() === ''));
  if (blank !== -1) throw labelFault(place, blank, labelOf(labels[blank]!), 'a name is empty');
  const twice = items.findIndex((item, at) => items.indexOf(item) < at);
  if (twice !== -1) {
    const shown = labelOf(labels.filter(([region]) => region === labels[0]![0])[twice]!);
    throw labelFault(place, twice, shown, `"${shown}" is there twice`);
  }
}

function labelFault(
  { file, rowOf, headerRow = 1 }: AxisPlace,
  index: number,
  label: string | null,
  message: string,
  code: TableCode = 'label',
): Error {
  const place = rowOf === null ? { row: headerRow, column: label } : { row: rowOf(index), column: null };
  return faultIn(file, code, message, place);
}
