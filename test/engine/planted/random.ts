import { seededNumbers } from '../company/seeded-numbers.ts';

/** Choices that a seed repeats. */
export interface Random {
  /** A whole number below `count`. */
  readonly below: (count: number) => number;
  /** A number from `least` to `most`. */
  readonly between: (least: number, most: number) => number;
  readonly oneOf: <T>(items: readonly T[]) => T;
  readonly chance: (probability: number) => boolean;
  /** About 1, with this relative standard deviation. */
  readonly around: (deviation: number) => number;
}

export function seededRandom(seed: number): Random {
  const next = seededNumbers((seed % 2_147_483_646) + 1);
  for (let turn = 0; turn < 5; turn++) next();
  const unit = (): number => next() / 2_147_483_647;
  const below = (count: number): number => Math.floor(unit() * count);
  const between = (least: number, most: number): number => least + unit() * (most - least);
  return {
    below,
    between,
    oneOf: (items) => items[below(items.length)]!,
    chance: (probability) => unit() < probability,
    // The sum of 12 uniform numbers less 6 is nearly normal.
    around: (deviation) => {
      let sum = -6;
      for (let term = 0; term < 12; term++) sum += unit();
      return 1 + deviation * sum;
    },
  };
}
