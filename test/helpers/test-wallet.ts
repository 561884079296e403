import { JsonRpcProvider, Wallet, type TypedDataDomain, type TypedDataField } from 'ethers';
import type { WalletProvider } from '../../client/wallet/provider.ts';

/** An error as wallets have it (EIP-1193). */
export class ProviderError extends Error {
  readonly code: number;

  /** The data with which a contract reverted. */
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** How a test wallet behaves. */
export interface TestWalletOptions {
  /** The chain that it is on; 1 if not given. */
  readonly chainId?: number;
  /** Chains that it knows, besides the one that it is on; it refuses to switch to others. */
  readonly known?: readonly number[];
  /** The JSON-RPC endpoint of its chain: it then answers for the chain, and sends transactions; not if not given. */
  readonly rpcUrl?: string;
  /** Called for each request before it is answered: throws what the wallet should throw, or returns an answer of its own. */
  readonly meddle?: (method: string, params: readonly unknown[]) => unknown;
}

interface TypedData {
  readonly types: Record<string, TypedDataField[]>;
  readonly domain: TypedDataDomain;
  readonly message: Record<string, unknown>;
}

/** Asks the endpoint of a chain, and throws its error as wallets do. */
async function forward(rpcUrl: string, method: string, params: readonly unknown[]): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const response = await fetch(rpcUrl, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
  });
  const { result, error } = (await response.json()) as {
    result?: unknown;
    error?: { code: number; message: string; data?: unknown };
  };
  if (error !== undefined) throw new ProviderError(error.code, error.message, error.data);
  return result;
}

/**
 * Returns a wallet with one key, which signs what it is asked to as MetaMask does: it hashes typed data itself (by ethers), and refuses
 * those of another chain than its own.
 */
export function openTestWallet(privateKey: string, options: TestWalletOptions = {}): WalletProvider {
  const { known = [], meddle = () => undefined } = options;
  const wallet = new Wallet(privateKey);
  const chains = new Set(known);
  let chainId = options.chainId ?? 1;
  let isConnected = false;
  const answers: Record<string, (...params: never[]) => unknown> = {
    eth_requestAccounts: () => {
      isConnected = true;
      return [wallet.address.toLowerCase()];
    },
    eth_accounts: () => (isConnected ? [wallet.address.toLowerCase()] : []),
    eth_chainId: () => `0x${chainId.toString(16)}`,
    wallet_addEthereumChain: ({ chainId: added }: { chainId: string }) => {
      chains.add(Number(added));
      chainId = Number(added);
      return null;
    },
    wallet_switchEthereumChain: ({ chainId: next }: { chainId: string }) => {
      if (!chains.has(Number(next))) throw new ProviderError(4902, 'Unrecognized chain ID');
      chainId = Number(next);
      return null;
    },
    personal_sign: (hex: string, address: string) => {
      checkAccount(address);
      return wallet.signMessage(Buffer.from(hex.slice(2), 'hex'));
    },
    eth_signTypedData_v4: (address: string, json: string) => {
      checkAccount(address);
      const { types, domain, message } = JSON.parse(json) as TypedData;
      if (domain.chainId !== chainId)
        throw new ProviderError(-32000, 'chainId must match the active chainId');
      const { EIP712Domain: _domain, ...structs } = types;
      return wallet.signTypedData(domain, structs, message);
    },
  };
  const { rpcUrl } = options;
  if (rpcUrl !== undefined) {
    const rpc = new JsonRpcProvider(rpcUrl, undefined, { staticNetwork: true, cacheTimeout: -1 });
    answers['eth_sendTransaction'] = async ({ from, to, data }: Record<'from' | 'to' | 'data', string>) => {
      checkAccount(from);
      return (await wallet.connect(rpc).sendTransaction({ to, data })).hash;
    };
    for (const method of [
      ...['eth_call', 'eth_estimateGas', 'eth_gasPrice', 'eth_blockNumber', 'eth_getBlockByNumber'],
      ...['eth_getLogs', 'eth_getTransactionReceipt'],
    ])
      answers[method] = (...params: unknown[]) => forward(rpcUrl, method, params);
  }
  function checkAccount(address: string): void {
    if (address.toLowerCase() !== wallet.address.toLowerCase())
      throw new ProviderError(4100, 'The account is not authorised');
  }
  return {
    request: async ({ method, params = [] }) => {
      const meddled = await meddle(method, params);
      if (meddled !== undefined) return meddled;
      const answer = answers[method];
      if (answer === undefined) throw new ProviderError(-32601, `the method ${method} does not exist`);
      return answer(...(params as never[]));
    },
  };
}
