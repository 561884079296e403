import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const BUILT = join(import.meta.dirname, '../../dist/portal/assets');
const STYLES = join(import.meta.dirname, '../../node_modules/@mantine/core/styles.css');
const CLASS = /\bm_[0-9a-f]+\b/g;

async function readBuilt(extension: string): Promise<string> {
  const files = (await readdir(BUILT)).filter((file) => file.endsWith(extension));
  return (await Promise.all(files.map((file) => readFile(join(BUILT, file), 'utf8')))).join('\n');
}

describe('web/shell/mantine.css', () => {
  it('has the styles of each component of the library that a page uses', async () => {
    const [scripts, styles, all] = await Promise.all([
      readBuilt('.js'),
      readBuilt('.css'),
      readFile(STYLES, 'utf8'),
    ]);
    // Names of animations look like classes, and stand without a dot.
    const styled = new Set([...all.matchAll(/\.(m_[0-9a-f]+)/g)].map(([, name]) => name));
    const used = [...new Set(scripts.match(CLASS))].filter((name) => styled.has(name));
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((name) => !styles.includes(`.${name}`))).toEqual([]);
  });
});
