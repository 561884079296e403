/** The currencies in which well-known chains take their fees. Those that take ether are many: they are listed, so that none is guessed. */
const CURRENCIES: Readonly<Record<number, string>> = {
  ...Object.fromEntries(
    [1, 10, 324, 8453, 31_337, 42_161, 59_144, 84_532, 421_614, 534_352, 11_155_111, 560_048].map((chain) => [
      chain,
      'ETH',
    ]),
  ),
  56: 'BNB',
  100: 'xDAI',
  137: 'POL',
  42_220: 'CELO',
  43_114: 'AVAX',
  80_002: 'POL',
};

/** Returns the short name of a chain’s currency; null for a chain that is not known here. */
export function currencyOf(chainId: number): string | null {
  return CURRENCIES[chainId] ?? null;
}

/** Writes an amount in wei with three significant digits, in whole units of the currency of a chain. */
export function formatAmount(wei: number, language: string): string {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(wei / 1e18);
}
