import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listReachable } from '../../scripts/rooms.ts';
import { buildVerifyFile } from '../../scripts/verify-file.ts';

/** The largest verify.html: it is sent by mail, and kept. */
const MOST_BYTES = 1_000_000;

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = [...listReachable('web'), 'engines', 'scripts', 'package.json', 'tsconfig.json'];
const PROGRAM = `
  import { createHash } from 'node:crypto';
  import { buildVerifyFile } from './scripts/verify-file.ts';
  console.log(createHash('sha256').update(await buildVerifyFile()).digest('hex'));`;

describe('verify.html', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'another-checkout-'));
    for (const source of SOURCES) await cp(join(ROOT, source), join(folder, source), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the same bytes when it is built in another folder, and at most a megabyte', async () => {
    const file = await buildVerifyFile();
    expect(file.length).toBeLessThanOrEqual(MOST_BYTES);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', PROGRAM],
      { cwd: folder, env: { ...process.env, TZ: 'Asia/Shanghai', NODE_ENV: '' } },
    );
    expect(stdout.trim()).toBe(createHash('sha256').update(file).digest('hex'));
    const text = file.toString('utf8');
    expect(text).not.toContain(ROOT);
    expect(text).toMatch(/content="default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval' blob:;/);
    expect(text).not.toMatch(/unsafe-(?:inline|eval)'(?! blob)/);
  });
});
