import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { digestEngine, openEngines } from '../../../jobs/engines/engine-files.ts';
import { readSources } from '../../../jobs/engines/engine-sources.ts';

const BYTES = new TextEncoder().encode(
  `export const engineName = 'made'; export const engineVersion = 'next';`,
);
const digest = digestEngine(BYTES);
const url = `data:text/javascript;base64,${Buffer.from(BYTES).toString('base64')}`;

describe('the file of an engine', () => {
  it.each([
    ['as bytes', { digest, bytes: BYTES }],
    ['as a file', { digest, file: new Blob([BYTES]) }],
    ['at an address', { digest, url }],
    ['compressed with gzip', { digest, gzip: new Blob([gzipSync(BYTES)]) }],
  ])('is opened where it is %s', async (_form, source) => {
    const open = openEngines(readSources([source]));
    expect(await open(digest)).toMatchObject({ engineName: 'made', engineVersion: 'next' });
  });

  it('is not there where nothing has its digest, or it cannot be read', async () => {
    const other = digestEngine(new Uint8Array(1));
    const broken = [
      { digest, gzip: new Blob([BYTES]) },
      { digest, url: 'http://127.0.0.1:1/engine.mjs' },
    ];
    for (const source of broken) expect(await readSources([source])(digest)).toBeNull();
    expect(await readSources([{ digest, bytes: BYTES }])(other)).toBeNull();
  });

  it('is not opened under a digest that its bytes do not have', async () => {
    const other = digestEngine(new Uint8Array(1));
    expect(await openEngines(readSources([{ digest: other, bytes: BYTES }]))(other)).toBeNull();
  });
});
