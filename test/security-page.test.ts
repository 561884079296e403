import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const page = await readFile('docs/security.md', 'utf8');
const cited = [...page.matchAll(/\[[\w-]+\]\(\.\.\/(test\/[\w./-]+)\) “([^”]+)”/g)].map(
  ([, file, title]) => ({
    file: file!,
    title: title!,
  }),
);

describe('docs/security.md', () => {
  it('names a test in every row of its tables', () => {
    const rows = page.split('\n').filter((line) => /^\| (?!who \||---)/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    expect(cited).toHaveLength(rows.length);
  });

  it('has a section for each of the ten claims of the protocol', async () => {
    const protocol = await readFile('docs/spec/protocol.md', 'utf8');
    const claims = [...protocol.matchAll(/^(\d+)\. \*\*([\w-]+)\*\*:/gm)].map(
      ([, number, name]) => `## ${number}. ${name}`,
    );
    expect(claims).toHaveLength(10);
    expect(page.split('\n').filter((line) => /^## \d/.test(line))).toEqual(claims);
  });

  it.each(cited)('names a test that exists: $file, $title', async ({ file, title }) => {
    expect(await readFile(file, 'utf8')).toContain(title);
  });
});
