import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { nameProof } from '../../devnet/example/proofs.ts';
import { reperformProofs } from '../../devnet/example/reperform.ts';
import { createScreen } from '../../devnet/terminal/screen.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';
import { type Dishonesty, makeResult } from '../helpers/reperformed-result.ts';

/** Each is computed again in a process of its own; npm start does so with all files of the example. */
const NAMES = ['inventory', 'inventory-restated'] as const;

const digest = (await readEngineDigests()).at(-1)!;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-reperform-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes two proof files of the example, the last from a company that may be dishonest; returns verdict and output. */
async function checkReperformed(last: Dishonesty): Promise<{ sound: boolean; output: string }> {
  const home = nameHome(folder);
  await mkdir(home.example);
  for (const name of NAMES) {
    const { bundle } = makeResult(digest, name === NAMES.at(-1) ? last : {});
    await writeFile(join(home.example, nameProof(name)), formatBundle(bundle));
  }
  let output = '';
  const write = (text: string): void => void (output += text);
  const screen = createScreen({ write, isTerminal: false, hasColour: false, steps: 4, now: () => 0 });
  const sound = await reperformProofs(home, screen, {
    names: NAMES,
    explained: { inventory: 'scope2/market' },
  });
  return { sound, output };
}

describe('reperformProofs', () => {
  it('returns true if every figure of every file is equal to the digit', async () => {
    const { sound, output } = await checkReperformed({});
    expect(sound).toBe(true);
    expect(output).toMatch(/^✓ \d+ figures computed again from the proof files alone, equal to the digit$/m);
  });

  it('returns false if one figure of one file differs, and shows both values', async () => {
    const { sound, output } = await checkReperformed({
      figure: (own) => (own.key === 'scope2/market' ? { ...own, value: '21945.7' } : own),
    });
    expect(sound).toBe(false);
    expect(output).toMatch(/✗ figure-differs[^]*21945\.6[^]*21945\.7/);
  });
});
