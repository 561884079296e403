import { Interface } from 'ethers';
import { partyRegistryViews } from '../generated/party-registry-reading.ts';

/** The functions of a registry that programs read. */
export const registryInterface = new Interface(partyRegistryViews);
