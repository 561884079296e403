import { JsonRpcProvider, Network } from 'ethers';

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
