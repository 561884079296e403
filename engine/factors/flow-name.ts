import { canonicalGas } from './gas-names.ts';

/** Where the carbon of a flow comes from; null where its name does not say so. */
export type FlowOrigin = 'fossil' | 'biogenic' | 'land-use' | null;

/** What databases add to the name of a gas to say where its carbon comes from. */
const ORIGINS: readonly (readonly [end: RegExp, origin: FlowOrigin])[] = [
  [/-+(non-fossil|biogenic)$/, 'biogenic'],
  [/-+fossil$/, 'fossil'],
  [/-+(from-soil-or-biomass-stock|land-transformation|land-use)$/, 'land-use'],
  [/-+in-air$/, null],
];

/** Returns the gas that the name of a flow means, and where its carbon comes from: both null where the name does not say so. */
export function readFlowName(flow: string): { readonly gas: string | null; readonly origin: FlowOrigin } {
  const end = ORIGINS.find(([pattern]) => pattern.test(flow));
  const bare = end === undefined ? flow : flow.replace(end[0], '');
  const gas = canonicalGas(bare);
  // Names in rows have no capitals, and the canonical name of each gas has one.
  return gas === bare ? { gas: null, origin: null } : { gas, origin: end?.[1] ?? null };
}
