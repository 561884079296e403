/** Names of gases that the Montreal Protocol covers, and the Kyoto Protocol therefore does not. */
const MONTREAL = /^(H?CFC|HBFC|Halon)-?\d|^(CCl4|CH3CCl3|CH3Br)$/i;

/** Where direct emissions of a gas stand: the first segment of their keys, and their scope. */
export interface Stand {
  readonly prefix: 'scope1' | 'outside-scopes';
  readonly scope: 1 | null;
}

/** Returns where direct emissions of a gas stand: those of the Montreal Protocol apart from the scopes. */
export function standOf(gas: string): Stand {
  return MONTREAL.test(gas) ? { prefix: 'outside-scopes', scope: null } : { prefix: 'scope1', scope: 1 };
}
