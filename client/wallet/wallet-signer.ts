import * as z from 'zod';
import { bytesOf, formatHex, type Hex } from '../../core/encoding/hex.ts';
import { formatAddress } from '../../core/hashing/domain.ts';
import { hashPersonalText } from '../../core/hashing/personal-text.ts';
import { digestRecord } from '../../core/records/record.ts';
import type { Signer } from '../keys/signer.ts';
import { askWallet, type WalletProvider } from './provider.ts';
import { typedDataOf } from './typed-data.ts';
import { WALLET_CODES, type WalletCode, WalletError } from './wallet-error.ts';
import { readWalletSignature } from './wallet-signature.ts';

/** A chain as a wallet adds it (EIP-3085), for wallets that do not know the chain of the ledger. */
export interface ChainToAdd {
  readonly chainName: string;
  readonly rpcUrls: readonly string[];
  readonly nativeCurrency: { readonly name: string; readonly symbol: string; readonly decimals: number };
}

/** What is asked of a wallet when it is connected. */
export interface WalletChoice {
  /** The account that must sign, EIP-55. If not given, the first one that the wallet gives. */
  readonly address?: string;
  /** Added to a wallet that does not know the chain. */
  readonly chain?: ChainToAdd;
}

const accountsSchema = z.array(z.string().regex(/^0x[0-9a-fA-F]{40}$/));
const chainSchema = z.union([z.string().regex(/^0x[0-9a-fA-F]{1,14}$/), z.number().int().nonnegative()]);

/**
 * Returns the signer of an account of a wallet (EIP-1193). The wallet asks its user for the connection, and for each signature; before a
 * record it switches to the chain of the ledger. Each signature is checked before it is used.
 * @throws WalletError
 */
export async function openWallet(
  provider: WalletProvider,
  { address: asked, chain }: WalletChoice = {},
): Promise<Signer> {
  const accounts = await readAccounts(provider);
  const address = asked ?? accounts[0];
  if (address === undefined || !accounts.includes(address))
    throw refuse(
      'wallet-account',
      address === undefined ? 'no account' : `expected the account ${address}, got ${accounts.join(', ')}`,
    );
  return {
    address,
    async signRecord({ domain, record }) {
      await switchChain(provider, domain.chainId, chain);
      const data = JSON.stringify(typedDataOf({ domain, record }));
      const signature = await askWallet(provider, 'eth_signTypedData_v4', [address, data]);
      return readWalletSignature(signature, digestRecord(domain, record), address);
    },
    async signText(text) {
      const bytes = formatHex(new TextEncoder().encode(text));
      const signature = await askWallet(provider, 'personal_sign', [bytes, address]);
      return readWalletSignature(signature, hashPersonalText(text), address);
    },
  };
}

async function readAccounts(provider: WalletProvider): Promise<string[]> {
  const answer = accountsSchema.safeParse(await askWallet(provider, 'eth_requestAccounts'));
  if (!answer.success) throw refuse('wallet-failed', 'the list of accounts cannot be read');
  return answer.data.map((account) => formatAddress(bytesOf(account.toLowerCase() as Hex)));
}

/** Switches the wallet to a chain: wallets sign typed data for the chain that they are on. */
async function switchChain(
  provider: WalletProvider,
  chainId: number,
  chain: ChainToAdd | undefined,
): Promise<void> {
  if ((await readChain(provider)) === chainId) return;
  const hex = { chainId: `0x${chainId.toString(16)}` };
  try {
    await askWallet(provider, 'wallet_switchEthereumChain', [hex]);
  } catch (error) {
    if (!(error instanceof WalletError)) throw error;
    if (error.code === 'wallet-chain' && chain !== undefined)
      await askWallet(provider, 'wallet_addEthereumChain', [{ ...hex, ...chain }]);
    else if (error.code !== 'wallet-unsupported') throw error;
  }
  const now = await readChain(provider);
  if (now !== chainId) throw refuse('wallet-chain', `expected chain ${chainId}, got ${now}`);
}

async function readChain(provider: WalletProvider): Promise<number> {
  const answer = chainSchema.safeParse(await askWallet(provider, 'eth_chainId'));
  if (answer.success) return Number(answer.data);
  throw refuse('wallet-failed', 'the number of the chain cannot be read');
}

function refuse(code: WalletCode, what: string): WalletError {
  return new WalletError(code, `${what}. ${WALLET_CODES[code]}`);
}
