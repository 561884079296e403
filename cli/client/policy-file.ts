import { parsePolicy, POLICY_FORMAT, type Policy } from '../../core/verify/policy.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { keccakHex } from '../../core/hashing/keccak.ts';
import { UsageError } from '../terminal/errors.ts';
import { readBytes, readNaming } from '../inputs/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

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
 * @throws UsageError `no-ledger`; ReaderError
 */
export async function pinContracts(policy: Policy, reader: ChainReader): Promise<Policy> {
  const codeHash = await pinCode(reader, policy.ledger);
  const address = await reader.registry();
  return { ...policy, codeHash, registry: { address, codeHash: await pinCode(reader, address) } };
}

async function pinCode(reader: ChainReader, address: string): Promise<Hex> {
  const hash = await reader.codeHash(address);
  if (hash !== NO_CODE) return hash;
  throw new UsageError('no-ledger', `no contract stands at ${address} as of the newest final block`);
}

/** Returns the policy in a file. @throws UsageError `file-unreadable`; BadInput */
export async function readPolicy(terminal: Terminal, path: string): Promise<Policy> {
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parsePolicy(bytes));
}

/** Returns a reader of the chain that a policy names, null where it names no endpoint. */
export async function openPolicyReader(policy: Policy): Promise<ChainReader | null> {
  return policy.rpc.urls.length === 0 ? null : openReader(policy);
}

/**
 * Returns a reader of the chain at the endpoints that a policy names. It needs ethers, which is loaded only then: it takes as
 * long as all the rest.
 */
export async function openReader({ chainId, ledger, registry, finality, rpc }: Policy): Promise<ChainReader> {
  const { openRpcReader } = await import('../../chain/rpc-reader.ts');
  return openRpcReader({
    urls: rpc.urls,
    quorum: rpc.quorum,
    finality,
    chainId,
    ledger,
    ...(registry === null ? {} : { registry: registry.address }),
  });
}
