/** Names of gases that the Montreal Protocol covers. The Kyoto Protocol therefore does not cover them. */
const MONTREAL = /^(H?CFC|HBFC|Halon)-?\d|^(CCl4|CH3CCl3|CH3Br)$/i;

/** Where direct emissions of a gas are reported: the first segment of their keys, and their scope. */
export interface Placement {
  readonly prefix: 'scope1' | 'outside-scopes';
  readonly scope: 1 | null;
}

/** Returns where direct emissions of a gas are reported. Gases of the Montreal Protocol are outside the scopes. */
export function placementOf(gas: string): Placement {
  return MONTREAL.test(gas) ? { prefix: 'outside-scopes', scope: null } : { prefix: 'scope1', scope: 1 };
}
