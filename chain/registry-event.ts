import { Interface } from 'ethers';
import type { Hex } from '../core/hex.ts';
import type { Role } from '../core/kind.ts';
import { partyRegistryAbi } from './generated/party-registry.ts';
import type { Log } from './rpc-schema.ts';

/** What an event of PartyRegistry says (§8): a name of a party, or one end of a window of its role or key. */
export type RegistryEvent =
  | {
      readonly type: 'identifier';
      readonly party: Hex;
      readonly identifier: string;
      readonly isFirst: boolean;
    }
  | {
      readonly type: 'opening' | 'closing';
      readonly party: Hex;
      /** One of role and key is null. */
      readonly role: Role | null;
      /** EIP-55. */
      readonly key: string | null;
      readonly index: number;
      /** Unix seconds: `from` of an opening, `until` of a closing. */
      readonly time: number;
    };

export const registryInterface = new Interface(partyRegistryAbi);

/** Returns what an event of the registry says, null when it is about neither names nor windows. */
export function parseRegistryEvent(log: Log): RegistryEvent | null {
  const event = registryInterface.parseLog(log);
  if (event === null) return null;
  const values = event.args.toObject() as Record<string, unknown>;
  switch (event.name) {
    case 'PartyRegistered':
    case 'IdentifierAdded':
      return {
        type: 'identifier',
        party: values['party'] as Hex,
        identifier: values['identifier'] as string,
        isFirst: event.name === 'PartyRegistered',
      };
    case 'RoleOpened':
    case 'KeyOpened':
      return windowEvent('opening', values, values['from']);
    case 'RoleClosed':
    case 'KeyClosed':
      return windowEvent('closing', values, values['until']);
    default:
      return null;
  }
}

function windowEvent(
  type: 'opening' | 'closing',
  { party, role, key, index }: Record<string, unknown>,
  time: unknown,
): RegistryEvent {
  return {
    type,
    party: party as Hex,
    role: role === undefined ? null : (Number(role) as Role),
    key: key === undefined ? null : (key as string),
    index: Number(index),
    time: Number(time),
  };
}
