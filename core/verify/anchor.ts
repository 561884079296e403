import { type BatchHeader, hashAnchor, hashHeader } from '../batches/batch.ts';
import type { BundleAnchor } from '../proofs/bundle.ts';
import type { Anchoring, ChainReader } from './chain-reader.ts';
import { ZERO_HASH } from '../encoding/hex.ts';
import { type Finding, fail, pass, runCheck, skip } from './result.ts';
import { formatTime } from '../encoding/time.ts';
import type { Policy } from './policy.ts';
import type { VerificationContext } from './verification-context.ts';

/** A header, and where the proof file says that it was anchored. */
export interface Anchored {
  readonly header: BatchHeader;
  readonly anchor: BundleAnchor;
}

/** The finding of every check that needs the chain where no endpoint was given. */
export const NO_CHAIN = skip('no-chain', 'no endpoint of the chain was given');

/** The finding of a check that depends on a batch whose anchor did not pass. */
export const ANCHOR_FAILED = skip('anchor-failed', 'the check anchor did not pass for this batch');

/** What a policy says about the chain and its contracts. */
export type NamedContracts = Pick<Policy, 'chainId' | 'ledger' | 'codeHash' | 'registry' | 'checkpoints'>;

/** Verifies that the chain has the contracts that the policy names (§11). @throws ReaderError */
export async function verifyContracts(reader: ChainReader, policy: NamedContracts): Promise<Finding> {
  const chainId = await reader.chainId();
  if (chainId !== policy.chainId)
    return skip(
      'wrong-chain',
      `the endpoints serve chain ${chainId}, expected chain ${policy.chainId} of the policy`,
    );
  const checkpoints = await verifyCheckpoints(reader, policy);
  if (checkpoints.result !== 'pass') return checkpoints;
  const registry = await reader.registry();
  if (policy.registry !== null && registry !== policy.registry.address) {
    return fail(
      'registry-differs',
      `the ledger uses the registry ${registry}, expected ${policy.registry.address} of the policy`,
      policy.registry.address,
      registry,
    );
  }
  return verifyCode(reader, [
    { address: policy.ledger, codeHash: policy.codeHash },
    { address: registry, codeHash: policy.registry?.codeHash ?? null },
  ]);
}

/** Verifies that each of the policy's blocks is on the chain of every endpoint: an endpoint that lacks one serves another chain. */
async function verifyCheckpoints(
  reader: ChainReader,
  { checkpoints }: Pick<Policy, 'checkpoints'>,
): Promise<Finding> {
  for (const hash of checkpoints) {
    const without = await reader.endpointWithout(hash);
    if (without !== null)
      return fail(
        'checkpoint-differs',
        `the block ${hash}, a checkpoint of the policy, is not on the chain of ${without}`,
        hash,
        without,
      );
  }
  return pass(`${checkpoints.length} checkpoints`);
}

interface NamedContract {
  readonly address: string;
  /** Null where the policy does not name the code. */
  readonly codeHash: string | null;
}

async function verifyCode(reader: ChainReader, contracts: readonly NamedContract[]): Promise<Finding> {
  for (const { address, codeHash } of contracts) {
    if (codeHash === null) continue;
    const actual = await reader.codeHash(address);
    if (actual !== codeHash)
      return fail(
        'code-differs',
        `the code at ${address} is not the code that the policy names`,
        codeHash,
        actual,
      );
  }
  return pass(
    contracts.every(({ codeHash }) => codeHash !== null)
      ? 'the contracts have the code that the policy names'
      : 'the code of the contracts was not checked, because the policy does not name it',
  );
}

/** Verifies that the chain stores the word of a header and of the time at which it was anchored (§8, §11). */
export function verifyAnchor(context: VerificationContext, { header, anchor }: Anchored): Promise<Finding> {
  return runCheck(async () => {
    const { reader, policy } = context;
    if (reader === null) return NO_CHAIN;
    const contracts = await verifyContracts(reader, policy);
    if (contracts.result !== 'pass') return contracts;
    const { number } = header;
    const word = hashAnchor(hashHeader(header), anchor.anchoredAt);
    const stored = await readWord(reader, number);
    if (stored === ZERO_HASH) return fail('not-anchored', `the chain has no batch ${number}`, word, stored);
    if (stored !== word)
      return fail(
        'anchor-differs',
        `the chain has another header or anchoring time for batch ${number} than the proof file`,
        word,
        stored,
      );
    const basis = `batch ${number}, anchored at ${formatTime(anchor.anchoredAt)}; ${contracts.basis}`;
    return context.hints ? compareHints(anchor, await readAnchoring(reader, number), basis) : pass(basis);
  });
}

/** Returns the word of a batch as of the vouched block, or else as of the latest one. */
async function readWord(reader: ChainReader, number: number): Promise<string> {
  const word = await reader.anchor(number);
  return word === ZERO_HASH ? reader.anchorInLatestBlock(number) : word;
}

/** Events are a hint: an endpoint without them changes nothing about the word in the contract's state. */
async function readAnchoring(reader: ChainReader, number: number): Promise<Anchoring | null> {
  return reader.anchoring(number).catch(() => null);
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
    ...pass(`${basis}; the proof file names another transaction or block than the chain (only a hint)`),
    code: 'hint-differs',
    expected: actual,
    actual: hints,
  };
}

/** Verifies that the word is stored as of a block that is final by the policy's rule (§11). */
export function verifyFinality(context: VerificationContext, anchored: Anchored): Promise<Finding> {
  return runCheck(async () => {
    if (context.reader === null) return NO_CHAIN;
    const { header, anchor } = anchored;
    const block = await context.reader.vouchedBlock();
    const word = await context.reader.anchor(header.number);
    if (word === hashAnchor(hashHeader(header), anchor.anchoredAt))
      return pass(`final as of block ${block.number} at ${formatTime(block.time)} (${block.basis})`);
    if (word !== ZERO_HASH) return ANCHOR_FAILED;
    return skip(
      'not-final',
      `batch ${header.number} is not final yet as of block ${block.number} (${block.basis})`,
    );
  });
}

/** Verifies anchor and finality of a header, for evidence that depends on its batch. Returns the first finding that is not a pass. */
export async function verifyAnchored(context: VerificationContext, anchored: Anchored): Promise<Finding> {
  const anchor = await verifyAnchor(context, anchored);
  return anchor.result === 'pass' ? verifyFinality(context, anchored) : anchor;
}
