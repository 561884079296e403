import { type FoundWallet, findWallets } from '../../../client/wallet/find-wallets.ts';
import { WALLET_URL } from '../../../jobs/verify/policy-fields.ts';
import type { WalletProvider } from '../../../client/wallet/provider.ts';

/** Returns the first wallet of this browser; null if it has none. */
export function findWallet(): WalletProvider | null {
  let found: readonly FoundWallet[] = [];
  findWallets(window, (wallets) => (found = wallets))();
  return found[0]?.provider ?? null;
}

/** What a wallet may be asked: reading only, so that no proof file can make it sign or send anything. */
const READS =
  /^eth_(?:chainId|blockNumber|call|getCode|getStorageAt|getLogs|getBlockBy(?:Hash|Number)|getTransactionReceipt)$/;

/** Returns the JSON-RPC answer of a wallet to a JSON-RPC call. */
export async function askWallet(wallet: WalletProvider | null, body: string): Promise<string> {
  const { id, method, params } = JSON.parse(body) as {
    id: number;
    method: string;
    params: readonly unknown[];
  };
  const refuse = (message: string): string =>
    JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message } });
  if (wallet === null) return refuse('this browser has no wallet');
  if (!READS.test(method)) return refuse(`the wallet is not asked for ${method}`);
  try {
    return JSON.stringify({ jsonrpc: '2.0', id, result: await wallet.request({ method, params }) });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : 'the wallet gives no answer');
  }
}

/** Makes `fetch` of a worker, which has no wallet, pass calls of the wallet to `ask`, and leaves all others alone. */
export function routeWallet(ask: (body: string) => Promise<string>): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) =>
    input === WALLET_URL && typeof init?.body === 'string'
      ? new Response(await ask(init.body))
      : fetch(input, init);
}
