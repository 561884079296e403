import { JsonRpcProvider, Network } from 'ethers';
import { askQuorum } from './quorum.ts';
import { openRpc } from './rpc.ts';
import { quantitySchema } from './rpc-schema.ts';

const POLLING = 250;

/** Returns ethers' access to an endpoint for whoever sends transactions; `destroy()` it at the end. */
export function openProvider(url: string, chainId: number): JsonRpcProvider {
  const network = Network.from(chainId);
  const provider = new JsonRpcProvider(url, network, {
    staticNetwork: network,
    batchMaxCount: 1,
    cacheTimeout: -1,
  });
  provider.pollingInterval = POLLING;
  return provider;
}

/** Returns the chain that an endpoint serves, asked once. @throws ReaderError `rpc-…` */
export async function readChainId(url: string): Promise<number> {
  const question = { method: 'eth_chainId', params: [], schema: quantitySchema };
  return askQuorum({ rpcs: [openRpc(url)], quorum: 1 }, question);
}
