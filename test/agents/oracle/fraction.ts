/** A rational number, for an oracle that computes with nothing of the project. */
export interface Fraction {
  readonly over: bigint;
  readonly under: bigint;
}

export function readFraction(text: string): Fraction {
  const [whole = '', decimals = ''] = text.split('.');
  return { over: BigInt(whole + decimals), under: 10n ** BigInt(decimals.length) };
}

export const minus = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under - b.over * a.under,
  under: a.under * b.under,
});
export const times = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.over,
  under: a.under * b.under,
});
export const plus = (a: Fraction, b: Fraction): Fraction => minus(a, { over: -b.over, under: b.under });
export const signOf = ({ over }: Fraction): -1 | 0 | 1 => (over > 0n ? 1 : over < 0n ? -1 : 0);
export const size = (a: Fraction): Fraction => (a.over < 0n ? { over: -a.over, under: a.under } : a);

/** How many of the base unit one is: of mass kg, of energy J, and plain numbers. What is not here is a unit of its own. */
const UNITS: Readonly<Record<string, readonly [base: string, times: string]>> = {
  kg: ['mass', '1'],
  t: ['mass', '1000'],
  kt: ['mass', '1000000'],
  Mt: ['mass', '1000000000'],
  GJ: ['energy', '1000000000'],
  '%': ['ratio', '0.01'],
  '1': ['ratio', '1'],
};

/** Returns a value in its base unit, and what it measures, with its substance; of a unit that is divided by another one, of both. */
export function inBase(
  value: string,
  unit: string,
): { readonly measures: string; readonly amount: Fraction } {
  const parts = unit.split('/').map((part) => {
    const [, plain = part, substance = ''] = /^(\w+|%)(\{.+\})?$/.exec(part) ?? [];
    const [base, ratio] = UNITS[plain] ?? [plain, '1'];
    return { measures: `${base}${substance}`, ratio: readFraction(ratio) };
  });
  const ratio = parts
    .map((part) => part.ratio)
    .reduce((all, { over, under }) => times(all, { over: under, under: over }));
  return {
    measures: parts.map((part) => part.measures).join('/'),
    amount: times(readFraction(value), ratio),
  };
}
