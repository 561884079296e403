import { AbiCoder, id, keccak256, toBeHex } from 'ethers';
import { deployLedger, type Chain, type Target } from './chain.ts';

/**
 * Returns a ledger at a chosen address, with the chain's anchorer, so that values for the domain of another deployment can be
 * checked. Its code is copied there, and the anchorer's role is written to slot 0 (docs/spec/storage.md).
 */
export async function placeLedger(chain: Chain, registry: Target, address: string): Promise<Target> {
  const model = await deployLedger(chain, registry);
  const code = await chain.request('eth_getCode', [model.address, 'latest']);
  await chain.request('hardhat_setCode', [address, code]);
  const members = keyed('bytes32', id('ANCHOR_ROLE'), toBeHex(0, 32));
  await chain.request('hardhat_setStorageAt', [
    address,
    keyed('address', chain.anchorer, members),
    toBeHex(1, 32),
  ]);
  return { address, abi: model.abi };
}

/** Returns the slot of a mapping's value. */
export function keyed(type: string, key: unknown, slot: string): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode([type, 'bytes32'], [key, slot]));
}
