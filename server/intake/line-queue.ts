/** A line of a body. */
export interface Line {
  /** Counted from 1, blank lines too. */
  readonly number: number;
  /** Without the line feed; null if the line is too long, then it is not kept. */
  readonly bytes: Uint8Array | null;
}

/** How much of a body is in memory and handed over at once. */
export interface LineLimits {
  readonly maxLines: number;
  /** For all lines together; a single line may have more. */
  readonly maxBytes: number;
  /** For one line. */
  readonly maxLine: number;
}

const LINE_FEED = 0x0a;
const BLANKS = new Set([0x20, 0x09, 0x0d]);

/**
 * A bounded queue between the sender of a body and the code that handles its lines: it reads the body only while it has room. If no
 * lines are being handled, it hands over lines as soon as it has any. Else it waits until it is full, so that the lines of a fast
 * sender are handled many at a time. Blank lines are counted and left out.
 */
export class LineQueue {
  readonly #limits: LineLimits;
  readonly #onLine: () => void;
  #lines: Line[] = [];
  #bytes = 0;
  #number = 0;
  /** The number of batches that were handed over but not answered yet. */
  #taken = 0;
  #discarding = false;
  #ended = false;
  #failure: { readonly cause: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(limits: LineLimits, onLine: () => void) {
    this.#limits = limits;
    this.#onLine = onLine;
  }

  /** Reads a body to its end. If that fails, `take` throws the error. */
  async fill(body: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      await this.#readBody(body);
    } catch (cause) {
      this.#failure = { cause };
    }
    this.#ended = true;
    this.#wake();
  }

  /** Returns the lines that have arrived, at least one; none at the end of the body. @throws the error with which the body failed */
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

  /** Notes that one batch of lines was answered. */
  noteAnswer(): void {
    this.#taken--;
    this.#wake();
  }

  /** Reads the rest of the body and drops it: closing a connection with unread bytes resets it, and the client loses the answer. */
  discard(): void {
    this.#discarding = true;
    this.#wake();
  }

  #hasRoom(): boolean {
    const { maxLines, maxBytes } = this.#limits;
    return this.#discarding || (this.#lines.length < maxLines && this.#bytes < maxBytes);
  }

  /** Waits for the other side. Only one side waits at a time: one for lines, or the other for room. */
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

/** A line whose end has not arrived yet. */
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

  /** Returns the whole line; null if it is too long. */
  end(): Uint8Array | null {
    if (this.#length > this.#most) return null;
    return this.#parts.length === 1 ? (this.#parts[0] ?? null) : Buffer.concat(this.#parts);
  }
}
