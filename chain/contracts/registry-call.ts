import { id, Interface } from 'ethers';
import { partyRegistryAbi } from '../generated/party-registry.ts';

/** All functions and events of a registry, for those who encode a call that another program sends, such as a wallet. */
export const registryCalls = new Interface(partyRegistryAbi);

/** The id of the contract's registrar role (not a role of a party). */
export const REGISTRAR_ROLE = id('REGISTRAR_ROLE');
