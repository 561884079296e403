import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolders, writeWhole } from '../../../server/publication/whole-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (): Promise<void> => writeWhole(folder, 'batches/1.json', (file) => file.writeFile('{}'));

describe('writeWhole', () => {
  it('writes the file and leaves no other', async () => {
    await makeFolders(folder, ['batches']);
    await write();
    expect(await readFile(join(folder, 'batches/1.json'), 'utf8')).toBe('{}');
  });

  it('fails with the same message each time, which names the file', async () => {
    const messages = await Promise.all([write(), write()].map((written) => written.catch(String)));
    expect(messages[0]).toContain(`open '${join(folder, 'batches/1.json')}'`);
    expect(messages[1]).toBe(messages[0]);
  });
});
