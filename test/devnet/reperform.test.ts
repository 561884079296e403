import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEngineDigests } from '../../cli/client/engines.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { nameProof, REPERFORMABLE } from '../../devnet/example/proofs.ts';
import { reperformProofs } from '../../devnet/example/reperform.ts';
import { wrapLine } from '../../devnet/terminal/tell.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';
import { type Dishonesty, makeResult } from '../helpers/reperformed-result.ts';

const digest = (await readEngineDigests()).at(-1)!;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-reperform-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes the example's re-performable proof files, of which one may be of a dishonest company; returns what was told. */
async function tellReperformed(last: Dishonesty): Promise<{ sound: boolean; told: string }> {
  const home = nameHome(folder);
  await mkdir(home.example);
  for (const name of REPERFORMABLE) {
    const { bundle } = makeResult(digest, name === REPERFORMABLE.at(-1) ? last : {});
    await writeFile(join(home.example, nameProof(name)), formatBundle(bundle));
  }
  const lines: string[] = [];
  const tell = (line: string): void => void lines.push(line);
  const sound = await reperformProofs(home, { part: tell, say: tell, command: tell, note: tell });
  return { sound, told: lines.join('\n') };
}

describe('the example, computed again', () => {
  it('is sound when every figure of every file is the same to the digit', async () => {
    const { sound, told } = await tellReperformed({});
    expect(sound).toBe(true);
    expect(told.match(/✓/g)).toHaveLength(REPERFORMABLE.length);
  });

  it('is not when one figure of one file is another', async () => {
    const { sound, told } = await tellReperformed({
      figure: (own) => (own.key === 'scope2/market' ? { ...own, value: '21945.7' } : own),
    });
    expect(sound).toBe(false);
    expect(told).toMatch(/✗ figure-differs.*\n.*21945\.6.*\n.*21945\.7/);
  });
});

describe('a long line of the story', () => {
  it('is broken at blanks, further in than it began', () => {
    expect(wrapLine('  one two three four', 11)).toEqual(['  one two', '    three', '    four']);
    expect(wrapLine('one two', 7)).toEqual(['one two']);
    expect(wrapLine('indivisible', 4)).toEqual(['indivisible']);
  });
});
