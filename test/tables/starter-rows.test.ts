import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readStarterRows } from '../../tables/starter-rows.ts';

const DATA = new URL('../../data/', import.meta.url);
const read = (file: string): Promise<Uint8Array> => readFile(new URL(file, DATA));

describe('the starter data', () => {
  it('is found by searches: each factor at the line that is named, with a source and a licence', async () => {
    const rows = await readStarterRows(read);
    expect(rows.length).toBeGreaterThan(300);
    const lines = new Map<string, readonly string[]>();
    for (const file of new Set(rows.map((row) => row.file)))
      lines.set(file, new TextDecoder().decode(await read(file)).split('\n'));
    const wrong = rows.filter(
      ({ file, line, key }) => !lines.get(file)![line - 1]?.replace(/^"/, '').startsWith(key),
    );
    expect(wrong.map(({ file, line, key }) => `${file}:${line} ${key}`)).toEqual([]);
    expect(
      rows.filter(({ source }) => source!.title === '' || source!.licence === '').map(({ key }) => key),
    ).toEqual([]);
  });
});
