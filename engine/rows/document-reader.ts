import { openSha256 } from '../../core/hashing/sha256.ts';
import { EngineError } from '../errors/engine-error.ts';

/** The bytes of a document, wherever they are. Nothing about them is trusted. */
export interface DocumentSource {
  /** In bytes. */
  readonly size: number;
  /** Returns the bytes from `start` to before `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are read at once. */
const PIECE = 1 << 20;
/** The most bytes that are taken at once. */
const MOST_TAKEN = 1 << 26;

/**
 * Reads a document from its beginning to its end and hashes each byte once, as it passes. What was read before its turn, such as the end of a
 * Parquet file, is compared when its turn comes. So all that a reader was given is what the hash is of, even if the source changes meanwhile.
 */
export class DocumentReader {
  readonly size: number;
  readonly #source: DocumentSource;
  readonly #name: string;
  readonly #hash = openSha256();
  readonly #peeked: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  #at = 0;

  /** `name` is the SHA-256 that the document must have, as 64 hex digits. */
  constructor(source: DocumentSource, name: string) {
    this.size = source.size;
    this.#source = source;
    this.#name = name;
  }

  /** Returns an error about the document. */
  fault(text: string): EngineError {
    const place = { record: '', key: '', column: `documents.${this.#name}` };
    return new EngineError('bad-document', `document ${this.#name}: ${text}`, this.#name, place);
  }

  /** Returns bytes before their turn. */
  async peek(start: number, end: number): Promise<Uint8Array> {
    const bytes = await this.#read(start, end);
    this.#peeked.push({ start, bytes });
    return bytes;
  }

  /** Returns the bytes from `start` to before `end`, after passing those before. They must not have passed. */
  async take(start: number, end: number): Promise<Uint8Array> {
    if (start < this.#at || end < start || end > this.size || end - start > MOST_TAKEN)
      throw this.fault(
        `expected parts of at most ${MOST_TAKEN} bytes that do not overlap, got bytes ${start} to ${end} of ${this.size}`,
      );
    while (this.#at < start) await this.#pass(this.#at + PIECE < start ? this.#at + PIECE : start);
    return this.#pass(end);
  }

  /** Yields all bytes from here to the end. */
  async *takeAll(): AsyncGenerator<Uint8Array> {
    while (this.#at < this.size) yield await this.#pass(this.#nextPiece());
  }

  /** Passes what is left, and compares the hash. @throws EngineError `bad-document` */
  async finish(): Promise<void> {
    while (this.#at < this.size) await this.#pass(this.#nextPiece());
    const digest = this.#hash.digest();
    if (digest !== this.#name) throw this.fault(`its ${this.size} bytes have the SHA-256 ${digest}`);
  }

  #nextPiece(): number {
    return this.#at + PIECE < this.size ? this.#at + PIECE : this.size;
  }

  async #pass(end: number): Promise<Uint8Array> {
    const start = this.#at;
    const bytes = await this.#read(start, end);
    this.#hash.update(bytes);
    for (const peeked of this.#peeked) this.#compare(peeked, { start, bytes });
    this.#at = end;
    return bytes;
  }

  #compare(peeked: { start: number; bytes: Uint8Array }, passed: { start: number; bytes: Uint8Array }): void {
    const from = peeked.start > passed.start ? peeked.start : passed.start;
    const [a, b] = [peeked.start + peeked.bytes.length, passed.start + passed.bytes.length];
    const until = a < b ? a : b;
    for (let at = from; at < until; at++)
      if (peeked.bytes[at - peeked.start] !== passed.bytes[at - passed.start])
        throw this.fault('it changed while it was read');
  }

  async #read(start: number, end: number): Promise<Uint8Array> {
    const bytes = await this.#source.read(start, end);
    if (bytes.length === end - start) return bytes;
    throw this.fault(`it ends after ${start + bytes.length} bytes, expected ${this.size}`);
  }
}
