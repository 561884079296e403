import * as z from 'zod';
import { askWallet, type WalletProvider } from './provider.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { formatAddress } from '../../core/hashing/domain.ts';

/** Where the parties of a ledger are registered. */
export interface RegistryPlace {
  readonly chainId: number;
  /** The address of the registry. */
  readonly registry: string;
}

const accountsSchema = z.array(z.string().regex(/^0x[0-9a-fA-F]{40}$/));
const chainSchema = z.union([z.string().regex(/^0x[0-9a-fA-F]{1,14}$/), z.number().int().nonnegative()]);

/**
 * Returns the account of a wallet that this page is connected with already, EIP-55, where the wallet is on the chain; else null. The wallet
 * asks its user nothing.
 */
export async function findConnected(provider: WalletProvider, chainId: number): Promise<string | null> {
  try {
    const [first] = accountsSchema.parse(await askWallet(provider, 'eth_accounts'));
    if (first === undefined) return null;
    if (Number(chainSchema.parse(await askWallet(provider, 'eth_chainId'))) !== chainId) return null;
    return formatAddress(bytesOf(first.toLowerCase() as Hex));
  } catch {
    return null;
  }
}

/** Asks the registry, by a wallet on its chain, whether an account is a registrar. @throws WalletError, ZodError */
export async function askIsRegistrar(
  provider: WalletProvider,
  registry: string,
  account: string,
): Promise<boolean> {
  const { registryCalls } = await import('../../chain/contracts/registry-call.ts');
  const data = registryCalls.encodeFunctionData('isRegistrar', [account]);
  const answer = z.string().parse(await askWallet(provider, 'eth_call', [{ to: registry, data }, 'latest']));
  return registryCalls.decodeFunctionResult('isRegistrar', answer)[0] === true;
}
