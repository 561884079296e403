import * as z from 'zod';
import { type WalletCode, WALLET_CODES, WalletError } from './wallet-error.ts';

/** What a wallet offers to a page (EIP-1193). */
export interface WalletProvider {
  /** Asks the wallet, by the method and parameters of JSON-RPC. Rejects with a `code` of EIP-1193. */
  request(asked: { readonly method: string; readonly params?: readonly unknown[] }): Promise<unknown>;
}

/** Error codes of EIP-1193 and of JSON-RPC → code of `WalletError`. */
const CODES: Readonly<Record<number, WalletCode>> = {
  4001: 'wallet-refused',
  4100: 'wallet-account',
  4200: 'wallet-unsupported',
  4900: 'wallet-disconnected',
  4901: 'wallet-disconnected',
  4902: 'wallet-chain',
  [-32002]: 'wallet-busy',
  [-32601]: 'wallet-unsupported',
};

const errorSchema = z.object({ code: z.number().optional(), message: z.string().optional() });

/** The longest text of a wallet that a message repeats. */
const MOST_TEXT = 200;

/** Asks a wallet. @throws WalletError with the code of what went wrong */
export async function askWallet(
  provider: WalletProvider,
  method: string,
  params: readonly unknown[] = [],
): Promise<unknown> {
  try {
    return await provider.request({ method, params });
  } catch (cause) {
    const { code = 0, message = '' } = errorSchema.safeParse(cause).data ?? {};
    const known = CODES[code] ?? 'wallet-failed';
    const said = message === '' ? '' : ` The wallet says: ${message.slice(0, MOST_TEXT)}`;
    throw new WalletError(known, `${WALLET_CODES[known]}${said}`, cause);
  }
}
