import { Contract, type Signer } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Role } from '../../core/records/kind.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';
import { type Written, sendCall } from './written.ts';

/** A new party for the registry (§8). */
export interface Registration {
  readonly identifier: string;
  /** EIP-55 address of its first key, which is open at once. */
  readonly key: string;
  readonly roles: readonly Role[];
}

/** What a registrar or a party writes to PartyRegistry (§8). Each call resolves once mined. @throws ChainRefusal */
export interface RegistryWriter {
  registerParty(registration: Registration): Promise<Written>;
  addIdentifier(party: Hex, identifier: string): Promise<Written>;
  openRole(party: Hex, role: Role): Promise<Written>;
  closeRole(party: Hex, role: Role): Promise<Written>;
  /** Called by a registrar; the key opens after `keyDelay`. */
  addKey(party: Hex, key: string): Promise<Written>;
  closeKey(party: Hex, key: string): Promise<Written>;
  /** Called by a registrar; closes all keys of a party at once. */
  suspend(party: Hex): Promise<Written>;
  /** Called by the party with one of its open keys; the new key opens after `keyDelay`. */
  openOwnKey(party: Hex, key: string): Promise<Written>;
  closeOwnKey(party: Hex, key: string): Promise<Written>;
}

/** Returns the calls that write to the registry at an address; the signer needs a provider. */
export function openRegistryWriter(address: string, signer: Signer): RegistryWriter {
  const contract = new Contract(address, partyRegistryAbi, signer);
  const write = (name: string, ...values: unknown[]): Promise<Written> => sendCall(contract, name, values);
  return {
    registerParty: ({ identifier, key, roles }) => write('registerParty', identifier, key, joinRoles(roles)),
    addIdentifier: (party, identifier) => write('addIdentifier', party, identifier),
    openRole: (party, role) => write('openRole', party, role),
    closeRole: (party, role) => write('closeRole', party, role),
    addKey: (party, key) => write('addKey', party, key),
    closeKey: (party, key) => write('closeKey', party, key),
    suspend: (party) => write('suspend', party),
    openOwnKey: (party, key) => write('openOwnKey', party, key),
    closeOwnKey: (party, key) => write('closeOwnKey', party, key),
  };
}

function joinRoles(roles: readonly Role[]): number {
  return roles.reduce((bits, role) => bits | role, 0);
}
