import type { TableRow } from '../cells/table.ts';
import { isAmount, nameOf } from './cell-text.ts';
import { isKnownName } from './column-names.ts';
import type { Findings } from './finding.ts';
import { bareUnit } from './header-units.ts';

/** The texts above each other in a header of two rows. */
export type JoinedName = readonly [upper: string, lower: string];

/** Whether a header has a name more than once. */
export function isRepeating(names: readonly string[]): boolean {
  const filled = names.filter((name) => name !== '');
  return new Set(filled).size < filled.length;
}

/** Returns the upper names of a header, each also above the repeated names to its right that have none: those of cells that look merged. */
export function fillNames(upper: readonly string[], lower: readonly string[]): readonly string[] {
  if (!isRepeating(lower)) return upper;
  const filled = [...upper];
  for (const [index, name] of lower.entries())
    if (name !== '' && (filled[index] ?? '') === '') filled[index] = filled[index - 1] ?? '';
  return filled;
}

/** Joins a header of two rows: where names repeat, as below a merged cell, and the row below tells them apart. */
export function joinHeader(
  head: readonly TableRow[],
  at: number,
  findings: Findings,
): {
  readonly names: readonly string[];
  readonly next: number;
  readonly joined?: readonly (JoinedName | null)[];
} {
  const below = head[at + 1];
  const second = below?.cells.map(nameOf) ?? [];
  const first = fillNames(head[at]!.cells.map(nameOf), second);
  const alone = { names: head[at]!.cells.map(nameOf), next: at + 1 };
  if (below === undefined || !isRepeating(first) || below.cells.some((cell) => isAmount(cell))) return alone;
  const width = Math.max(first.length, second.length);
  const pairs = Array.from({ length: width }, (_, index): JoinedName => [
    first[index] ?? '',
    second[index] ?? '',
  ]);
  const names = pairs.map(([upper, lower]) => {
    if (upper === lower || lower === '') return upper;
    // A known name that is there once needs no text above it: `Amount` and `Units` below `Activity data`.
    const isEnough = isKnownName(lower) && !isKnownName(`${upper} ${lower}`);
    if (isEnough && second.indexOf(lower) === second.lastIndexOf(lower)) return lower;
    return upper === '' ? lower : bareUnit(lower) === null ? `${upper} ${lower}` : `${upper} (${lower})`;
  });
  if (isRepeating(names)) return alone;
  findings.add('joined-header', below.row, names.filter((name) => name !== '').join(', '));
  const joined = pairs.map((pair) => (pair[0] === pair[1] || pair.includes('') ? null : pair));
  return { names, next: at + 2, joined };
}
