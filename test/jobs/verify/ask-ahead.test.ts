import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { NamingReader } from '../../../chain/rpc-reader.ts';
import { parsePolicy, type Policy } from '../../../core/verify/policy.ts';
import { verifyBundle } from '../../../core/verify/verify.ts';
import { askAhead } from '../../../jobs/verify/ask-ahead.ts';
import { readStored, type StoredChain } from '../../core/proof-vectors/stored-chain.ts';

const FOLDER = 'test/vectors/proof-files';
const read = (path: string): Buffer => readFileSync(`${FOLDER}/${path}`);
const file = new Uint8Array(read('files/sound.carbon-proof.json'));
const policy = parsePolicy(new Uint8Array(read('policies/sound.json')));
const chain = JSON.parse(read('chains/sound.json').toString()) as StoredChain;

/** A reader of the chain of a vector: each answer comes later, as over a network, and what was asked is written down. */
function openSlowReader() {
  const asked: string[] = [];
  let waiting = 0;
  let most = 0;
  const stored = { ...readStored(chain)!, identifiers: () => Promise.resolve([]) } as NamingReader;
  const reader = new Proxy(stored, {
    get:
      (target, name: keyof NamingReader) =>
      async (...values: never[]) => {
        asked.push(`${name} ${values.join(' ')}`.trim());
        most = Math.max(most, ++waiting);
        await new Promise((resolve) => setTimeout(resolve));
        waiting--;
        return (target[name] as (...values: never[]) => unknown)(...values);
      },
  });
  return { asked, reader, most: () => most };
}

async function askAllAhead(given: Uint8Array, by: Policy, openEngine = () => Promise.resolve(null)) {
  const { asked, reader, most } = openSlowReader();
  askAhead(given, by, { reader, openEngine });
  for (let before = -1; before < asked.length;) {
    before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { asked: new Set(asked), most: most() };
}

describe('what is asked ahead of a verification', () => {
  it('is all that the checks of a sound file ask, four questions at a time', async () => {
    const { asked, most } = await askAllAhead(file, policy);
    const verification = openSlowReader();
    const { verdict } = await verifyBundle(file, { policy, reader: verification.reader, now: 1_700_014_580 });
    expect(verdict).toBe('verified');
    const missing = [...new Set(verification.asked)].filter((each) => !asked.has(each) && each !== 'chainId');
    expect(verification.asked.length).toBeGreaterThan(10);
    expect(missing).toEqual([]);
    expect(most).toBe(4);
  });

  it('is nothing for a file of another ledger, or for what is not a proof file', async () => {
    expect((await askAllAhead(file, { ...policy, chainId: policy.chainId + 1 })).asked.size).toBe(0);
    expect((await askAllAhead(file.slice(1), policy)).asked.size).toBe(0);
  });

  it('opens an engine that a result names only if the policy names it too', async () => {
    const recomputed = JSON.parse(read('vectors.json').toString()) as {
      vectors: { file: string; policy: string; expected: { findings: { check: string; code: string }[] } }[];
    };
    const vector = recomputed.vectors.find(({ policy: path, expected }) => {
      const { engines } = parsePolicy(new Uint8Array(read(path)));
      return (
        engines.length > 0 &&
        expected.findings.some(({ check, code }) => check === 'reperformance' && code === 'ok')
      );
    })!;
    const given = new Uint8Array(read(vector.file));
    const by = parsePolicy(new Uint8Array(read(vector.policy)));
    const opened: string[] = [];
    const openEngine = (digest?: string) => {
      opened.push(digest ?? '');
      return Promise.resolve(null);
    };
    await askAllAhead(given, { ...by, engines: [] }, openEngine);
    expect(opened).toEqual([]);
    await askAllAhead(given, by, openEngine);
    expect(opened).toEqual(by.engines);
  });
});
