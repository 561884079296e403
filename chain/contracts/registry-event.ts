import { Interface } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Role } from '../../core/records/kind.ts';
import type { RegistryEvent, WindowEvent } from '../../core/parties/registry-event.ts';
import { partyRegistryEvents } from '../generated/party-registry-reading.ts';
import type { EventLog } from '../rpc/rpc-schema.ts';

/** The events of a registry that programs read. */
export const registryEvents = new Interface(partyRegistryEvents);

/** Returns the content of an event of the registry; null when it is not about identifiers or windows. */
export function parseRegistryEvent(log: EventLog): RegistryEvent | null {
  const event = registryEvents.parseLog(log);
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
): WindowEvent {
  return {
    type,
    party: party as Hex,
    role: role === undefined ? null : (Number(role) as Role),
    key: key === undefined ? null : (key as string),
    index: Number(index),
    time: Number(time),
  };
}
