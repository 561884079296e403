/** What a transaction pays for its gas, in wei (EIP-1559). */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** What the chain asks for now, in wei. */
export interface FeeMarket {
  readonly baseFee: bigint;
  readonly priorityFee: bigint;
}

/** Nodes take a replacement that pays an eighth more in both fees. */
const BUMP_NUMERATOR = 9n;
const BUMP_DENOMINATOR = 8n;

/**
 * Returns the fees of a new transaction: twice the base fee and the usual priority fee, so that it stays good through six full
 * blocks, at most `cap`; null when even the base fee is above the cap.
 */
export function chooseFees({ baseFee, priorityFee }: FeeMarket, cap: bigint): Fees | null {
  if (baseFee > cap) return null;
  const maxFeePerGas = least(2n * baseFee + priorityFee, cap);
  return { maxFeePerGas, maxPriorityFeePerGas: least(priorityFee, maxFeePerGas) };
}

/** Returns the fees of a transaction that replaces one: an eighth more, or what the chain asks for; null above the cap. */
export function bumpFees(replaced: Fees, market: FeeMarket, cap: bigint): Fees | null {
  const fresh = chooseFees(market, cap);
  if (fresh === null) return null;
  const maxFeePerGas = most(bump(replaced.maxFeePerGas), fresh.maxFeePerGas);
  const maxPriorityFeePerGas = most(bump(replaced.maxPriorityFeePerGas), fresh.maxPriorityFeePerGas);
  return maxFeePerGas > cap
    ? null
    : { maxFeePerGas, maxPriorityFeePerGas: least(maxPriorityFeePerGas, maxFeePerGas) };
}

function bump(fee: bigint): bigint {
  return (fee * BUMP_NUMERATOR + BUMP_DENOMINATOR - 1n) / BUMP_DENOMINATOR;
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function most(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
