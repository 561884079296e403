import { formatAddress } from '../core/domain.ts';
import type { Hex } from '../core/hex.ts';
import type { Role } from '../core/kind.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A window of a party's role or of its key, as the newest seen block has it; of `role` and `key` one is null. */
export interface PartyWindow {
  readonly party: Hex;
  readonly role: Role | null;
  /** EIP-55. */
  readonly key: string | null;
  readonly index: number;
  /** Unix seconds of block time, half-open; `until` is 2^53−1 while the window is open. */
  readonly from: number;
  readonly until: number;
}

interface WindowRow {
  readonly party: Buffer;
  readonly role: Role | null;
  readonly key: Buffer | null;
  readonly index: number;
  readonly valid_from: number;
  readonly valid_until: number;
}

/** Returns all windows of parties, roles before keys, in the order in which the registry opened them. */
export async function readWindows(client: Queryable, parties: readonly Hex[]): Promise<PartyWindow[]> {
  const { rows } = await client.query<WindowRow>(
    `select party, role, key, index, valid_from, valid_until from windows where role is not null and party = any($1)
     union all
     select party, role, key, index, valid_from, valid_until from windows where key is not null and party = any($1)
     order by party, role, key, index`,
    [parties.map(toBytea)],
  );
  return rows.map(readWindow);
}

function readWindow({ party, role, key, index, valid_from, valid_until }: WindowRow): PartyWindow {
  const address = key === null ? null : formatAddress(key);
  return { party: fromBytea(party), role, key: address, index, from: valid_from, until: valid_until };
}

/** Tells whether the registry, as of the newest seen block, knows a party. */
export async function hasParty(client: Queryable, party: Hex): Promise<boolean> {
  const { rows } = await client.query('select 1 from identifiers where party = $1 limit 1', [toBytea(party)]);
  return rows.length > 0;
}
