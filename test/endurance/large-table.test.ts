import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { IS_LONG } from '../helpers/long.ts';

/** As many sectors as EXIOBASE has in all its regions; 768 MB of coefficients. */
const SIZE = IS_LONG ? 9_800 : 600;
const GIBIBYTE = 1 << 30;
/** The table, and what Node.js, the right sides and the iteration need. */
const MEMORY = 8 * SIZE * SIZE + 0.6 * GIBIBYTE;

const run = promisify(execFile);

it('a table with 49 right sides is solved to 12 proven digits, without a second copy of it in memory', async () => {
  const script = join(import.meta.dirname, 'fixtures/solve-table.ts');
  const { stdout } = await run('node', [script, String(SIZE)]);
  const { steps, largest, memory } = JSON.parse(stdout) as Record<'steps' | 'largest' | 'memory', number>;
  expect(largest).toBeLessThan(5e-13);
  expect(memory).toBeLessThan(MEMORY);
  expect(steps).toBeGreaterThan(IS_LONG ? 100 : 2);
  process.stdout.write(`${SIZE} sectors: bound ${largest}, ${memory} bytes\n`);
}, 1_200_000);
