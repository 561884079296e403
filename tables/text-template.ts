import { codeName, foldName } from '../engine/rows/spelling.ts';
import type { Cell } from './cells/table.ts';
import { writeText } from './entry-members.ts';

/** Members whose texts are identifiers: lower case, digits and few marks. */
const IDENTIFIERS = ['detail.identifier', 'detail.heldBy', 'detail.entity', 'detail.counterparty'];

/** A text of a member with the cells of columns in it, as `{Column}`. */
export class TextTemplate {
  readonly #text: string;
  readonly #columns: readonly { readonly place: string; readonly index: number }[];
  readonly #code: (text: string) => string;

  constructor(member: string, text: string, names: readonly string[]) {
    this.#text = text;
    this.#columns = names
      .map((name, index) => ({ name, place: `{${name}}`, index }))
      .filter(({ name, place }) => name !== '' && text.includes(place));
    const isWhole = this.#columns.some(({ place }) => place === text);
    this.#code = IDENTIFIERS.includes(member) ? codeIdentifier : isWhole ? (cell) => cell : codeName;
  }

  /** Whether no cell is in it. */
  get isFixed(): boolean {
    return this.#columns.length === 0;
  }

  /** Returns the text for a row; null where one of its cells is empty. */
  fill(cells: readonly Cell[]): string | null {
    const texts = this.#columns.map(({ place, index }) => [place, writeText(cells[index] ?? '')] as const);
    if (texts.some(([, text]) => text === '')) return null;
    return texts.reduce((filled, [place, text]) => filled.replaceAll(place, this.#code(text)), this.#text);
  }
}

/** Returns a name as a part of an identifier, each of them for one name. */
function codeIdentifier(name: string): string {
  return foldName(name).replaceAll(/[^a-z0-9._:-]/g, '_');
}

/** The text of a key, in which `{row}` is the place of the row. */
export class KeyTemplate {
  readonly #text: string;
  readonly #names: readonly string[];

  constructor(text: string, names: readonly string[]) {
    this.#text = text;
    this.#names = names;
  }

  fill(cells: readonly Cell[], place: string): string {
    return this.#text.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
      if (name === 'row') return place;
      const index = this.#names.indexOf(name);
      return index < 0 ? whole : codeName(writeText(cells[index] ?? ''));
    });
  }
}
