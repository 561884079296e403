import type { Hex } from '../../core/encoding/hex.ts';
import { UserFacingError } from '../../core/errors.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { keccakHex } from '../../core/hashing/keccak.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import { POLICY_FORMAT, type Policy } from '../../core/verify/policy.ts';

/** No contract is at the address that a policy is to pin. */
export class NoContractError extends UserFacingError<'no-ledger'> {
  override readonly name = 'NoContractError';
}

const NO_CODE = keccakHex(new Uint8Array());

/** The rules of a verifier who asks for nothing beyond the default: the two ends of a range of trust. */
export interface PolicyBasis {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  readonly urls: readonly string[];
  /** Digests of the engines that may compute results again. */
  readonly engines?: readonly Hex[];
}

/** Returns a policy that asks for the default checks alone, from a ledger's contract and endpoints, whose code is not pinned. */
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
    maxAge: null,
    depth: 1,
    engines: [...engines],
    keys: [],
    require: [],
  };
}

/**
 * Returns a policy that asks for the code that ledger and registry have now.
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
  throw new NoContractError('no-ledger', `no contract is at ${address} as of the newest final block`);
}
