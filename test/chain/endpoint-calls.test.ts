import { Contract } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { openReader } from '../../jobs/verify/policy-reader.ts';
import { pinContracts } from '../../jobs/verify/new-policy.ts';
import { type ProofVerification, verifyProofFile } from '../../jobs/verify/verify-proof.ts';
import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type Bundle, formatBundle } from '../../core/proofs/bundle.ts';
import { ROLES } from '../../core/records/kind.ts';
import { type Policy, POLICY_FORMAT } from '../../core/verify/policy.ts';
import { anchorProof } from '../cli/anchored-proof.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';
import { type OwnAnswer, type RpcProxy, startRpcProxy } from '../helpers/rpc-proxy.ts';

/** How often a verification of one record may ask each endpoint (§11). */
const MOST_CALLS = 20;
const LATER_BATCHES = 30;
/** How many blocks the chain seems to have on top of its own. */
const MORE_BLOCKS = 1_200_000;

/** Searches of more than 10,000 blocks are rejected, and the chain is much longer than it is, as at many public nodes. */
const asPublicNode: OwnAnswer = async ({ method, params: [filter] }, ask) => {
  if (method !== 'eth_blockNumber' && method !== 'eth_getLogs') return undefined;
  const own = Number(await ask('eth_blockNumber', []));
  if (method === 'eth_blockNumber') return { result: `0x${(own + MORE_BLOCKS).toString(16)}` };
  const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string };
  if (toBlock === 'latest' || fromBlock === '0x0')
    return { error: { code: -32005, message: 'query exceeds 10000 blocks' } };
  return Number(fromBlock) > own ? { result: [] } : undefined;
};

let chain: TestChain;
let deployed: Deployment;
let bundle: Bundle;
let policy: Policy;
let nodes: RpcProxy[];

/** Anchors batches that follow the first one. */
async function anchorLater(first: BatchHeader): Promise<void> {
  const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.accounts.anchorer);
  let last = first;
  for (let number = 2; number <= LATER_BATCHES + 1; number++) {
    await chain.mineAt((await chain.head()).time + 5);
    const sealedAt = (await chain.head()).time - 1;
    last = { ...last, number, previous: hashHeader(last), sealedAt };
    const sent = await ledger.getFunction('anchor').send(last);
    await sent.wait();
  }
}

beforeAll(async () => {
  chain = await startTestChain();
  deployed = await chain.deploy({ keyDelay: 3600 });
  await chain.registerParties(deployed.registry, ['company']);
  const party = hashParty(PARTIES.company.identifier);
  const registry = openRegistryWriter(deployed.registry, chain.accounts.registrar);
  for (let turn = 0; turn < 10; turn++) {
    await registry.openRole(party, ROLES.provider);
    await registry.closeRole(party, ROLES.provider);
  }
  bundle = await anchorProof(chain, deployed, party);
  await anchorLater(bundle.records[0]!.inclusion.header);
  await chain.mine(4);
  nodes = await Promise.all([1, 2].map(() => startRpcProxy(chain.url, asPublicNode)));
  const urls = nodes.map(({ url }) => url);
  const base: Policy = {
    ...{ format: POLICY_FORMAT, subjectParty: null, judges: [], refuse: [], basis: 'fail' },
    newest: 'required',
    ...{ chainId: chain.chainId, ledger: deployed.ledger, codeHash: null },
    ...{ registry: null, faults: null, finality: 'finalized', rpc: { urls, quorum: 2 } },
    checkpoints: [(await chain.provider.getBlock(2))!.hash as Hex],
    ...{ replays: { parties: [], quorum: 0 }, maxAge: 86_400, depth: 1, engines: [], keys: [] },
    require: ['order'],
  };
  policy = await pinContracts(base, await openReader(base));
});
afterAll(async () => {
  for (const node of nodes) await node.stop();
  await chain.stop();
});

async function verify(hints = false): Promise<ProofVerification & { calls: number[] }> {
  for (const { calls } of nodes) calls.length = 0;
  const file = new TextEncoder().encode(formatBundle(bundle));
  const now = (await chain.head()).time;
  const openEngine = (): Promise<null> => Promise.resolve(null);
  const found = await verifyProofFile({ file, policy, now, hints }, { openEngine });
  return { ...found, calls: nodes.map(({ calls }) => calls.length) };
}

describe('the verification of one record of a long chain with many batches and windows', () => {
  it(`asks each endpoint at most ${MOST_CALLS} times, also where searches of events are limited`, async () => {
    const { verdict, checks, party, calls } = await verify();
    expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
    expect({ verdict, identifiers: party?.identifiers }).toEqual({
      verdict: 'verified',
      identifiers: [PARTIES.company.identifier],
    });
    expect(Math.min(...calls)).toBeGreaterThan(5);

    expect(Math.max(...calls), nodes.map(({ calls }) => calls.join()).join('\n')).toBeLessThanOrEqual(
      MOST_CALLS,
    );
  });

  it('looks up hints on request, which takes about a hundred calls where searches are limited', async () => {
    const { verdict, calls } = await verify(true);
    expect(verdict).toBe('verified');
    expect(Math.min(...calls)).toBeGreaterThan(100);
  });
});
