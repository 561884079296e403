import type { WalletProvider } from '../client/wallet/provider.ts';
import type { Hex } from '../core/encoding/hex.ts';

/**
 * What the jobs get from the program that runs them, besides their input. A worker makes its own ports: functions cannot be sent to it.
 */

/** An account of a wallet that is connected, EIP-55. */
export interface WalletAccount {
  readonly provider: WalletProvider;
  readonly account: string;
}

/** What a registrar asks about a party before changing it. */
export interface ReviewPorts {
  readonly account: WalletAccount;
  /** The address of the registry. */
  readonly registry: string;
  /** Returns the time: unix seconds. */
  readonly now: () => number;
  /** Returns the parties that have, or had, an address as a key. */
  readonly findKeyHolders: (
    key: string,
  ) => Promise<readonly { readonly party: Hex; readonly identifier: string }[]>;
}
