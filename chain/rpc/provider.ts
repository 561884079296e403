import { JsonRpcProvider, Network } from 'ethers';

/** Milliseconds between two checks of whether a transaction was mined. */
const POLLING = 250;

/** Returns ethers' provider for an endpoint, to send transactions. Call `destroy()` at the end. */
export function openProvider(url: string, chainId: number): JsonRpcProvider {
  const network = Network.from(chainId);
  const provider = new QuietProvider(url, network, {
    staticNetwork: network,
    batchMaxCount: 1,
    cacheTimeout: -1,
  });
  provider.pollingInterval = POLLING;
  return provider;
}

/**
 * After a transaction was mined, ethers may still check in the background whether another one replaced it. When the provider is
 * destroyed meanwhile, that call fails, and the unhandled rejection would end the process. So calls of a destroyed provider never
 * settle.
 */
class QuietProvider extends JsonRpcProvider {
  override send(method: string, params: unknown[] | Record<string, unknown>): Promise<unknown> {
    const answer = super.send(method, params);
    return new Promise((resolve, reject) => {
      answer.then(resolve, (error: unknown) => {
        if (!this.destroyed) reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  }
}
