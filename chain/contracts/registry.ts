import { Contract, type Signer } from 'ethers';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Role } from '../../core/records/kind.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';
import { type Written, sendCall } from './written.ts';

/** A party's entry into the registry (§8). */
export interface Registration {
  readonly identifier: string;
  /** EIP-55 address of its first key, open at once. */
  readonly key: string;
  readonly roles: readonly Role[];
}

/** What a registrar or a party writes to PartyRegistry (§8). Each resolves once mined. @throws ChainRefusal */
export interface RegistryWriter {
  registerParty(registration: Registration): Promise<Written>;
  addIdentifier(party: Hex, identifier: string): Promise<Written>;
  openRole(party: Hex, role: Role): Promise<Written>;
  closeRole(party: Hex, role: Role): Promise<Written>;
  /** By the registrar; the key opens after `keyDelay`. */
  addKey(party: Hex, key: string): Promise<Written>;
  closeKey(party: Hex, key: string): Promise<Written>;
  /** Closes all keys of a party at once. */
  suspend(party: Hex): Promise<Written>;
  /** By the party, signed with one of its open keys; the new one opens after `keyDelay`. */
  openOwnKey(party: Hex, key: string): Promise<Written>;
  closeOwnKey(party: Hex, key: string): Promise<Written>;
}

/** Returns what a signer with a provider may write to the registry at an address. */
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
