import { ChainRefusal, decodeRefusal } from '../../chain/contracts/refusal.ts';
import { WalletError } from '../../client/wallet/wallet-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { UserFacingError } from '../../core/errors.ts';

/** The contract refused a call, and the wallet does not pass on why. */
export class UnnamedRefusal extends UserFacingError<'registry-refused'> {
  override readonly name = 'UnnamedRefusal';
}

/** How deep an error of a wallet is looked into. */
const MOST_DEPTH = 5;
/** The longest text of a wallet that is repeated. */
const MOST_TEXT = 200;

/**
 * Returns an error of a wallet as what the registry said, where the registry refused a call: wallets wrap its answer in errors of their own
 * or only write it into their message. Any other error is returned as it is.
 */
export function explainWalletError(error: unknown): unknown {
  if (!(error instanceof WalletError) || error.code === 'wallet-refused') return error;
  const texts = textsIn(error.cause, 0);
  for (const text of texts)
    for (const [data] of text.matchAll(/0x(?:[0-9a-f]{2}){4,}/gi)) {
      const refusal = decodeRefusal(data.toLowerCase() as Hex);
      if (refusal !== null) return new ChainRefusal(refusal, error);
    }
  const said = texts.find((text) => /\brevert/i.test(text));
  if (said !== undefined) return new UnnamedRefusal('registry-refused', said.slice(0, MOST_TEXT), error);
  return error;
}

/** Returns the texts in an error, the outer ones first. */
function textsIn(value: unknown, depth: number): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth === MOST_DEPTH) return [];
  const { message, data, error, originalError, info, cause } = value as Record<string, unknown>;
  return [data, message, error, originalError, info, cause].flatMap((part) => textsIn(part, depth + 1));
}
