import { codeName, foldName } from '../engine/rows/spelling.ts';
import type { Cell } from './cells/table.ts';
import { writeText } from './entry-members.ts';

/** Members whose texts are identifiers: lower case, digits and few marks. */
const IDENTIFIERS = ['detail.identifier', 'detail.heldBy', 'detail.entity', 'detail.counterparty'];

/** A text of a member with the cells of columns in it, as `{Column}`. */
export class TextTemplate {
  /** Texts, and the places of columns between them. */
  readonly #parts: readonly (string | number)[];
  readonly #code: (text: string) => string;

  constructor(member: string, text: string, names: readonly string[]) {
    this.#parts = splitText(text, names);
    const isWhole = names.some((name) => text === `{${name}}`);
    this.#code = IDENTIFIERS.includes(member) ? codeIdentifier : isWhole ? (cell) => cell : codeName;
  }

  /** Whether no cell is in it. */
  get isFixed(): boolean {
    return this.#parts.every((part) => typeof part === 'string');
  }

  /** The last column whose cell is in it; -1 where none is. */
  get lastColumn(): number {
    return this.#parts.findLast((part) => typeof part === 'number') ?? -1;
  }

  /** Returns the text for a row; null where one of its cells is empty. */
  fill(cells: readonly Cell[]): string | null {
    let text = '';
    for (const part of this.#parts) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const cell = writeText(cells[part] ?? '');
      if (cell === '') return null;
      text += this.#code(cell);
    }
    return text;
  }
}

/** Returns the parts of a text with the cells of columns in it. */
function splitText(text: string, names: readonly string[]): readonly (string | number)[] {
  let parts: readonly (string | number)[] = [text];
  for (const [index, name] of names.entries()) {
    if (name === '') continue;
    parts = parts.flatMap((part) =>
      typeof part === 'number'
        ? [part]
        : part.split(`{${name}}`).flatMap((piece, at) => (at === 0 ? [piece] : [index, piece])),
    );
  }
  return parts;
}

/** Returns a name as a part of an identifier, each of them for one name. */
function codeIdentifier(name: string): string {
  return foldName(name).replaceAll(/[^a-z0-9._:-]/g, '_');
}

/** The text of a key, in which `{row}` is the place of the row. */
export class KeyTemplate {
  /** Texts, the places of columns between them, and null for the place of the row. */
  readonly #parts: readonly (string | number | null)[];

  constructor(text: string, names: readonly string[]) {
    this.#parts = text.split(/(\{[^{}]*\})/).map((part, at) => {
      if (part === '{row}') return null;
      const index = at % 2 === 0 ? -1 : names.indexOf(part.slice(1, -1));
      return index < 0 ? part : index;
    });
  }

  fill(cells: readonly Cell[], place: string): string {
    let text = '';
    for (const part of this.#parts)
      text += typeof part === 'number' ? codeName(writeText(cells[part] ?? '')) : (part ?? place);
    return text;
  }
}
