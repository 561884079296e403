import { BadInput } from '../errors.ts';
import { concatBytes } from './hex.ts';
import { type Json, type JsonLimits, type JsonObject, parseJson } from './json.ts';

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c] as const;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d] as const;
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Where a reader is: before the object; in it, before a name or a value; in a list of it; after it. */
type Place = 'start' | 'name' | 'colon' | 'value' | 'after-value' | 'item' | 'after-item' | 'end';

/** Where the bytes between values lead that need no closer look. */
const LEADS: Partial<Record<Place, Readonly<Record<number, Place | 'begin'>>>> = {
  start: { [OPEN_OBJECT]: 'name' },
  name: { [QUOTE]: 'begin' },
  colon: { [COLON]: 'value' },
  'after-item': { [COMMA]: 'item' },
  'after-value': { [COMMA]: 'name', [CLOSE_OBJECT]: 'end' },
};

/**
 * Reads a JSON object that comes in bytes and may be longer than the longest string. Each of its members, and each item of its lists, is
 * parsed as soon as it is there, as `parseJson` does; `limits` are those of one of them. What it returns is held whole.
 * @throws BadInput `json-…`; what the source throws
 */
export async function readJsonObject(
  source: AsyncIterable<Uint8Array>,
  limits: JsonLimits,
): Promise<JsonObject> {
  const reader = new ObjectReader(limits);
  for await (const chunk of source) reader.read(chunk);
  return reader.finish();
}

class ObjectReader {
  readonly #limits: JsonLimits;
  readonly #members = new Map<string, Json>();
  #place: Place = 'start';
  #name = '';
  #list: Json[] | null = null;
  /** Bytes before the current chunk. */
  #before = 0;
  /** Earlier parts of the value that is being read, their length, and how deep in it the reader is; null between values. */
  #parts: Uint8Array[] | null = null;
  #held = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isScalar = false;

  constructor(limits: JsonLimits) {
    this.#limits = limits;
  }

  read(chunk: Uint8Array): void {
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      if (this.#parts === null) {
        if (BLANKS.has(chunk[at]!)) continue;
        if (!this.#beginsValue(chunk[at]!, at)) continue;
        start = at;
      }
      const end = this.#step(chunk[at]!, at);
      if (end === null) continue;
      this.#keep(chunk.subarray(start, end));
      this.#take();
      // A number or word ends at the byte after it, which is still to be read.
      if (end === at) at--;
    }
    if (this.#parts !== null) this.#keep(chunk.slice(start));
    this.#before += chunk.length;
  }

  finish(): JsonObject {
    if (this.#place !== 'end') throw this.#refuse('the text ends too early', 0);
    return Object.fromEntries(this.#members);
  }

  #keep(part: Uint8Array): void {
    this.#held += part.length;
    if (this.#held > this.#limits.bytes)
      throw new BadInput('json-too-large', `a value has more than ${this.#limits.bytes} bytes`, this.#held);
    this.#parts!.push(part);
  }

  /** Reads a byte between values. Tells whether a value begins with it. */
  #beginsValue(byte: number, at: number): boolean {
    const next = this.#follow(byte);
    if (next === null) throw this.#refuse(`unexpected ${JSON.stringify(String.fromCharCode(byte))}`, at);
    if (next !== 'begin') {
      this.#place = next;
      return false;
    }
    this.#parts = [];
    this.#held = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#isScalar = byte !== QUOTE && byte !== OPEN_LIST && byte !== OPEN_OBJECT;
    return true;
  }

  /** Returns where a byte between values leads; null where it must not be there. */
  #follow(byte: number): Place | 'begin' | null {
    const place = this.#place;
    if (place === 'value' && byte === OPEN_LIST) {
      this.#list = [];
      return 'item';
    }
    // A comma must be followed by another member or item.
    if (place === 'name' && byte === CLOSE_OBJECT) return this.#members.size === 0 ? 'end' : null;
    if (place === 'item' && byte === CLOSE_LIST) return this.#list!.length === 0 ? this.#endList() : null;
    if (place === 'after-item' && byte === CLOSE_LIST) return this.#endList();
    return LEADS[place]?.[byte] ?? (place === 'value' || place === 'item' ? 'begin' : null);
  }

  #endList(): Place {
    this.#members.set(this.#name, this.#list);
    this.#list = null;
    return 'after-value';
  }

  /** Reads a byte of a value. Returns where the value ends in the chunk, null where it goes on. */
  #step(byte: number, at: number): number | null {
    if (this.#inString) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return this.#depth === 0 ? at + 1 : null;
      }
      return null;
    }
    if (this.#isScalar) return isEndOfScalar(byte) ? at : null;
    if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth++;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#depth--;
    return this.#depth === 0 && !this.#inString ? at + 1 : null;
  }

  /** Takes the value that was read whole. */
  #take(): void {
    const value = parseJson(concatBytes(...this.#parts!), this.#limits);
    this.#parts = null;
    if (this.#place === 'name') {
      this.#name = value as string;
      if (this.#members.has(this.#name))
        throw new BadInput(
          'json-duplicate-member',
          `the object has two members ${JSON.stringify(this.#name)}`,
          this.#name,
        );
      this.#place = 'colon';
    } else if (this.#list !== null) {
      this.#list.push(value);
      this.#place = 'after-item';
    } else {
      this.#members.set(this.#name, value);
      this.#place = 'after-value';
    }
  }

  #refuse(text: string, at: number): BadInput {
    return new BadInput('json-syntax', `${text}, at byte ${this.#before + at + 1}`);
  }
}

function isEndOfScalar(byte: number): boolean {
  return byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || BLANKS.has(byte);
}
