import { foldName, showName } from '../engine/rows/spelling.ts';
import { writeText, type Setter, setterOf } from './entry-members.ts';
import type { CellStyle } from './partial-entry.ts';
import { CellFault } from './cells/table-problem.ts';
import type { Cell } from './cells/table.ts';

/** Text of a cell → member of an entry → its text: a site and its country, or a fuel and the name that factors have for it. */
export type NameList = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A member that a name states, and how it is stored. */
export interface NamedMember {
  readonly text: string;
  readonly set: Setter;
}

/** How the texts of a list are stored, and whether it is about a column of units. */
export interface LookupStyle {
  readonly style: CellStyle;
  readonly isUnit: boolean;
}

const MOST_OFFERED = 3;
/** Names less alike are not offered. */
const ALIKE = 0.4;

/** Units differ by case: Mt and mt. Of all other names, spellings are one: Leeds, LEEDS and `Leeds `. */
const foldCell = (isUnit: boolean, text: string): string => (isUnit ? text.trim() : foldName(text));

/** Finds what a list says about the names in a column. */
export class NameLookup {
  readonly #column: string;
  readonly #names: readonly string[];
  readonly #members: ReadonlyMap<string, readonly NamedMember[]>;

  readonly #isUnit: boolean;

  constructor(column: string, list: NameList, { style, isUnit }: LookupStyle) {
    this.#column = column;
    this.#isUnit = isUnit;
    this.#names = Object.keys(list);
    this.#members = new Map(
      Object.entries(list).map(([name, members]) => [
        foldCell(isUnit, name),
        Object.entries(members).map(([member, text]) => ({ text, set: setterOf(member, style) })),
      ]),
    );
  }

  /** Returns the members that a cell states. @throws CellFault `unknown-name`, with the names that are most alike */
  find(cell: Cell): readonly NamedMember[] {
    const found = this.findOther(cell);
    if (found !== null) return found;
    const text = cell === null ? '' : writeText(cell);
    const offered = listAlike(text, this.#names);
    const message = `the list of ${this.#column} has no ${text}${offerNames(offered)}`;
    throw new CellFault('unknown-name', message, offered);
  }

  /** Returns the members that a cell states; null where the list does not have it. */
  findOther(cell: Cell): readonly NamedMember[] | null {
    return this.#members.get(foldCell(this.#isUnit, cell === null ? '' : writeText(cell))) ?? null;
  }
}

/** Returns the end of a message that offers names; empty without any. */
export function offerNames(names: readonly string[]): string {
  return names.length === 0 ? '' : `; did you mean ${names.join(', ')}?`;
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
