import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { IS_LONG } from '../helpers/long.ts';

/** Regions, sectors and stressors: 9,800 industries in `npm run test:long`, as in EXIOBASE; else 80. */
const [REGIONS, SECTORS, STRESSORS] = IS_LONG ? [49, 200, 30] : [8, 10, 3];
/** What all accounts may hold, from documents to figures, in bytes. */
const MEMORY = 2.5 * (1 << 30);

const run = promisify(execFile);
const script = (name: string): string => join(import.meta.dirname, 'fixtures', name);

interface Printed {
  readonly figures: number;
  readonly widest: number;
  readonly open: number;
  readonly memory: number;
}

it('a large table gives all of its accounts from its documents, with twelve digits that close, in little memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'large-table-'));
  try {
    await run('node', [
      script('write-exiobase-table.ts'),
      folder,
      ...[REGIONS, SECTORS, STRESSORS].map(String),
    ]);
    const { stdout } = await run('node', [script('account-table.ts'), folder]);
    const { figures, widest, open, memory } = JSON.parse(stdout) as Printed;
    // Six accounts for each region, and a flow for each pair.
    expect(figures).toBe(REGIONS * STRESSORS * (6 + REGIONS));
    expect(widest).toBeLessThan(1e-11);
    expect(open).toBeLessThan(1e-9);
    expect(memory).toBeLessThan(MEMORY);
    process.stdout.write(`${stdout}\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}, 1_200_000);
