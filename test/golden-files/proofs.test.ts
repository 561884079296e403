import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import { type CliRun, runLine } from '../cli/test-terminal.ts';
import { ENGINES, goldenPath, listGolden, RECORDED, readGolden, startRecordedChain } from './recorded.ts';
import type { RecordedChain } from './recorded.ts';

interface Verified {
  readonly verdict: string;
  readonly checks: readonly { check: string; result: string; code: string | null; basis: string }[];
}

const TAMPERED = 'home/example/disclosure-tampered';

/** Of each proof file: how many figures anyone can compute again from it, and how many it has. */
const REPERFORMABLE = {
  'home/example/inventory': '14 of 14',
  'home/example/inventory-restated': '14 of 14',
  'home/example/disclosure-for-auditor': '5 of 14',
  'proofs/scope2': '3 of 3',
};

describe.each(RECORDED)('proof files of version %s', (version) => {
  const digest = ENGINES[version]!;
  const names = ['home/example', 'proofs'].flatMap((folder) =>
    listGolden(version, folder, '.carbon-proof.json'),
  );
  const sound = names.filter((name) => name !== TAMPERED);
  const proof = (name: string): string => goldenPath(version, `${name}.carbon-proof.json`);
  const { recordedAt } = readGolden(version, 'made-from.json') as { recordedAt: string };
  let chain: RecordedChain;
  let folder: string;

  beforeAll(async () => {
    chain = await startRecordedChain(version);
    folder = await mkdtemp(join(tmpdir(), 'golden-proofs-'));
  });

  afterAll(async () => {
    await chain.stop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]): Promise<CliRun> =>
    runLine(args, { cwd: folder, now: Date.parse(recordedAt) });

  async function verify(file: string, policy: string): Promise<Verified & { exit: number }> {
    const rules = ['--policy', goldenPath(version, policy), '--rpc', chain.url];
    const { exit, out, err } = await run('verify', file, ...rules, '--json');
    expect(out, err).not.toBe('');
    return { exit, ...(JSON.parse(out) as Verified) };
  }

  it.each(sound)('%s is verified under the recorded policy from the recorded chain', async (name) => {
    const { exit, verdict, checks } = await verify(proof(name), 'home/policy.json');
    const failed = checks.filter(({ result }) => result === 'fail');
    expect({ exit, verdict, failed }).toEqual({ exit: 0, verdict: 'verified', failed: [] });
  });

  it('the tampered disclosure is not verified, since its entries do not give the root that was signed', async () => {
    const { exit, verdict, checks } = await verify(proof(TAMPERED), 'home/policy.json');
    const failed = checks.filter(({ result }) => result === 'fail').map(({ check, code }) => [check, code]);
    expect({ exit, verdict, failed }).toEqual({
      exit: 1,
      verdict: 'not-verified',
      failed: [['entries', 'proof-root']],
    });
  });

  it.each([
    ['strict', 'proofs/scope2', 'verified'],
    ['strict', 'home/example/disclosure', 'not-verified'],
    ['with-replays', 'proofs/scope2', 'unchecked'],
    ['with-replays', TAMPERED, 'not-verified'],
  ])('the policy %s finds %s %s', async (policy, name, expected) => {
    const { verdict, checks } = await verify(proof(name), `policies/${policy}.policy.json`);
    const passed = checks.filter(({ result }) => result === 'pass').map(({ check }) => check);
    expect(verdict, JSON.stringify(checks.filter(({ result }) => result !== 'pass'))).toBe(expected);
    if (verdict === 'verified')
      expect(passed).toEqual(expect.arrayContaining(['currentness', 'reperformance']));
  });

  it.each(names)('%s is read and written again byte for byte', async (name) => {
    const bytes = await readFile(proof(name));
    expect(Buffer.from(formatBundle(parseBundle(bytes))).equals(bytes)).toBe(true);
  });

  it('policies and runs name the engine by the SHA-256 of its file', async () => {
    const engine = readFileSync(join(import.meta.dirname, `../../engines/${version}.mjs`));
    expect(`0x${createHash('sha256').update(engine).digest('hex')}`).toBe(digest);
    for (const policy of ['home/policy.json', 'policies/strict.policy.json'])
      expect(readGolden(version, policy)).toHaveProperty('engines', expect.arrayContaining([digest]));
    for (const name of Object.keys(REPERFORMABLE))
      expect(await readFile(proof(name), 'utf8')).toContain(`"digest":"${digest}"`);
  });

  it.each(Object.entries(REPERFORMABLE))(
    '%s: %s figures are computed again to the digit',
    async (name, count) => {
      const { exit, out } = await run('reperform', proof(name), '--json');
      const { result, basis } = JSON.parse(out) as { result: string; basis: string };
      expect({ exit, result }).toEqual({ exit: 0, result: 'pass' });
      expect(basis).toContain(`${count} figures of 0x`);
      expect(basis).toContain(`carbon-ledger-engine ${version}`);
    },
  );

  it.each([
    ['home/example/inventory', '"value":"21081.6"', '"value":"21081.7"'],
    ['proofs/scope2', '"value":"48000"', '"value":"48001"'],
  ])('%s with %s changed is not computed again: the figure differs', async (name, before, after) => {
    const text = await readFile(proof(name), 'utf8');
    const altered = join(folder, basename(proof(name)));
    expect(text).toContain(before);
    await writeFile(altered, text.replaceAll(before, after));
    const { exit, out } = await run('reperform', altered, '--json');
    expect({ exit, code: (JSON.parse(out) as { code: string }).code }).toEqual({
      exit: 1,
      code: 'figure-differs',
    });
  });

  it('a figure is explained down to its rows, and two results are compared', async () => {
    const explained = await run('explain', proof('home/example/inventory'), 'scope2/market', '--json');
    expect(JSON.parse(explained.out)).toMatchObject({
      key: 'scope2/market',
      value: '21081.6',
      unit: 't{CO2}',
    });
    const [first, second] = ['inventory', 'inventory-restated'].map((name) => proof(`home/example/${name}`));
    const compared = await run('compare', first!, second!, '--json');
    const { changed } = JSON.parse(compared.out) as { changed: { key: string }[] };
    expect(changed.map(({ key }) => key)).toContain('total/market');
  });
});
