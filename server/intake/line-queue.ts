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

/** What a queue reports while it reads. */
export interface LineWatch {
  /** A line has arrived that is not blank. */
  onLine(): void;
  /** Bytes of lines that are not blank have arrived. */
  onBytes(count: number): void;
  /** The bytes in memory grew by so many, or shrank if negative. Lines that are handed over still count. */
  onHeld(change: number): void;
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
  readonly #watch: LineWatch;
  #lines: Line[] = [];
  #bytes = 0;
  #number = 0;
  /** How many groups of lines were handed over but not answered yet. */
  #taken = 0;
  #discarding = false;
  #ended = false;
  #failure: { readonly cause: unknown } | null = null;
  #wake: () => void = () => {};

  constructor(limits: LineLimits, watch: LineWatch) {
    this.#limits = limits;
    this.#watch = watch;
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

  /** Notes that one group of lines was answered. */
  noteAnswer(): void {
    this.#taken--;
    this.#wake();
  }

  /** Reads the rest of the body and drops it: closing a connection with unread bytes resets it, and the client loses the answer. */
  discard(): void {
    this.#discarding = true;
    this.#wake();
  }

  /** Tells whether another line may come. While the rest is dropped, it always may. */
  #hasRoom(): boolean {
    const { maxLines, maxBytes } = this.#limits;
    return this.#discarding || (this.#lines.length < maxLines && this.#bytes < maxBytes);
  }

  /** Waits until `#wake` is called. Either `take` waits for lines or `fill` for room, never both at the same time. */
  #change(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  async #readBody(body: AsyncIterable<Uint8Array>): Promise<void> {
    const line = new PartialLine(this.#limits.maxLine);
    for await (const chunk of body) {
      let from = 0;
      for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
        if (end > from) this.#add(line, chunk.subarray(from, end));
        const room = this.#end(line);
        if (room !== null) await room;
        from = end + 1;
      }
      if (from < chunk.length) this.#add(line, chunk.subarray(from));
    }
    await this.#end(line);
  }

  #add(line: PartialLine, part: Uint8Array): void {
    if (this.#discarding) return;
    const before = line.kept;
    line.add(part);
    this.#watch.onHeld(line.kept - before);
    if (!line.isBlank) this.#watch.onBytes(part.length);
  }

  /** Ends a line, and waits for room for it; null for a blank one, which needs none. */
  #end(line: PartialLine): Promise<void> | null {
    this.#number++;
    if (!line.isBlank) return this.#push(line.take());
    this.#watch.onHeld(-line.kept);
    line.take();
    return null;
  }

  async #push(bytes: Uint8Array | null): Promise<void> {
    const number = this.#number;
    while (!this.#hasRoom()) await this.#change();
    if (this.#discarding) return;
    this.#lines.push({ number, bytes });
    this.#bytes += bytes?.length ?? 0;
    this.#watch.onLine();
    this.#wake();
  }
}

/** A line whose end has not arrived yet. */
class PartialLine {
  readonly #most: number;
  #parts: Uint8Array[] = [];
  #length = 0;
  #isBlank = true;

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether all of it is blank. A line that is too long never is: it gets an answer. */
  get isBlank(): boolean {
    return this.#isBlank && this.#length <= this.#most;
  }

  /** Bytes of it that are in memory. */
  get kept(): number {
    return this.#length > this.#most ? 0 : this.#length;
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    this.#isBlank &&= part.every((byte) => BLANKS.has(byte));
    if (this.#length > this.#most) this.#parts = [];
    else this.#parts.push(part);
  }

  /** Returns the whole line, null if it is too long, and begins the next one. */
  take(): Uint8Array | null {
    const [first, ...more] = this.#parts;
    const isTooLong = this.#length > this.#most;
    const parts = this.#parts;
    this.#parts = [];
    this.#length = 0;
    this.#isBlank = true;
    if (isTooLong || first === undefined) return null;
    return more.length === 0 ? first : Buffer.concat(parts);
  }
}
