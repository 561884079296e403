import { UserFacingError } from '../../core/errors.ts';

/** Why a wallet did not sign: code → meaning and what to do. No other codes exist. */
export const WALLET_CODES = {
  'wallet-refused':
    'The request was refused in the wallet. Nothing was signed. Try again and confirm it there.',
  'wallet-busy': 'The wallet still shows an earlier request. Open the wallet, answer it, then try again.',
  'wallet-account':
    'The wallet gives no account, or not the one that must sign. Unlock it, choose the account and connect it to this page.',
  'wallet-chain':
    'The wallet is on another chain and did not switch. Choose the chain of the ledger in the wallet, or add it there.',
  'wallet-disconnected': 'The wallet has no connection to its chain. Check its network, then try again.',
  'wallet-unsupported':
    'The wallet cannot sign typed data (EIP-712) or texts. Use another wallet or a key file.',
  'wallet-signature':
    'The signature of the wallet is not one of its account. Contract accounts cannot sign records: use an account with a key.',
  'wallet-failed': 'The wallet reported an error of its own. Its message says more.',
} as const;

/** A code of `WalletError`. */
export type WalletCode = keyof typeof WALLET_CODES;

/** A wallet did not do what it was asked to. */
export class WalletError extends UserFacingError<WalletCode> {
  override readonly name = 'WalletError';
}
