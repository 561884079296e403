import { HALF_WIDTH_95, spreadOf } from '../../../figures/distribution.ts';
import { nodesOf, type Expression } from '../../../figures/expression.ts';
import { fromFloat, readFloat } from '../../../quantities/float.ts';
import type { Stream } from './use.ts';

/** The tiers of amounts of fuels and of materials in a mass balance, under one rule set. */
interface AmountTiers {
  readonly clause: string;
  /** By how much an amount may be wrong for each tier from 1 on: half the width of its 95 % interval, over the amount. */
  readonly most: readonly string[];
}

/**
 * By the name of the constants of a rule set. Annex II, table 1 has other limits for flaring and for some processes. Read were the same table of
 * Regulation (EU) No 601/2012 (legislation.gov.uk), and a public summary of that of 2018/2066 with the same four numbers.
 */
const TIERS: ReadonlyMap<string | undefined, AmountTiers> = new Map([
  [
    'EU-2018-2066',
    {
      clause: 'Implementing Regulation (EU) 2018/2066, annex II, table 1',
      most: ['0.075', '0.05', '0.025', '0.015'],
    },
  ],
]);

/** Two widths whose difference is below this part are equal, but for how float64 rounds. */
const SAME = 1e-9;

/**
 * Returns which tier the calibrations of a meter reach, as a member of its figure: by the least sure of them. Empty where the rule set has no tiers
 * of such a stream, or a calibration states no uncertainty.
 */
export function noteTier(
  { detail: { treatment = 'mass-balance' } }: Stream,
  measured: Expression,
  constants: string | undefined,
): { readonly rules?: string } {
  const tiers = TIERS.get(constants);
  if (tiers === undefined || (treatment !== 'combustion' && treatment !== 'mass-balance')) return {};
  const calibrations = nodesOf(measured).flatMap((node) => (node.kind === 'quantity' ? [node.row] : []));
  let widest = 0;
  for (const row of calibrations) {
    const spread = spreadOf(row);
    if (spread === null) return {};
    const width = HALF_WIDTH_95 * spread.deviation;
    if (width > widest) widest = width;
  }
  if (calibrations.length === 0) return {};
  const tier = tiers.most.filter((most) => widest <= readFloat(most) * (1 + SAME)).length;
  const reached = tier === 0 ? 'no tier' : `tier ${tier}`;
  return {
    rules: `${tiers.clause}: ±${String(fromFloat(100 * widest, 3))} % of the calibration reaches ${reached}`,
  };
}
