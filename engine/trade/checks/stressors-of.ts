import type { Stressor } from '../table.ts';

/** Returns the places of the stressors that are masses of a gas: the sums of a gas where stressors were added up to it, else all. */
export function stressorsOf(stressors: readonly Stressor[], gas: string): number[] {
  const own = stressors.flatMap(({ unit, gas: sum }, at) =>
    unit.text === `t{${gas}}` && sum?.origin !== 'biogenic' ? [at] : [],
  );
  const sums = own.filter((at) => stressors[at]!.gas !== undefined);
  return sums.length > 0 ? sums : own;
}
