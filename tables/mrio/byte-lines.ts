import { faultIn } from './fault.ts';

/** One line of a file, without its end. */
export interface ByteLine {
  readonly bytes: Uint8Array;
  /** From 1. */
  readonly number: number;
  /** Whether a line feed follows. */
  readonly isEnded: boolean;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** A row of 100,000 numbers has about 2 MiB. */
const LONGEST_LINE = 64 << 20;

/** Yields the lines of a file. A byte order mark of UTF-8 is left out. @throws DatasetRefused `too-large`, `byte-order-mark` */
export async function* readByteLines(
  file: string,
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<ByteLine> {
  let number = 0;
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const chunk of bytes) {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LINE_FEED, start);
      if (end === -1) break;
      const part = chunk.subarray(start, end);
      number += 1;
      yield { bytes: trimLine(file, number, join(parts, part)), number, isEnded: true };
      [parts, held, start] = [[], 0, end + 1];
    }
    if (start === chunk.length) continue;
    held += chunk.length - start;
    if (held > LONGEST_LINE)
      throw faultIn(file, 'too-large', `the line has more than ${LONGEST_LINE} bytes`, { row: number + 1 });
    parts.push(chunk.subarray(start));
  }
  if (held === 0) return;
  number += 1;
  yield { bytes: trimLine(file, number, join(parts, new Uint8Array())), number, isEnded: false };
}

function join(parts: readonly Uint8Array[], last: Uint8Array): Uint8Array {
  return parts.length === 0 ? last : Buffer.concat([...parts, last]);
}

function trimLine(file: string, number: number, line: Uint8Array): Uint8Array {
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  if (number > 1) return line.subarray(0, end);
  if ((line[0] === 0xff && line[1] === 0xfe) || (line[0] === 0xfe && line[1] === 0xff))
    throw faultIn(file, 'byte-order-mark', 'the file begins with the byte order mark of UTF-16', { row: 1 });
  const start = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
  return line.subarray(start, end);
}
