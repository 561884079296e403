import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, timeSchema } from '../../core/encoding/schema.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';

/** A party and its identifiers, the first one first: none if it is not registered, null if these are not known. */
export interface NamedParty {
  readonly id: Hex;
  readonly identifiers: readonly string[] | null;
}

const partySchema = z.object({ party: hashSchema, identifiers: z.array(z.string()) });

/** Returns a party with the identifiers that the server knows. If the server does not answer, only the identifiers are missing. */
export async function fetchParty(api: Api, id: Hex): Promise<NamedParty> {
  try {
    const { identifiers } = await api.get(`/v1/parties/${id}`, partySchema);
    return { id, identifiers };
  } catch (error) {
    if (error instanceof ApiError) return { id, identifiers: null };
    throw error;
  }
}

/** Tells whether the server says that a party is not in the registry. Where it does not answer, it does not say so. */
export async function isUnregistered(api: Api, id: Hex): Promise<boolean> {
  try {
    await api.get(`/v1/parties/${id}`, partySchema);
    return false;
  } catch (error) {
    if (error instanceof ApiError) return error.status === 404;
    throw error;
  }
}

const windowShape = { from: timeSchema, until: timeSchema };

const windowsSchema = z.object({
  roles: z.array(z.object({ role: z.string(), ...windowShape })),
  keys: z.array(z.object({ key: z.string(), ...windowShape })),
});

const partyDetailSchema = z.object({
  ...{ party: hashSchema, identifiers: z.array(z.string()), roles: z.array(z.string()) },
  windows: windowsSchema,
});

export type PartyWindows = z.infer<typeof windowsSchema>;
/** A party, and when its roles and keys are valid, as the server has read the chain. */
export type PartyDetail = z.infer<typeof partyDetailSchema>;

/** Returns a party, by its id or an identifier. @throws ApiError */
export async function fetchPartyDetail(api: Api, name: string): Promise<PartyDetail> {
  return api.get(`/v1/parties/${encodeURIComponent(name)}`, partyDetailSchema);
}

/** Returns when the roles and keys of a party are valid; null if it is not in the registry, as the server has read it. @throws ApiError */
export async function fetchWindows(api: Api, id: Hex): Promise<PartyWindows | null> {
  try {
    return (await fetchPartyDetail(api, id)).windows;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Returns a function that fetches each party once. */
export function openPartyNames(api: Api): (id: Hex) => Promise<NamedParty> {
  const known = new Map<Hex, Promise<NamedParty>>();
  return (id) => {
    const party = known.get(id) ?? fetchParty(api, id);
    known.set(id, party);
    return party;
  };
}
