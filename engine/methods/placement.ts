import { canonicalGas, isMontreal } from '../factors/gas-names.ts';

/** Where carbon comes from; absent in a row: fossil. */
export type Origin = 'fossil' | 'biogenic' | 'land-use';

/** Names of families that the Montreal Protocol covers, for gases that the table of names lacks. */
const MONTREAL_FAMILY = /^(H?CFC|HBFC|Halon)-?\d/i;

/** Where a direct emission of a gas is reported: the first segment of its keys, its last one, its scope, and its gas. */
export interface Placement {
  readonly prefix: 'scope1' | 'outside-scopes' | 'biogenic' | 'land-use';
  readonly scope: 1 | null;
  readonly gas: string;
  readonly name: string;
}

/**
 * Returns where direct emissions of a gas are reported. CO2 of biogenic origin and of land use have lines outside the scopes; other
 * gases are in scope 1 for every origin, in a line for each (GHG Protocol Corporate Standard, chapter 9). Gases of the Montreal
 * Protocol are outside the scopes.
 */
export function placementOf(stated: string, origin: Origin = 'fossil'): Placement {
  const gas = nameGas(stated);
  const name = origin === 'fossil' ? gas : `${gas}(${origin})`;
  if (isMontreal(gas) || MONTREAL_FAMILY.test(gas))
    return { prefix: 'outside-scopes', scope: null, gas, name };
  if (gas === 'CO2' && origin !== 'fossil') return { prefix: origin, scope: null, gas, name: gas };
  return { prefix: 'scope1', scope: 1, gas, name };
}

/** Returns the canonical name of a gas; the stated one where a unit cannot hold it, as `HFO-1234ze(E)`. */
function nameGas(stated: string): string {
  const gas = canonicalGas(stated);
  return gas.includes('(') ? stated : gas;
}
