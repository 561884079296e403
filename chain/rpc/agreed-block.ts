import { ReaderError } from '../../core/verify/chain-reader.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { CHAIN_ID } from './chain-id.ts';
import { type Answer, askAll, type Endpoints, explainNoQuorum, type Question } from './quorum.ts';
import type { Rpc } from './endpoint.ts';
import { type Block, blockSchema, formatQuantity, quantitySchema } from './rpc-schema.ts';

/** When a block counts as final: by the chain's own tag `finalized`, or with a number of blocks on top of it. */
export type Finality = Policy['finality'];

/** Every block counts as final, so the newest one that a quorum agrees on is taken. */
export const NEWEST: Finality = { confirmations: 0 };

/** A block that a quorum of endpoints agrees on, with these endpoints. */
export interface AgreedBlock {
  readonly block: Block;
  readonly endpoints: Endpoints;
}

const nullableBlock = blockSchema.nullable();

/** The chains that endpoints serve, as each said once. */
const served = new WeakMap<Rpc, number>();

/**
 * Returns those endpoints that serve the expected chain, once `patience` of them have answered. An endpoint that served it once is not
 * asked again: blocks of another chain do not fit to those that were read. Before anybody acts on that, `forgetChains` lets it be asked.
 * @throws ReaderError `wrong-chain` when too few serve it; `rpc-…`
 */
export async function selectChain(
  { rpcs, quorum }: Endpoints,
  chainId: number,
  patience = quorum,
): Promise<Endpoints> {
  const isKnown = (rpc: Rpc): boolean => served.get(rpc) === chainId;
  const unknown = rpcs.filter((rpc) => !isKnown(rpc));
  const answers = await askAll(
    { rpcs: unknown, quorum: patience - (rpcs.length - unknown.length) },
    CHAIN_ID,
  );
  for (const answer of answers) if ('value' in answer) served.set(answer.rpc, answer.value);
  const right = rpcs.filter(isKnown);
  if (right.length >= quorum) return { rpcs: right, quorum };
  const wrong = answers.find((answer) => 'value' in answer && answer.value !== chainId);
  if (wrong === undefined || !('value' in wrong)) throw explainNoQuorum(answers, quorum, CHAIN_ID.method);
  throw new ReaderError(
    'wrong-chain',
    `${wrong.rpc.host} serves chain ${wrong.value}, expected chain ${chainId}`,
  );
}

/** Lets endpoints be asked again which chain they serve. */
export function forgetChains({ rpcs }: Endpoints): void {
  for (const rpc of rpcs) served.delete(rpc);
}

/**
 * Returns the highest block that `quorum` endpoints consider final and agree on (§11). An endpoint that claims a height which no
 * other endpoint has can't raise it. An endpoint that lags behind can't lower it while a quorum of others is ahead.
 * @throws ReaderError `no-final-block`, `rpc-…`
 */
export async function findAgreedBlock(endpoints: Endpoints, finality: Finality): Promise<AgreedBlock> {
  return agreeOn(await readClaims(endpoints, finality), endpoints);
}

/**
 * Returns the same block for a verifier, whom an old view could deceive about what was closed since. `named` is the number of its
 * endpoints: it waits for at least half of them, and takes no block that is far behind those of as many as are not ahead of it.
 * @throws ReaderError `no-final-block`, `rpc-…`
 */
export async function findVouchedBlock(
  endpoints: Endpoints,
  finality: Finality,
  named: number,
): Promise<AgreedBlock> {
  const claims = await readClaims(endpoints, finality, waitFor(endpoints.quorum, named));
  const agreed = await agreeOn(claims, endpoints);
  const ahead = await findAhead(agreed.block, claims);
  if (ahead.length < claims.length - ahead.length || ahead.length === 0) return agreed;
  const hosts = ahead.map(({ host }) => host).join(', ');
  throw new ReaderError(
    'rpc-disagree',
    `the endpoints agree only on block ${agreed.block.number}, which is old: ${hosts} ${ahead.length === 1 ? 'is' : 'are'} more than ${MOST_LAG / 60} minutes ahead. Try again, or name other endpoints`,
  );
}

/** How many endpoints are waited for: a quorum, and no fewer than half, so that a fast minority can't decide alone. */
export function waitFor(quorum: number, named: number): number {
  return Math.max(quorum, Math.ceil(named / 2));
}

/** Seconds by which the final blocks of honest endpoints may differ: about three epochs of Ethereum. */
const MOST_LAG = 1_200;

/** Returns the endpoints whose own final block is much later than a block. */
async function findAhead(block: Block, claims: readonly Claim[]): Promise<Rpc[]> {
  const higher = claims.filter(({ height }) => height > block.number);
  const times = await Promise.all(
    higher.map(async (claim) => (await blocksAt(claim.height, [claim], 1))[0]?.block.time ?? 0),
  );
  return higher.filter((_, index) => times[index]! - block.time > MOST_LAG).map(({ rpc }) => rpc);
}

function readClaims({ rpcs, quorum }: Endpoints, finality: Finality, patience = quorum): Promise<Claim[]> {
  if (finality === 'finalized') return claimByTag('finalized', { rpcs, quorum }, patience);
  if (finality.confirmations === 0) return claimByTag('latest', { rpcs, quorum }, patience);
  return claimByDepth({ rpcs, quorum }, finality.confirmations, patience);
}

async function agreeOn(claims: readonly Claim[], { rpcs, quorum }: Endpoints): Promise<AgreedBlock> {
  for (const height of candidateHeights(claims, quorum)) {
    const agreed = await agreeAt(height, claims, quorum);
    if (agreed !== null) return agreed;
  }
  throw new ReaderError(
    'rpc-disagree',
    `expected ${quorum} of ${rpcs.length} endpoints to agree on a final block, but they do not: try again, or name other endpoints`,
  );
}

/** The height up to which an endpoint considers blocks final, and the block there, where it is known already. */
interface Claim {
  readonly rpc: Rpc;
  readonly height: number;
  readonly block: Block | null;
}

async function claimByTag(
  tag: 'finalized' | 'latest',
  { rpcs, quorum }: Endpoints,
  patience: number,
): Promise<Claim[]> {
  const answers = await askAll({ rpcs, quorum: patience }, readBlock(tag));
  const claims = answers.flatMap((answer) =>
    'value' in answer && answer.value !== null
      ? [{ rpc: answer.rpc, height: answer.value.number, block: answer.value }]
      : [],
  );
  if (claims.length >= quorum) return claims;
  if (tag === 'finalized' && answers.some(hasNoFinalBlock))
    throw new ReaderError('no-final-block', 'the chain has no finalized block yet: try again later');
  throw explainNoQuorum(answers, quorum, 'eth_getBlockByNumber');
}

/** An endpoint of a chain without finalized blocks answers null, or rejects the tag. */
function hasNoFinalBlock(answer: Answer<Block | null>): boolean {
  return 'value' in answer ? answer.value === null : answer.failure.code === 'refused';
}

async function claimByDepth(
  { rpcs, quorum }: Endpoints,
  confirmations: number,
  patience: number,
): Promise<Claim[]> {
  const answers = await askAll(
    { rpcs, quorum: patience },
    { method: 'eth_blockNumber', params: [], schema: quantitySchema },
  );
  const heads = answers.flatMap((answer) =>
    'value' in answer ? [{ rpc: answer.rpc, height: answer.value, block: null }] : [],
  );
  if (heads.length < quorum) throw explainNoQuorum(answers, quorum, 'eth_blockNumber');
  const claims = heads
    .map((head) => ({ ...head, height: head.height - confirmations }))
    .filter(({ height }) => height >= 0);
  if (claims.length < quorum)
    throw new ReaderError(
      'no-final-block',
      `no block has ${confirmations} confirmations yet: try again later`,
    );
  return claims;
}

/** Heights that at least `quorum` endpoints consider final, highest first. */
function candidateHeights(claims: readonly Claim[], quorum: number): number[] {
  const heights = claims.map(({ height }) => height).sort((a, b) => b - a);
  return [...new Set(heights.slice(quorum - 1))];
}

async function agreeAt(
  height: number,
  claims: readonly Claim[],
  quorum: number,
): Promise<AgreedBlock | null> {
  const groups = new Map<string, { block: Block; rpcs: Rpc[] }>();
  for (const { rpc, block } of await blocksAt(height, claims, quorum)) {
    if (block.number !== height) continue;
    const key = JSON.stringify(block);
    const group = groups.get(key) ?? { block, rpcs: [] };
    group.rpcs.push(rpc);
    groups.set(key, group);
  }
  const agreed = [...groups.values()].find(({ rpcs }) => rpcs.length >= quorum);
  return agreed === undefined ? null : { block: agreed.block, endpoints: { rpcs: agreed.rpcs, quorum } };
}

/** Returns the blocks of those endpoints that claim a height; endpoints that fail to give the block are left out. */
async function blocksAt(
  height: number,
  claims: readonly Claim[],
  quorum: number,
): Promise<{ rpc: Rpc; block: Block }[]> {
  const able = claims.filter((claim) => claim.height >= height);
  const known = able.flatMap(({ rpc, height: own, block }) =>
    block !== null && own === height ? [{ rpc, block }] : [],
  );
  const unknown = able.filter(({ rpc }) => !known.some((each) => each.rpc === rpc));
  const others = { rpcs: unknown.map(({ rpc }) => rpc), quorum: quorum - known.length };
  const answers = await askAll(others, readBlock(height));
  const given = answers.flatMap((answer) =>
    'value' in answer && answer.value !== null ? [{ rpc: answer.rpc, block: answer.value }] : [],
  );
  return [...known, ...given];
}

/** Returns the question for a block by number or tag. The answer is null where there is no such block. */
export function readBlock(at: number | 'finalized' | 'latest'): Question<Block | null> {
  const tag = typeof at === 'number' ? formatQuantity(at) : at;
  return {
    method: 'eth_getBlockByNumber',
    params: [tag, false],
    schema: nullableBlock,
  };
}
