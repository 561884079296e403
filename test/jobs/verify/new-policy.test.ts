import { describe, expect, it } from 'vitest';
import { formatBundle } from '../../../core/proofs/bundle.ts';
import { parsePolicy, type Policy } from '../../../core/verify/policy.ts';
import { changeLedger, createPolicy, pinContracts } from '../../../jobs/verify/new-policy.ts';
import { policyOfFile } from '../../../jobs/verify/policy-of-file.ts';
import { openMarket, showMarket } from '../../core/verify/market.ts';
import { createLedger, MEMORY_REGISTRY, named, readFacts } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';

const OTHER = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512';
const policy = createPolicy({ ...TEST_DOMAIN, urls: ['https://a.example/', 'https://b.example/'] });

describe('a new policy', () => {
  it('is one that its format allows, and asks that all endpoints agree', () => {
    expect(parsePolicy(JSON.stringify(policy))).toEqual(policy);
    expect(policy.rpc.quorum).toBe(2);
    expect(createPolicy({ ...TEST_DOMAIN, urls: [] }).rpc).toEqual({ urls: [], quorum: 1 });
  });

  it('is refused for an address without its checksum', () => {
    expect(() => createPolicy({ ...TEST_DOMAIN, ledger: OTHER.toLowerCase(), urls: [] })).toThrow(
      /checksum/i,
    );
  });
});

describe('pinContracts', () => {
  it('pins the code that ledger and registry have now', async () => {
    const pinned = await pinContracts(policy, readFacts(createLedger().facts));
    expect(pinned).toMatchObject({
      codeHash: named('ledger code'),
      registry: { address: MEMORY_REGISTRY, codeHash: named('registry code') },
    });
  });

  it('pins nothing where there is no contract', async () => {
    const { facts } = createLedger();
    facts.codeHashes.delete(TEST_DOMAIN.ledger);
    await expect(pinContracts(policy, readFacts(facts))).rejects.toMatchObject({ code: 'no-ledger' });
  });
});

describe('a policy for another ledger', () => {
  const block = named('block');
  const pinned: Policy = {
    ...policy,
    codeHash: named('code'),
    registry: { address: MEMORY_REGISTRY, codeHash: named('registry') },
    checkpoints: [block],
  };

  it('keeps all that it pins of its own one', () => {
    expect(changeLedger(pinned, TEST_DOMAIN)).toBe(pinned);
  });

  it('loses the code of the contracts, and on another chain the blocks too', () => {
    const none = { codeHash: null, registry: null, faults: null };
    expect(changeLedger(pinned, { ...TEST_DOMAIN, ledger: OTHER })).toMatchObject({
      ...none,
      ...{ ledger: OTHER, checkpoints: [block] },
    });
    expect(changeLedger(pinned, { ...TEST_DOMAIN, chainId: 7 })).toMatchObject({
      ...none,
      ...{ chainId: 7, checkpoints: [] },
    });
  });
});

describe('the policy of a file whose reader has named no ledger', () => {
  const engine = named('engine');

  it('is for the ledger that the file names, asks no endpoint, and accepts the engines at hand', () => {
    const file = new TextEncoder().encode(formatBundle(showMarket(openMarket())));
    expect(policyOfFile(file, [engine])).toEqual(
      createPolicy({ ...TEST_DOMAIN, urls: [], engines: [engine] }),
    );
  });

  it('is one for no ledger where the file cannot be read: the verification says why', () => {
    expect(policyOfFile(new Uint8Array([1, 2]), []).ledger).toMatch(/^0x0{40}$/);
  });
});
