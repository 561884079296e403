/** The fees of a transaction, in wei per unit of gas (EIP-1559). */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** The current price of gas, in wei. */
export interface FeeMarket {
  readonly baseFee: bigint;
  readonly priorityFee: bigint;
}

/** Nodes require that both fees of a replacement are a tenth higher; an eighth is safe. */
const BUMP_NUMERATOR = 9n;
const BUMP_DENOMINATOR = 8n;

/**
 * Returns the fees of a new transaction: twice the base fee, which is enough for six full blocks in a row, plus the usual priority fee,
 * but never more than `cap`. Returns null if the base fee alone is above the cap.
 */
export function chooseFees({ baseFee, priorityFee }: FeeMarket, cap: bigint): Fees | null {
  if (baseFee > cap) return null;
  const maxFeePerGas = min(2n * baseFee + priorityFee, cap);
  return { maxFeePerGas, maxPriorityFeePerGas: min(priorityFee, maxFeePerGas) };
}

/** Returns the fees of a replacement: an eighth more than before, or the current price if that is higher; null above the cap. */
export function bumpFees(replaced: Fees, market: FeeMarket, cap: bigint): Fees | null {
  const fresh = chooseFees(market, cap);
  if (fresh === null) return null;
  const maxFeePerGas = max(bump(replaced.maxFeePerGas), fresh.maxFeePerGas);
  const maxPriorityFeePerGas = max(bump(replaced.maxPriorityFeePerGas), fresh.maxPriorityFeePerGas);
  return maxFeePerGas > cap
    ? null
    : { maxFeePerGas, maxPriorityFeePerGas: min(maxPriorityFeePerGas, maxFeePerGas) };
}

function bump(fee: bigint): bigint {
  return (fee * BUMP_NUMERATOR + BUMP_DENOMINATOR - 1n) / BUMP_DENOMINATOR;
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
