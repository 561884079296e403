import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../../client/http/api.ts';
import { fetchBlob, hashBlob } from '../../../jobs/documents/fetch-blob.ts';
import { listOfRows, listOfRuns, listTooLarge, MOST_BYTES } from '../../../jobs/documents/named-documents.ts';
import { makeDocument, nameDocument } from '../../helpers/documents.ts';

/** More than one piece that becomes a blob. */
const document = makeDocument(9 << 20);
const name = { sha256: document.sha256, size: document.bytes.length };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Starts a server that gives `bytes` for every document; its first connection is cut after `cutAt` bytes. */
async function serve(bytes: Uint8Array, cutAt: number | null = null): Promise<Api> {
  let cut = cutAt;
  const server = createServer((request, response) => {
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const rest = bytes.subarray(Number(from));
    response.writeHead(from === '0' ? 200 : 206, { 'content-length': rest.length });
    if (cut === null) return void response.end(rest);
    response.write(rest.subarray(0, cut), () => response.destroy());
    cut = null;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return openApi(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

describe('a document that a page fetches', () => {
  it('arrives whole after a cut connection, and tells how much has arrived', async () => {
    const arrived: number[] = [];
    const blob = await fetchBlob(await serve(document.bytes, 5 << 20), name, (bytes) => arrived.push(bytes));
    expect(await hashBlob(blob, () => {})).toBe(document.sha256);
    expect(arrived.at(-1)).toBe(name.size);
    expect(arrived.toSorted((a, b) => a - b)).toEqual(arrived);
  });

  it('is refused where the server sends other bytes, with both hashes', async () => {
    const other = makeDocument(name.size);
    await expect(fetchBlob(await serve(other.bytes), name, () => {})).rejects.toMatchObject({
      code: 'server-answer',
      details: { expected: name.sha256, actual: other.sha256 },
    });
  });

  it('is refused as soon as it is longer than its name says', async () => {
    const longer = makeDocument(name.size + 1);
    let most = 0;
    const fetching = fetchBlob(await serve(longer.bytes), name, (bytes) => (most = bytes));
    await expect(fetching).rejects.toMatchObject({ code: 'server-answer' });
    expect(most).toBeLessThanOrEqual(name.size);
  });
});

describe('the documents of a run', () => {
  const [first, second] = [makeDocument(10), makeDocument(20)];

  it('are those that matrix rows name, each once with all keys', () => {
    const rows = [nameDocument(first), { ...nameDocument(first), key: 'again' }, nameDocument(second)];
    const other = { key: 'photo', detail: { ...rows[2]!.detail, row: 'photo', sha256: '0'.repeat(64) } };
    expect(listOfRows([...rows, other])).toMatchObject([
      { sha256: first.sha256, size: 10, keys: [rows[0]!.key, 'again'], isSolution: false },
      { sha256: second.sha256, size: 20, keys: [rows[2]!.key], isSolution: false },
    ]);
  });

  it('are none of records without a run', () => {
    const shown = [{ ...nameDocument(first), siblings: null }];
    expect(listOfRuns([{ id: '0x1', entries: { all: true, shown, absent: [] } }])).toEqual([]);
  });

  it('are too large for a browser from the one on with which their sum exceeds the limit', () => {
    const sized = [MOST_BYTES - 1, 2, 1].map((size, at) => ({
      ...{ sha256: String(at), size, mediaType: '', keys: [], isSolution: false },
    }));
    expect(listTooLarge(sized).map(({ sha256 }) => sha256)).toEqual(['1']);
  });
});
