import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNewFile } from '../../cli/terminal/files.ts';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import type { Terminal } from '../../cli/terminal/terminal.ts';

const run = promisify(execFile);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-files-'));
});
afterAll(() => rm(folder, { recursive: true }));

const terminal = (): Terminal => ({ cwd: folder }) as Terminal;

describe('writeNewFile', () => {
  it('lets a file be seen whole or not at all, and leaves nothing beside it', async () => {
    const content = new Uint8Array(64 << 20);
    const done = new AbortController();
    const writing = writeNewFile(terminal(), 'large', content).finally(() => done.abort());
    const sizes = new Set<number | null>();
    while (!done.signal.aborted) {
      const seen = await stat(join(folder, 'large')).catch(() => null);
      sizes.add(seen?.size ?? null);
    }
    await writing;
    sizes.delete(null);
    expect([...sizes].filter((size) => size !== content.length)).toEqual([]);
    expect(await readdir(folder)).toEqual(['large']);
  });

  it('overwrites nothing, and leaves nothing beside what is there', async () => {
    await expect(writeNewFile(terminal(), 'large', 'other')).rejects.toMatchObject({ code: 'file-exists' });
    expect((await stat(join(folder, 'large'))).size).toBe(64 << 20);
    expect(await readdir(folder)).toEqual(['large']);
  });

  it('leaves nothing where Ctrl-C ends the program meanwhile', async () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../cli/terminal/files.ts')).href;
    const code = `
      import { writeNewFile } from ${JSON.stringify(module)};
      function* content() {
        for (let at = 0; ; at++) {
          yield 'half of a file\\n';
          if (at === 3) process.kill(process.pid, 'SIGINT');
        }
      }
      await writeNewFile({ cwd: process.cwd() }, 'endless', content());`;
    const before = await readdir(folder);
    const ended = run('node', ['--input-type=module', '-e', code], { cwd: folder });
    await expect(ended).rejects.toMatchObject({ code: EXIT_CODES.signalled });
    expect(await readdir(folder)).toEqual(before);
  });

  it('lets one of two writers of the same file win, and reports that to the other', async () => {
    const both = await Promise.allSettled(['a', 'b'].map((text) => writeNewFile(terminal(), 'one', text)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});
