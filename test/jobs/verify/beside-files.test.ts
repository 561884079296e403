import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hashEntries } from '../../../core/records/entry.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import { readEntryLines, readRows } from '../../../jobs/verify/read-rows.ts';
import { makeEntry } from '../../helpers/signed-record.ts';

const entries = [makeEntry('coal', '1.5'), makeEntry('power', '2')];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Yields a text in parts, which need not end with a line. */
// oxlint-disable-next-line typescript/require-await -- A file is read step by step.
async function* inParts(text: string, length = 50): AsyncGenerator<Uint8Array> {
  const all = bytes(text);
  for (let at = 0; at < all.length; at += length) yield all.subarray(at, at + length);
}

describe('rows in a file beside a proof file', () => {
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('\n');

  it('are those of the record whose root they give, in any order', async () => {
    const rows = await readRows('rows.ndjson', inParts(text));
    expect(rows.root).toBe(hashEntries(entries));
    expect(rows.entries.map(({ key }) => key)).toEqual(['coal', 'power']);
  });

  it.each([
    ['{"key":', 'json-syntax', 'rows.ndjson, line 1: '],
    [`${JSON.stringify(entries[0])}\n7`, 'wrong-type', 'rows.ndjson, line 2: '],
    [JSON.stringify({ ...entries[0], salt: undefined }), 'missing-member', 'with their salts'],
  ])('are refused with the line: %s', async (wrong, code, message) => {
    const reading = Array.fromAsync(readEntryLines('rows.ndjson', inParts(wrong)));
    await expect(reading).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
    });
  });

  it('are refused where two have the same key', async () => {
    const twice = [entries[0], entries[0]].map((entry) => `${JSON.stringify(entry)}\n`).join('');
    await expect(readRows('rows', inParts(twice))).rejects.toMatchObject({ code: 'map-repeated' });
  });
});

describe('documents beside a proof file', () => {
  const [one, other] = [bytes('a matrix'), bytes('one more')];
  const name = (of: Uint8Array) => ({
    sha256: createHash('sha256').update(of).digest('hex'),
    size: of.length,
    mediaType: 'text/plain',
  });

  it.each([
    ['bytes', one],
    ['a blob', new Blob([one as Uint8Array<ArrayBuffer>])],
  ])('are found by size and hash among %s, and read in parts', async (_, given) => {
    const find = openGivenDocuments([other, given]);
    const found = await find(name(one));
    expect(found?.size).toBe(8);
    expect(await found?.read(2, 8)).toEqual(bytes('matrix'));
  });

  it('are null where none has the hash', async () => {
    const find = openGivenDocuments([other]);
    expect(await find(name(one))).toBeNull();
    expect(await openGivenDocuments([])(name(one))).toBeNull();
  });
});
