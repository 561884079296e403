import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CliRun, runLine } from './test-terminal.ts';

const VECTORS = resolve(import.meta.dirname, '../vectors/proof-files');
/** An engine that no release of this project has, and a proof file whose run names it. */
const ENGINE = join(VECTORS, 'engine.mjs');
const PROOF = join(VECTORS, 'files/reperformed.carbon-proof.json');
const ACCEPTING = join(VECTORS, 'policies/reperformed.json');
const REFUSING = join(VECTORS, 'policies/another-engine-accepted.json');

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-engine-'));
  const text = await readFile(ENGINE, 'utf8');
  await writeFile(join(folder, 'changed.mjs'), `globalThis.ran = true;\n${text}`);
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<CliRun> => runLine([...args, '--json'], { cwd: folder });

/** What `verify` finds about re-performance, without a chain. */
async function verify(...args: string[]): Promise<unknown> {
  const { out } = await run('verify', PROOF, '--offline', ...args);
  const { checks } = JSON.parse(out) as { checks: { check: string; result: string; code: string }[] };
  const { result, code } = checks.find(({ check }) => check === 'reperformance')!;
  return { result, code };
}

describe('the file of an engine that this program lacks', () => {
  it('computes a run again that names it, where the policy accepts it', async () => {
    expect(await verify('--policy', ACCEPTING)).toEqual({ result: 'skipped', code: 'engine-missing' });
    expect(await verify('--policy', ACCEPTING, '--engine', ENGINE)).toEqual({ result: 'pass', code: 'ok' });
    expect(await run('reperform', PROOF)).toMatchObject({ exit: 3 });
    const again = await run('reperform', PROOF, '--engine', ENGINE, '--policy', ACCEPTING);
    expect(again).toMatchObject({ exit: 0, err: '' });
    expect(JSON.parse(again.out)).toMatchObject({ result: 'pass', code: 'ok' });
  });

  it('does not run where the policy does not accept it, or no policy is named', async () => {
    const finding = { result: 'skipped', code: 'engine-not-accepted' };
    expect(await verify('--policy', REFUSING, '--engine', ENGINE)).toEqual(finding);
    const refused = await run('reperform', PROOF, '--engine', ENGINE, '--policy', REFUSING);
    expect(refused.exit).toBe(3);
    expect(JSON.parse(refused.out)).toMatchObject(finding);
    const without = await run('reperform', PROOF, '--engine', ENGINE);
    expect(without).toMatchObject({ exit: 2, err: expect.stringContaining('needs a policy') });
  });

  it('is refused and does not run where no run names its SHA-256', async () => {
    for (const command of ['verify', 'reperform']) {
      const { exit, out, err } = await run(command, PROOF, '--policy', ACCEPTING, '--engine', 'changed.mjs');
      expect({ exit, out }).toEqual({ exit: 2, out: '' });
      const { error } = JSON.parse(err.split('\n').at(-2)!) as { error: { code: string; message: string } };
      expect(error.code).toBe('other-engine');
      expect(error.message).toMatch(/SHA-256 0x[0-9a-f]{64}, .*: expected 0x374de5f9d37d/);
    }
    expect(globalThis).not.toHaveProperty('ran');
    const unreadable = await run(
      'verify',
      'changed.mjs',
      '--offline',
      '--policy',
      ACCEPTING,
      '--engine',
      ENGINE,
    );
    expect(unreadable.exit).toBe(1);
  });
});
