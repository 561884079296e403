import { JsonRpcProvider, Network } from 'ethers';

const POLLING = 250;

/** Returns ethers' access to an endpoint for whoever sends transactions; `destroy()` it at the end. */
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
 * Whoever waited for a transaction may still be looking whether another replaced it, and nobody waits for that: refused because the
 * provider was destroyed, it would end the process. What is asked then gets no answer.
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
