import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineQueue } from '../../../server/intake/line-queue.ts';
import { mapAhead } from '../../../server/intake/map-ahead.ts';

const LIMITS = { maxLines: 4, maxBytes: 64, maxLine: 20 };
const UNWATCHED = { onLine: () => {}, onBytes: () => {}, onHeld: () => {} };

/** Cuts bytes into chunks of the given lengths. */
function* cut(bytes: Uint8Array, lengths: readonly number[]): Generator<Uint8Array> {
  let from = 0;
  for (const length of lengths) yield bytes.subarray(from, (from += length));
  yield bytes.subarray(from);
}

async function* toAsync<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Returns all lines of a body by number; null for one that is too long. */
async function takeAll(body: AsyncIterable<Uint8Array>): Promise<[number, string | null][]> {
  const queue = new LineQueue(LIMITS, UNWATCHED);
  void queue.fill(body);
  const lines: [number, string | null][] = [];
  for (let taken = await queue.take(); taken.length > 0; taken = await queue.take()) {
    expect(taken.length).toBeLessThanOrEqual(LIMITS.maxLines);
    lines.push(
      ...taken.map(({ number, bytes }): [number, string | null] => [
        number,
        bytes === null ? null : Buffer.from(bytes).toString(),
      ]),
    );
  }
  return lines;
}

describe('LineQueue', () => {
  it('returns the lines of a body cut into any chunks, without blank lines and without the text of long lines', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\r', '"'), maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.array(fc.nat({ max: 9 }), { maxLength: 30 }),
        async (texts, lengths) => {
          const expected = texts.flatMap((text, at): [number, string | null][] => {
            if (Buffer.byteLength(text) > LIMITS.maxLine) return [[at + 1, null]];
            return /^[ \r]*$/.test(text) ? [] : [[at + 1, text]];
          });
          const body = toAsync(cut(Buffer.from(texts.join('\n')), lengths));
          expect(await takeAll(body)).toEqual(expected);
        },
      ),
    );
  });

  it('counts no byte of blank lines, and those that are in memory until they are taken', async () => {
    const counted = { lines: 0, bytes: 0, held: 0 };
    const queue = new LineQueue(LIMITS, {
      onLine: () => counted.lines++,
      onBytes: (count) => (counted.bytes += count),
      onHeld: (change) => (counted.held += change),
    });
    const text = `\n \r\n\t\nline\n${'x'.repeat(LIMITS.maxLine + 1)}\n   \n  a`;
    await queue.fill(
      toAsync(
        cut(
          Buffer.from(text),
          Array.from(text, () => 1),
        ),
      ),
    );
    expect(counted).toEqual({ lines: 3, bytes: 4 + LIMITS.maxLine + 1 + 1, held: 4 + 3 });
    expect((await queue.take()).map(({ number }) => number)).toEqual([4, 5, 7]);
  });

  it('reads a body only while it has room', async () => {
    let given = 0;
    const queue = new LineQueue(LIMITS, UNWATCHED);
    async function* body(): AsyncGenerator<Uint8Array> {
      for (; given < 1000; given++) yield await Promise.resolve(Buffer.from(`${given}\n`));
    }
    void queue.fill(body());
    for (let round = 1; round <= 50; round++) {
      expect((await queue.take()).length).toBeGreaterThan(0);
      expect(given).toBeLessThanOrEqual((round + 1) * LIMITS.maxLines + 1);
    }
  });

  it('throws the error with which the body failed', async () => {
    async function* body(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('half a li'));
      throw new Error('cut');
    }
    await expect(takeAll(body())).rejects.toThrow('cut');
  });
});

describe('mapAhead', () => {
  it('yields results in order, with at most the given number of items running', async () => {
    let under = 0;
    let most = 0;
    const results: number[] = [];
    const ends: (() => void)[] = [];
    const work = async (item: number): Promise<number> => {
      most = Math.max(most, ++under);
      await new Promise<void>((resolve) => {
        ends.push(resolve);
        // The last item finishes first.
        if (ends.length === 3 || item >= 27) for (const end of ends.splice(0).reverse()) end();
      });
      under--;
      return item * 2;
    };
    for await (const result of mapAhead(toAsync(Array.from({ length: 30 }, (_, at) => at)), 3, work))
      results.push(result);
    expect(results).toEqual(Array.from({ length: 30 }, (_, at) => at * 2));
    expect(most).toBe(3);
  });

  it('yields a finished result even if the next item has not arrived', async () => {
    async function* slow(): AsyncGenerator<number> {
      yield 1;
      await new Promise(() => {});
    }
    const results = mapAhead(slow(), 3, (item) => Promise.resolve(item));
    expect(await results.next()).toEqual({ value: 1, done: false });
  });

  it('throws the error of an item after the results before it', async () => {
    const seen: number[] = [];
    const work = (item: number): Promise<number> =>
      item === 3 ? Promise.reject(new Error('third')) : Promise.resolve(item);
    const run = async (): Promise<void> => {
      for await (const result of mapAhead(toAsync([1, 2, 3, 4]), 4, work)) seen.push(result);
    };
    await expect(run()).rejects.toThrow('third');
    expect(seen).toEqual([1, 2]);
  });
});
