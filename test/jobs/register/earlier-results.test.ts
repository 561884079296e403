import { describe, expect, it } from 'vitest';
import { filterAccepted, OtherLinesError, readAcceptedIds } from '../../../jobs/register/earlier-results.ts';

const id = (digit: string): `0x${string}` => `0x${digit.repeat(64)}`;
const accepted = (line: number, digit: string): string =>
  JSON.stringify({
    line,
    id: id(digit),
    state: 'accepted',
    receipt: { record: id(digit), acceptedAt: 1, anchorBy: 2, signature: `0x${'1'.repeat(130)}` },
    created: true,
  });
const refused = (line: number): string =>
  JSON.stringify({ line, error: { code: 'wrong-type', message: 'no', details: null } });

const stream = (text: string): AsyncIterable<Uint8Array> => ReadableStream.from([Buffer.from(text)]);
const read = (text: string): Promise<Set<string>> => readAcceptedIds(stream(text), 'x.results.ndjson');

describe('readAcceptedIds', () => {
  it('gives the records with a receipt, and none that was refused', async () => {
    const lines = [accepted(1, 'a'), refused(2), accepted(3, 'b')];
    expect(await read(`${lines.join('\n')}\n`)).toEqual(new Set([id('a'), id('b')]));
  });

  it('gives nothing for an empty file', async () => {
    expect(await read('')).toEqual(new Set());
  });

  it.each([1, 5, 8, 40])('ignores a last line that was cut after %i characters', async (length) => {
    expect(await read(`${accepted(1, 'a')}\n${accepted(2, 'b').slice(0, length)}`)).toEqual(
      new Set([id('a')]),
    );
  });

  it.each([
    ['another file of JSON', '{"key": "secret"}\n'],
    ['a line in the middle that is not a result', `${accepted(1, 'a')}\n{"line":\n${accepted(2, 'b')}\n`],
    ['a text', 'line 1\nline 2\n'],
  ])('refuses %s', async (_what, text) => {
    await expect(read(text)).rejects.toThrow(OtherLinesError);
  });
});

describe('filterAccepted', () => {
  it('keeps lines with a receipt byte for byte, and drops refused and cut ones', async () => {
    const text = `${accepted(1, 'a')}\n${refused(2)}\n${accepted(3, 'b')}\n{"line":4`;
    const kept = await Array.fromAsync(filterAccepted(stream(text)));
    expect(kept.join('')).toBe(`${accepted(1, 'a')}\n${accepted(3, 'b')}\n`);
  });
});
