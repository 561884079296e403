import { foldName, showName } from '../engine/rows/spelling.ts';
import { writeText, type Setter, setterOf, type CellStyle } from './entry-members.ts';
import { CellFault } from './cells/table-problem.ts';
import type { Cell } from './cells/table.ts';

/** Text of a cell → member of an entry → its text: a site and its country, or a fuel and the name that factors have for it. */
export type NameList = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A member that a name states, and how it is stored. */
export interface NamedMember {
  readonly text: string;
  readonly set: Setter;
}

const MOST_OFFERED = 3;
/** Names less alike are not offered. */
const ALIKE = 0.4;

/** Finds what a list says about the names in a column. Spellings of one name are one: Leeds, LEEDS and `Leeds `. */
export class NameLookup {
  readonly #column: string;
  readonly #names: readonly string[];
  readonly #members: ReadonlyMap<string, readonly NamedMember[]>;

  constructor(column: string, list: NameList, style: CellStyle) {
    this.#column = column;
    this.#names = Object.keys(list);
    this.#members = new Map(
      Object.entries(list).map(([name, members]) => [
        foldName(name),
        Object.entries(members).map(([member, text]) => ({ text, set: setterOf(member, style) })),
      ]),
    );
  }

  /** Returns the members that a cell states. @throws CellFault `unknown-name`, with the names that are most alike */
  find(cell: Cell): readonly NamedMember[] {
    const text = cell === null ? '' : writeText(cell);
    const found = this.#members.get(foldName(text));
    if (found !== undefined) return found;
    const alike = listAlike(text, this.#names);
    const offered = alike.length === 0 ? '' : `; did you mean ${alike.join(', ')}?`;
    throw new CellFault('unknown-name', `the list of ${this.#column} has no ${text}${offered}`);
  }
}

/** Returns the names that share most pairs of letters with a text (Dice's coefficient), the most alike first. */
export function listAlike(text: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, alike: compare(text, name) }))
    .filter(({ alike }) => alike >= ALIKE)
    .sort((one, other) => other.alike - one.alike)
    .slice(0, MOST_OFFERED)
    .map(({ name }) => name);
}

function compare(one: string, other: string): number {
  const [left, right] = [pairsOf(one), pairsOf(other)];
  const shared = left.filter((pair) => right.includes(pair)).length;
  return left.length + right.length === 0 ? 0 : (2 * shared) / (left.length + right.length);
}

function pairsOf(text: string): string[] {
  const folded = showName(foldName(text));
  return Array.from({ length: Math.max(0, folded.length - 1) }, (_, at) => folded.slice(at, at + 2));
}
