import { type BatchHeader, hashAnchor, hashHeader } from '../batches/batch.ts';
import type { BundleAnchor } from '../proofs/bundle.ts';
import type { Anchoring } from './chain-reader.ts';
import { ZERO_HASH } from '../encoding/hex.ts';
import { type Context, readerOf } from './context.ts';
import { type Finding, fail, pass, runCheck, showTime, skip } from './result.ts';

/** A header with where the bundle says that it was anchored. */
export interface Anchored {
  readonly header: BatchHeader;
  readonly anchor: BundleAnchor;
}

/** Checks that the contracts asked are those that the policy names (§11). */
export async function checkContracts(context: Context): Promise<Finding> {
  const { policy } = context;
  const reader = readerOf(context);
  const chainId = await reader.chainId();
  if (chainId !== policy.chainId)
    return skip('wrong-chain', `the endpoints are of chain ${chainId}, the policy of ${policy.chainId}`);
  const registry = await reader.registry();
  if (policy.registry !== null && registry !== policy.registry.address) {
    return fail('registry-differs', 'the ledger names another registry', policy.registry.address, registry);
  }
  const named = [
    { address: policy.ledger, codeHash: policy.codeHash },
    { address: registry, codeHash: policy.registry?.codeHash ?? null },
  ];
  for (const { address, codeHash } of named) {
    const actual = codeHash === null ? null : await reader.codeHash(address);
    if (actual !== codeHash)
      return fail('code-differs', `the code at ${address} is not the policy's`, codeHash, actual);
  }
  return pass(
    named.every(({ codeHash }) => codeHash !== null)
      ? 'the contracts are those of the policy'
      : 'the contracts’ code is not checked: the policy names none',
  );
}

/** Checks that the chain stores the word of a header and of the time at which it was anchored (§8, §11). */
export async function checkAnchor(context: Context, { header, anchor }: Anchored): Promise<Finding> {
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const contracts = await checkContracts(context);
  if (contracts.result !== 'pass') return contracts;
  const word = hashAnchor(hashHeader(header), anchor.anchoredAt);
  const stored = await storedWord(context, header.number);
  if (stored === ZERO_HASH)
    return fail('not-anchored', `the chain holds no batch ${header.number}`, word, stored);
  if (stored !== word)
    return fail('anchor-differs', `the chain holds another word for batch ${header.number}`, word, stored);
  const basis = `batch ${header.number}, anchored ${showTime(anchor.anchoredAt)}; ${contracts.basis}`;
  return compareHints(anchor, await readAnchoring(context, header.number), basis);
}

async function storedWord(context: Context, number: number): Promise<string> {
  const reader = readerOf(context);
  const word = await reader.anchor(number);
  return word === ZERO_HASH ? reader.newestAnchor(number) : word;
}

/** Events are a hint: an endpoint that has none of them takes nothing from the word in state. */
async function readAnchoring(context: Context, number: number): Promise<Anchoring | null> {
  return readerOf(context)
    .anchoring(number)
    .catch(() => null);
}

function compareHints(
  { transaction, block, blockHash }: BundleAnchor,
  chain: Anchoring | null,
  basis: string,
): Finding {
  if (chain === null) return pass(`${basis}; transaction and block could not be compared`);
  const hints = { transaction, block, blockHash };
  const actual = { transaction: chain.transaction, block: chain.block, blockHash: chain.blockHash };
  if (JSON.stringify(hints) === JSON.stringify(actual)) return pass(basis);
  return {
    ...pass(`${basis}; the transaction or block named differs from the chain’s`),
    code: 'hint-differs',
    expected: actual,
    actual: hints,
  };
}

/** Checks that the word is stored as of the vouched block, final by the policy's rule (§11). */
export async function checkFinality(context: Context, anchored: Anchored): Promise<Finding> {
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const { header, anchor } = anchored;
  const block = await context.reader.vouchedBlock();
  const word = await context.reader.anchor(header.number);
  if (word === hashAnchor(hashHeader(header), anchor.anchoredAt)) {
    return pass(`final as of block ${block.number} of ${showTime(block.time)} (${block.basis})`);
  }
  if (word === ZERO_HASH)
    return skip(
      'not-final',
      `batch ${header.number} is not final yet as of block ${block.number} (${block.basis})`,
    );
  return skip('anchor-failed', 'the anchor does not hold');
}

/** Returns the gravest of anchor and finality of a header: what a head or a link rests on. */
export async function checkAnchored(context: Context, anchored: Anchored): Promise<Finding> {
  const anchor = await runCheck(() => checkAnchor(context, anchored));
  return anchor.result === 'pass' ? runCheck(() => checkFinality(context, anchored)) : anchor;
}
