/** Choices that a seed repeats. */
export interface Random {
  /** A whole number below `count`. */
  readonly below: (count: number) => number;
  /** A number from `least` to `most`. */
  readonly between: (least: number, most: number) => number;
  readonly oneOf: <Each>(items: readonly Each[]) => Each;
}

/** Returns the choices of a seed: of the generator of Lehmer, with the factor 48271. */
export function drawFrom(seed: number): Random {
  let state = (seed % 2_147_483_646) + 1;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  // The first numbers of neighbouring seeds are alike.
  for (let turn = 0; turn < 5; turn++) next();
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    between: (least, most) => least + next() * (most - least),
    oneOf: (items) => items[below(items.length)]!,
  };
}

/** Returns a decimal between two numbers. */
export function drawDecimal(random: Random, least: number, most: number, decimals = 1): string {
  return String(Number(random.between(least, most).toFixed(decimals)));
}
