import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeFolder } from '../../scripts/place-folder.ts';
import { itLong } from '../helpers/long.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PLACE = join(ROOT, 'scripts/place-folder.ts');
const run = promisify(execFile);

let parent: string;

beforeAll(async () => void (parent = await mkdtemp(join(tmpdir(), 'place-folder-'))));
afterAll(() => rm(parent, { recursive: true }));

const fill = (folder: string, text: string, count = 20): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, at) => writeFile(join(folder, `${at}`), text)));

/** Returns what the files of a folder hold. */
async function readAll(folder: string): Promise<string[]> {
  return Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
}

describe('placeFolder', () => {
  it('replaces a folder only by a whole one, and leaves nothing else', async () => {
    const target = join(parent, 'one');
    await placeFolder(target, (folder) => fill(folder, 'old', 30));
    expect(await readAll(target)).toEqual(Array.from({ length: 30 }, () => 'old'));
    const broken = placeFolder(target, async (folder) => {
      await writeFile(join(folder, '0'), 'new');
      throw new Error('no more room');
    });
    await expect(broken).rejects.toThrow('no more room');
    expect(await readAll(target)).toEqual(Array.from({ length: 30 }, () => 'old'));
    await placeFolder(target, (folder) => fill(folder, 'new'));
    expect(await readAll(target)).toEqual(Array.from({ length: 20 }, () => 'new'));
    expect(await readdir(parent)).toEqual(['one']);
    expect((await stat(target)).mode & 0o777).toBe(0o755);
  });

  it('removes what a killed program left there long ago, and nothing of a running one', async () => {
    const target = join(parent, 'two');
    for (const [name, age] of [
      ['two.new-killed', 7_200],
      ['two.new-running', 60],
      ['twofold', 7_200],
    ] as const) {
      await mkdir(join(parent, name));
      const time = Date.now() / 1000 - age;
      await utimes(join(parent, name), time, time);
    }
    await placeFolder(target, (folder) => fill(folder, 'x'));
    expect((await readdir(parent)).filter((name) => name.startsWith('two')).sort()).toEqual([
      'two',
      'two.new-running',
      'twofold',
    ]);
  });

  it('can be done by several programs at the same time: the folder is that of one of them', async () => {
    const target = join(parent, 'three');
    const program = `
      import { writeFile } from 'node:fs/promises';
      const { placeFolder } = await import(${JSON.stringify(PLACE)});
      for (let turn = 0; turn < 100; turn++)
        await placeFolder(${JSON.stringify(target)}, async (folder) => {
          for (let at = 0; at < 10; at++) await writeFile(folder + '/' + at, process.argv[1] + turn);
        });`;
    const names = ['a', 'b', 'c'];
    await Promise.all(
      names.map((name) => run(process.execPath, ['--input-type=module', '--eval', program, name])),
    );
    const texts = await readAll(target);
    expect(texts).toHaveLength(10);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toMatch(/^[abc]99$/);
    expect((await readdir(parent)).filter((name) => name.startsWith('three'))).toEqual(['three']);
  });
});

describe('scripts/build-portal.ts', () => {
  itLong('builds the whole portal twice at the same time', async () => {
    const build = (): Promise<{ stderr: string }> =>
      run(process.execPath, ['scripts/build-portal.ts'], { cwd: ROOT });
    const [one, other] = await Promise.all([build(), build()]);
    expect(one.stderr).toBe(other.stderr);
    const folder = join(ROOT, 'dist/portal');
    const names = await readdir(folder, { recursive: true });
    for (const name of ['index.html', 'verify.html', 'verify.html.sha256'])
      expect(names).toEqual(
        expect.arrayContaining([name, ...(name.endsWith('.html') ? [`${name}.br`] : [])]),
      );
    const index = await readFile(join(folder, 'index.html'), 'utf8');
    for (const [, asset] of index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g))
      expect(names).toContain(asset);
    const again = await run(process.execPath, ['scripts/build-portal.ts', '--if-changed'], { cwd: ROOT });
    expect(again.stderr).toBe('');
  });
});
