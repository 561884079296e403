import type { Cell, TableRow } from '../cells/table.ts';
import { isAmount, isBlank, nameOf } from './cell-text.ts';
import { isKnownName } from './column-names.ts';
import { fillNames, isRepeating } from './header-names.ts';
import { readPeriodName } from '../cells/period-name.ts';

/** A header is among the first rows. */
const MOST_ABOVE = 60;
/** How much a name that is known counts more than one that says nothing. */
const KNOWN = 3;
/** A later row is only the header if it is better by more than this. */
const CLEARLY = 0.8;

/**
 * Returns where the header is among the first rows of a table. It has the columns that a mapping names; else it is the first row of texts or
 * periods that is about as wide as the rows below it, and has rows with numbers below.
 */
export function findHeader(head: readonly TableRow[], needed: readonly string[]): number {
  const first = head.findIndex(({ cells }) => isOfMembers(cells) || hasAll(cells, needed));
  if (first >= 0) return first;
  const scores = head.slice(0, MOST_ABOVE).map((_, index) => scoreOf(head, index));
  const best = Math.max(...scores);
  const found = best <= 0 ? 0 : scores.findIndex((score) => score >= CLEARLY * best);
  return isBelowNames(head, found) ? found - 1 : found;
}

/** Whether the names of a row repeat, as months below each fuel do, and the row above it tells them apart. */
function isBelowNames(head: readonly TableRow[], at: number): boolean {
  const [above, own] = [head[at - 1], head[at]!];
  const names = own.cells.map(nameOf);
  if (above === undefined || above.row !== own.row - 1 || !isRepeating(names)) return false;
  if (!above.cells.every((cell) => isBlank(cell) || isName(cell))) return false;
  const upper = fillNames(above.cells.map(nameOf), names);
  return !isRepeating(names.map((name, index) => (name === '' ? '' : `${upper[index] ?? ''}\n${name}`)));
}

/** Whether a row has the names of members of an entry, as files for the ledger have them. */
export function isOfMembers(cells: readonly Cell[]): boolean {
  return cells.includes('key') && cells.includes('value');
}

function hasAll(cells: readonly Cell[], needed: readonly string[]): boolean {
  return needed.length > 0 && needed.every((name) => cells.some((cell) => nameOf(cell) === name));
}

/** Returns how well a row does as the header; 0 if it cannot be one. */
function scoreOf(head: readonly TableRow[], index: number): number {
  const cells = head[index]!.cells.filter((cell) => !isBlank(cell));
  const names = cells.map(nameOf);
  if (cells.length < 2 || !cells.every((cell) => isName(cell))) return 0;
  const below = head.slice(index + 1, index + 1 + BELOW);
  const width = Math.max(0, ...below.map((row) => row.cells.filter((cell) => !isBlank(cell)).length));
  if (cells.length < width / 2) return 0;
  const hasNumbers = below.some((row) => row.cells.some((cell) => isAmount(cell)));
  const distinct = new Set(names).size;
  return distinct + KNOWN * names.filter(isKnownName).length + (hasNumbers ? KNOWN : 0);
}

const BELOW = 20;

/** Whether a cell can be the name of a column: a text that is not an amount, or a period. */
function isName(cell: Cell): boolean {
  return readPeriodName(cell) !== null || (typeof cell === 'string' && !isAmount(cell));
}
