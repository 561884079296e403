import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { type ProofVerdict, verifyProof } from '../../library/verify.ts';
import {
  PROOFS,
  proofPath,
  readRecorded,
  RECORDED_AT,
  RECORDED_DIGEST,
  RECORDED_ENGINE,
  type RecordedChain,
  startRecordedChain,
  TAMPERED,
} from './recorded.ts';

/** The files from which figures can be computed again. */
const REPERFORMABLE = [
  'inventory',
  'inventory-restated',
  'disclosure-for-auditor',
  'china-accounts',
  'steel-accounts',
  'steelworks',
  'steelworks-inventory',
  'steelworks-embedded',
  'bar-footprint',
  'panorama-countries',
];

describe('the recorded proof files', () => {
  const policy = parsePolicy(readRecorded('home/policy.json'));
  let chain: RecordedChain;

  beforeAll(async () => {
    chain = await startRecordedChain();
  });
  afterAll(() => chain.stop());

  /** Verifies a file as of the recording. */
  const verify = (name: string, rules: Policy, engines = [RECORDED_ENGINE]): Promise<ProofVerdict> =>
    verifyProof(readFileSync(proofPath(name)), {
      policy: rules,
      endpoints: [chain.url],
      engines,
      now: RECORDED_AT,
    });

  it.each(PROOFS)('%s is verified under the recorded policy from the recorded chain', async (name) => {
    const { verdict, checks } = await verify(name, policy);
    const failed = checks.filter(({ result }) => result === 'fail');
    expect({ verdict, failed }).toEqual({ verdict: 'verified', failed: [] });
  });

  it('the tampered disclosure is not verified, since its entries do not give the root that was signed', async () => {
    const { verdict, checks } = await verify(TAMPERED, policy);
    const failed = checks.filter(({ result }) => result === 'fail').map(({ check, code }) => [check, code]);
    expect({ verdict, failed }).toEqual({ verdict: 'not-verified', failed: [['entries', 'proof-root']] });
  });

  it.each([...PROOFS, TAMPERED])('%s is read and written again byte for byte', (name) => {
    const bytes = readFileSync(proofPath(name));
    expect(Buffer.from(formatBundle(parseBundle(bytes))).equals(bytes)).toBe(true);
  });

  it.each(REPERFORMABLE)(
    '%s is computed again by the recorded engine, and is unchecked without it',
    async (name) => {
      const strict: Policy = { ...policy, require: ['reperformance'] };
      const computed = await verify(name, strict);
      expect(computed).toMatchObject({ verdict: 'verified' });
      const without = await verify(name, strict, []);
      expect(without).toMatchObject({ verdict: 'unchecked', unchecked: ['reperformance'] });
      expect(JSON.stringify(without.checks)).toContain(RECORDED_DIGEST);
    },
  );
});
