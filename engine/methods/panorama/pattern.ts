/** What the names in braces of a pattern are bound to. */
export type Bound = ReadonlyMap<string, string>;

const NAME = /\{([a-z]+)\}/g;

/** A key with names in braces for some of its segments, such as `production/{about}/CO2/{year}`. */
export class Pattern {
  readonly #names: readonly string[];
  readonly #expression: RegExp;
  /** What keys of it begin with: most other keys do not. */
  readonly #start: string;

  constructor(text: string) {
    const pieces = text.split(NAME);
    this.#names = pieces.filter((_, index) => index % 2 === 1);
    const source = pieces.map((piece, index) => (index % 2 === 1 ? '([^/]+)' : escape(piece))).join('');
    this.#expression = new RegExp(`^${source}$`);
    this.#start = pieces[0]!;
  }

  /**
   * Returns what the names are bound to where a key is of the pattern; null for other keys. No other name is bound to what `{about}` is: a
   * partner of a region is not the region itself.
   */
  match(key: string): Bound | null {
    if (!key.startsWith(this.#start)) return null;
    const found = this.#expression.exec(key);
    if (found === null) return null;
    const bound = new Map(this.#names.map((name, index) => [name, found[index + 1]!]));
    const about = bound.get('about');
    const isOther =
      about === undefined ||
      this.#names.every((name, index) => name === 'about' || found[index + 1] !== about);
    return isOther ? bound : null;
  }
}

/** Returns a text with what its names in braces are bound to, and `null` where one of them is bound to nothing. */
export function fillNames(text: string, bound: Bound): string | null {
  const isWhole = [...text.matchAll(NAME)].every(([, name]) => bound.has(name!));
  return isWhole ? text.replaceAll(NAME, (_, name: string) => bound.get(name)!) : null;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
