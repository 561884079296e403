import { type Axis, checkLabels, checkNamesOnce, inHeader } from '../axis.ts';
import { collectRows } from '../collect-rows.ts';
import { faultIn } from '../fault.ts';
import type { RowTable } from '../text-rows.ts';

/** A matrix of stressors, as one file has it. */
export interface StressorRows {
  readonly file: string;
  readonly names: readonly string[];
  readonly values: Float64Array;
  readonly lines: readonly number[];
}

/** Checks the cells above the names of the rows. An empty cell says nothing. @throws DatasetRefused `header` */
export function checkCorner({ file, corner }: RowTable, expected: readonly (readonly string[])[]): void {
  for (const [at, words] of expected.entries()) {
    const found = corner[at]?.[0]?.trim().toLowerCase() ?? '';
    if (found !== '' && !words.includes(found))
      throw faultIn(file, 'header', `the header begins with "${found}", expected "${words.join('" or "')}"`, {
        row: at + 1,
      });
  }
}

/** Reads a matrix whose rows and columns are those of two axes. @throws DatasetRefused */
export async function readBetween(table: RowTable, rows: Axis, columns: Axis): Promise<Float64Array> {
  checkLabels(table.columns, columns, inHeader(table.file));
  const { labels, values, lines } = await collectRows(table, rows.regions.length * rows.items.length);
  checkLabels(
    labels.map((label) => label.slice(0, 2)),
    rows,
    { file: table.file, rowOf: (index) => lines[index] ?? lines.length + 1 },
  );
  return values;
}

/** Reads a matrix of stressors, whose columns are those of an axis. @throws DatasetRefused */
export async function readStressors(
  table: RowTable,
  columns: Axis,
  expected: number | null,
): Promise<StressorRows> {
  checkLabels(table.columns, columns, inHeader(table.file));
  const { labels, values, lines } = await collectRows(table, expected);
  const names = labels.map(joinNames);
  if (names.length === 0) throw faultIn(table.file, 'truncated', 'the file has no stressors', { row: 1 });
  checkNamesOnce(names, { file: table.file, rowOf: (index) => lines[index]! });
  return { file: table.file, names, values, lines };
}

/** Returns the name of a stressor whose parts, such as the compartment, have their own columns. */
export function joinNames(parts: readonly string[]): string {
  return parts.filter((part, at) => at === 0 || part.trim() !== '').join(', ');
}

/** Puts matrices with the same columns below each other. @throws DatasetRefused `label` if two have a stressor of the same name */
export function stack(parts: readonly StressorRows[]): {
  readonly names: string[];
  readonly values: Float64Array;
} {
  const seen = new Map<string, string>();
  for (const { file, names, lines } of parts)
    for (const [at, name] of names.entries()) {
      const other = seen.get(name);
      if (other !== undefined)
        throw faultIn(file, 'label', `"${name}" is in ${other} too: choose the accounts with --accounts`, {
          row: lines[at]!,
        });
      seen.set(name, file);
    }
  const names = parts.flatMap((part) => [...part.names]);
  if (parts.length === 1) return { names, values: parts[0]!.values };
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.values.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { names, values };
}
