import type { Hex } from '../../core/encoding/hex.ts';
import { UserFacingError } from '../../core/errors.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { keccakHex } from '../../core/hashing/keccak.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import { DEFAULT_MAX_AGE, DEFAULT_REFUSE, type Policy, POLICY_FORMAT } from '../../core/verify/policy.ts';

/** There is no contract at the address that a policy should pin. */
export class NoContractError extends UserFacingError<'no-ledger'> {
  override readonly name = 'NoContractError';
}

const NO_CODE = keccakHex(new Uint8Array());

/** What a policy needs at least: the ledger, and the endpoints that are asked. */
export interface PolicyBasis {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  readonly urls: readonly string[];
  /** Digests of the engines that are trusted to compute results again. */
  readonly engines?: readonly Hex[];
}

/** Returns a policy with the default rules, for a ledger at some endpoints. The code of its contracts is not pinned. */
export function createPolicy({ chainId, ledger, urls, engines = [] }: PolicyBasis): Policy {
  return {
    format: POLICY_FORMAT,
    chainId,
    ledger: parseAddress(ledger),
    codeHash: null,
    registry: null,
    faults: null,
    finality: 'finalized',
    rpc: { urls: [...urls], quorum: Math.max(1, urls.length) },
    checkpoints: [],
    replays: { parties: [], quorum: 0 },
    maxAge: DEFAULT_MAX_AGE,
    depth: 1,
    engines: [...engines],
    keys: [],
    require: [],
    newest: 'required',
    subjectParty: null,
    judges: [],
    refuse: [...DEFAULT_REFUSE],
    basis: 'fail',
  };
}

/** Returns a policy for another ledger. It loses what it pins of its own one: the code of its contracts, and on another chain also blocks. */
export function changeLedger(
  policy: Policy,
  { chainId, ledger }: Pick<Policy, 'chainId' | 'ledger'>,
): Policy {
  const isSameChain = chainId === policy.chainId;
  if (isSameChain && ledger === policy.ledger) return policy;
  const checkpoints = isSameChain ? policy.checkpoints : [];
  return { ...policy, chainId, ledger, codeHash: null, registry: null, faults: null, checkpoints };
}

/**
 * Returns the policy with the code pinned that ledger and registry have now.
 * @throws NoContractError; ReaderError
 */
export async function pinContracts(policy: Policy, reader: ChainReader): Promise<Policy> {
  const codeHash = await pinCode(reader, policy.ledger);
  const address = await reader.registry();
  return { ...policy, codeHash, registry: { address, codeHash: await pinCode(reader, address) } };
}

async function pinCode(reader: ChainReader, address: string): Promise<Hex> {
  const hash = await reader.codeHash(address);
  if (hash !== NO_CODE) return hash;
  throw new NoContractError(
    'no-ledger',
    `there is no contract at ${address} as of the newest final block: check the address and the chain`,
  );
}
