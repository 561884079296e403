import type { Hex } from '../encoding/hex.ts';
import type { Role } from '../records/kind.ts';

/** An identifier of a party was registered (§8). */
export interface IdentifierEvent {
  readonly type: 'identifier';
  readonly party: Hex;
  readonly identifier: string;
  readonly isFirst: boolean;
}

/** A window of a role or of a key was opened or closed; the other of the two is null (§8). */
export interface WindowEvent {
  readonly type: 'opening' | 'closing';
  readonly party: Hex;
  readonly role: Role | null;
  /** EIP-55. */
  readonly key: string | null;
  readonly index: number;
  /** Unix seconds: `from` of an opening, `until` of a closing. */
  readonly time: number;
}

/** An event of PartyRegistry about identifiers or windows. */
export type RegistryEvent = IdentifierEvent | WindowEvent;
