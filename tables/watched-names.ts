import { foldName } from '../engine/rows/spelling.ts';
import { comparePairs, type PairedName, pairName } from './alike-names.ts';
import type { Cell } from './cells/table.ts';
import type { ColumnPlan, TwoNames } from './column-plan.ts';

/** Spellings of one name, which count as one. */
export interface MergedName {
  readonly column: string;
  /** As they are in the cells, with their blanks. */
  readonly spellings: readonly string[];
}

/** Two names of a column that may be one, which is for a person to say. */
export interface AlikeNames {
  readonly column: string;
  readonly names: readonly [string, string];
  /** How alike they are, up to 1. */
  readonly score: number;
}

/** What the names in the columns of a table have in common. */
export interface NamesFound {
  readonly merged: readonly MergedName[];
  readonly alike: readonly AlikeNames[];
}

/** Members whose texts name a thing that has one name. */
const NAMED = ['facility', 'entity', 'supplier', 'counterparty', 'fuel', 'item', 'process', 'good', 'gas'];
/** So many texts of a column are watched. */
const MOST_TEXTS = 2000;
const MOST_FOUND = 100;
/** Names that are less alike are not shown as one. */
const ALIKE = 0.75;

interface Watched {
  readonly index: number;
  readonly column: string;
  /** Whether a list says what each name is: then no two are offered as one. */
  readonly isListed: boolean;
  /** The names that a list of some says something about, folded: they are not offered. */
  readonly said: ReadonlySet<string>;
  /** Each text once, with its blanks. */
  readonly texts: Set<string>;
}

/** Keeps the names in the columns of a table while it is read. */
export class WatchedNames {
  readonly #columns: readonly Watched[];
  readonly #two: ReadonlySet<string>;

  constructor({ columns, lookups, twoNames }: Pick<ColumnPlan, 'columns' | 'lookups' | 'twoNames'>) {
    const named = columns.filter(({ member }) => isNamed(member));
    const listed = lookups.filter((list) => named.every(({ name }) => name !== list.name));
    const watch = ({ index, name }: { index: number; name: string }, isListed: boolean): Watched => {
      const list = lookups.find((each) => each.name === name)?.list ?? {};
      const said = new Set(Object.keys(list).map(foldName));
      return { index, column: name, isListed, said, texts: new Set() };
    };
    this.#columns = [
      ...named.map((column) => watch(column, false)),
      ...listed.map((list) => watch(list, true)),
    ];
    this.#two = new Set(twoNames.map(pairKey));
  }

  add(cells: readonly Cell[]): void {
    for (const { index, texts } of this.#columns) {
      const cell = cells[index];
      if (typeof cell === 'string' && cell.trim() !== '' && texts.size < MOST_TEXTS) texts.add(cell);
    }
  }

  /** What was found so far. */
  get found(): NamesFound {
    const merged = this.#columns.flatMap(groupTexts).filter(({ spellings }) => spellings.length > 1);
    const open = this.#columns.filter(({ isListed }) => !isListed);
    return {
      merged: merged.slice(0, MOST_FOUND),
      alike: open
        .flatMap((column) => findAlike(groupTexts(column).filter((name) => !isSaid(name, column))))
        .filter((pair) => !this.#two.has(pairKey(pair)))
        .sort((one, other) => other.score - one.score)
        .slice(0, MOST_FOUND),
    };
  }
}

function isNamed(member: string): boolean {
  return NAMED.includes(member.replace('detail.', ''));
}

/** Returns the texts of a column by their names. */
function groupTexts({ column, texts }: Watched): MergedName[] {
  return [...Map.groupBy(texts, foldName).values()].map((spellings) => ({ column, spellings }));
}

/** Whether a list says something about a name. */
function isSaid({ spellings: [first = ''] }: MergedName, { said }: Watched): boolean {
  return said.has(foldName(first));
}

/** What two names of a column are known by, in either order. */
export function pairKey({ column, names }: TwoNames): string {
  return JSON.stringify([column, ...names.map(foldName).sort()]);
}

/** A name with what tells it apart at once. */
interface NumberedName extends PairedName {
  readonly spelling: string;
  /** The numbers in it. */
  readonly digits: string;
}

/** Compares the names of one column, each with those after it. */
function findAlike(groups: readonly MergedName[]): AlikeNames[] {
  const names = groups.map(({ spellings }) => numberName(spellings[0]!));
  const found: AlikeNames[] = [];
  for (const [index, { column }] of groups.entries()) {
    const name = names[index]!;
    for (let at = index + 1; at < names.length; at++) {
      const other = names[at]!;
      if (!isNear(name, other)) continue;
      const score = comparePairs(name, other);
      if (score >= ALIKE) found.push({ column, names: [name.spelling, other.spelling], score });
    }
  }
  return found;
}

function numberName(text: string): NumberedName {
  const paired = pairName(stripMarks(text));
  return { ...paired, spelling: text.trim(), digits: paired.folded.replaceAll(/\D+/g, ' ').trim() };
}

/** Whether names may be one at all: a number in them tells things apart, and so does a length that is far from the other. */
function isNear(one: NumberedName, other: NumberedName): boolean {
  const [left, right] = [one.pairs.length, other.pairs.length];
  return one.digits === other.digits && Math.min(left, right) * 2 >= Math.max(left, right);
}

/** Returns a text with its letters without marks: Gdansk of Gdańsk, Lodz of Łódź. */
function stripMarks(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[łŁøØđĐıßæœ]/g, (letter) => LETTERS[letter] ?? letter);
}

const LETTERS: Readonly<Record<string, string>> = {
  ...{ ł: 'l', Ł: 'L', ø: 'o', Ø: 'O', đ: 'd', Đ: 'D' },
  ...{ ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' },
};
