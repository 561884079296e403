/** Reads what R saved in a file of its XDR format, version 2: names, texts and matrices of numbers. */

/** A vector or matrix of numbers, column by column. */
export interface RNumbers {
  readonly values: readonly number[];
  readonly shape: readonly number[];
}
export type RValue = RNumbers | readonly (string | null)[] | { readonly [name: string]: RValue };

const HEADER = 'RDX2\nX\n';
const [PAIRS, TEXT, INTEGERS, FLOATS, TEXTS, LIST] = [2, 9, 13, 14, 16, 19];
const [NOTHING, REFERENCE] = [254, 255];

class Reader {
  readonly #bytes: Buffer;
  readonly #symbols: string[] = [];
  /** Behind the header: format, version of the writer, and the least one of a reader. */
  #at = HEADER.length + 12;

  constructor(bytes: Buffer) {
    if (bytes.toString('latin1', 0, HEADER.length) !== HEADER)
      throw new Error('not an uncompressed .RData file');
    this.#bytes = bytes;
  }

  #integer(): number {
    this.#at += 4;
    return this.#bytes.readInt32BE(this.#at - 4);
  }

  #numbers(size: number, read: (at: number) => number): number[] {
    const count = this.#integer();
    const values = Array.from({ length: count }, (_, index) => read(this.#at + index * size));
    this.#at += count * size;
    return values;
  }

  #text(): string | null {
    const length = this.#integer();
    if (length < 0) return null;
    this.#at += length;
    return this.#bytes.toString('utf8', this.#at - length, this.#at);
  }

  /** Returns the name of a symbol, which is written once and referred to from then on. */
  #symbol(flags: number): string {
    if ((flags & 255) === REFERENCE) return this.#symbols[(flags >> 8 || this.#integer()) - 1]!;
    this.#integer();
    const name = this.#text()!;
    this.#symbols.push(name);
    return name;
  }

  /** Returns the values of a list of pairs by name. */
  pairs(): Map<string, RValue> {
    const found = new Map<string, RValue>();
    for (let flags = this.#integer(); (flags & 255) !== NOTHING; flags = this.#integer()) {
      if ((flags & 255) !== PAIRS) throw new Error(`expected a pair, got type ${flags & 255}`);
      const name = this.#symbol(this.#integer());
      found.set(name, this.#value());
    }
    return found;
  }

  #value(): RValue {
    const flags = this.#integer();
    const type = flags & 255;
    if (type === NOTHING) return [];
    const items = this.#items(type);
    const about = (flags & 0x200) === 0 ? new Map<string, RValue>() : this.pairs();
    if (type === INTEGERS || type === FLOATS) {
      const shape = about.get('dim') as RNumbers | undefined;
      return { values: items as number[], shape: shape?.values ?? [items.length] };
    }
    if (type === TEXTS) return items as (string | null)[];
    const names = about.get('names') as readonly string[] | undefined;
    return Object.fromEntries((items as RValue[]).map((item, index) => [names?.[index] ?? index, item]));
  }

  #items(type: number): readonly unknown[] {
    if (type === INTEGERS) return this.#numbers(4, (at) => this.#bytes.readInt32BE(at));
    if (type === FLOATS) return this.#numbers(8, (at) => this.#bytes.readDoubleBE(at));
    const count = this.#integer();
    if (type === LIST) return Array.from({ length: count }, () => this.#value());
    if (type !== TEXTS) throw new Error(`can't read values of type ${type}`);
    return Array.from({ length: count }, () => {
      if ((this.#integer() & 255) !== TEXT) throw new Error('expected a text');
      return this.#text();
    });
  }
}

/** Returns the objects of a file that `save` wrote, by name. It has to be uncompressed. */
export function readRData(bytes: Buffer): Map<string, RValue> {
  return new Reader(bytes).pairs();
}
