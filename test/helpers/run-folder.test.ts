import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRunFolder, removeLeftovers } from './run-folder.ts';

const ENDED = 2_147_483_646;
const OTHER_USER = 65_534;

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'carbon-ledger-leftovers-'));
});

afterEach(async () => {
  await rm(parent, { recursive: true });
});

async function makeFolder(name: string): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder);
  await writeFile(join(folder, 'file'), '');
  return folder;
}

describe('removeLeftovers', () => {
  test('removes the folder of an ended run', async () => {
    const folder = await makeFolder(`carbon-ledger-run-${ENDED}-a1B2c3`);
    await removeLeftovers(parent);
    expect(existsSync(folder)).toBe(false);
  });

  test('keeps the folder of a running run, and folders with other names', async () => {
    const folders = [await makeRunFolder(parent), await makeFolder('carbon-ledger-test-report')];
    expect(basename(folders[0]!)).toContain(String(process.pid));
    await removeLeftovers(parent);
    expect(folders.map((folder) => existsSync(folder))).toEqual([true, true]);
  });

  test.runIf(process.getuid?.() === 0)('keeps the folders of other users', async () => {
    const folder = await makeFolder(`carbon-ledger-run-${ENDED}-a1B2c3`);
    await chown(folder, OTHER_USER, OTHER_USER);
    await removeLeftovers(parent);
    expect(existsSync(join(folder, 'file'))).toBe(true);
  });

  test('does not follow links', async () => {
    const elsewhere = await makeFolder('elsewhere');
    await symlink(elsewhere, join(parent, `carbon-ledger-run-${ENDED}-a1B2c3`));
    await removeLeftovers(parent);
    expect(existsSync(join(elsewhere, 'file'))).toBe(true);
  });
});
