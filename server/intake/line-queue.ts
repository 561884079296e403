/** A line of a body. */
export interface Line {
  /** Counted from 1, blank lines too. */
  readonly number: number;
  /** Without its line feed; null of one that is too long, which is not kept. */
  readonly bytes: Uint8Array | null;
}

/** How much of a body is held and handed on at once. */
export interface LineLimits {
  readonly maxLines: number;
  /** Of all lines together; one line may have more. */
  readonly maxBytes: number;
  /** Of one line. */
  readonly maxLine: number;
}

const LINE_FEED = 0x0a;
const BLANKS = new Set([0x20, 0x09, 0x0d]);

/**
 * Lines of a body between the one who sends and the one who takes them: it reads on while there is room, and no further.
 * Lines are handed on as soon as there are any where none are under way; while some are, when as many have come as there is room
 * for, so that a fast sender's lines go many at a time. Blank ones are counted and left out.
 */
export class LineQueue {
  readonly #limits: LineLimits;
  readonly #onLine: () => void;
  #lines: Line[] = [];
  #bytes = 0;
  #number = 0;
  /** How often lines were handed on and not answered yet. */
  #taken = 0;
  #discarding = false;
  #ended = false;
  #failure: { readonly cause: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(limits: LineLimits, onLine: () => void) {
    this.#limits = limits;
    this.#onLine = onLine;
  }

  /** Reads a body to its end; what it fails with, `take` throws. */
  async fill(body: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.#readBody(body);
    } catch (cause) {
      this.#failure = { cause };
    }
    this.#ended = true;
    this.#wake();
  }

  /** Returns the lines that have come, at least one, none at the end of the body. @throws what the body failed with */
  async take(): Promise<Line[]> {
    while (!this.#ended && (this.#lines.length === 0 || (this.#taken > 0 && this.#hasRoom())))
      await this.#change();
    if (this.#failure !== null) throw this.#failure.cause;
    this.#taken++;
    const lines = this.#lines;
    this.#lines = [];
    this.#bytes = 0;
    this.#wake();
    return lines;
  }

  /** Tells that lines that were taken once are answered. */
  noteAnswer(): void {
    this.#taken--;
    this.#wake();
  }

  /** Lets the rest of the body be read and thrown away: a connection with unread bytes is reset when it is closed, and the answer with it. */
  discard(): void {
    this.#discarding = true;
    this.#wake();
  }

  #hasRoom(): boolean {
    const { maxLines, maxBytes } = this.#limits;
    return this.#discarding || (this.#lines.length < maxLines && this.#bytes < maxBytes);
  }

  /** Both sides wait in turn: one for lines, the other for room, never both at once. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  async #readBody(body: AsyncIterable<Uint8Array>): Promise<void> {
    let rest = new PartialLine(this.#limits.maxLine);
    for await (const chunk of body) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
        rest.add(chunk.subarray(from, end));
        await this.#push(rest.end());
        rest = new PartialLine(this.#limits.maxLine);
        from = end + 1;
      }
      rest.add(chunk.subarray(from));
    }
    await this.#push(rest.end());
  }

  async #push(bytes: Uint8Array | null): Promise<void> {
    this.#number++;
    if (bytes?.every((byte) => BLANKS.has(byte)) === true) return;
    while (!this.#hasRoom()) await this.#change();
    if (this.#discarding) return;
    this.#lines.push({ number: this.#number, bytes });
    this.#bytes += bytes?.length ?? 0;
    this.#onLine();
    this.#wake();
  }
}

/** A line that has not ended yet. */
class PartialLine {
  readonly #most: number;
  #parts: Uint8Array[] = [];
  #length = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#most) this.#parts = [];
    else if (part.length > 0) this.#parts.push(part);
  }

  /** Returns the whole line, null when it is too long. */
  end(): Uint8Array | null {
    if (this.#length > this.#most) return null;
    return this.#parts.length === 1 ? (this.#parts[0] ?? null) : Buffer.concat(this.#parts);
  }
}
