import { formatAddress } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { Role } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A window of a role or of a key of a party, as indexed: of the two one is null. */
export interface WindowView {
  readonly party: Hex;
  readonly role: Role | null;
  /** EIP-55. */
  readonly key: string | null;
  /** Which window of this role or key it is, counted from 0. */
  readonly index: number;
  /** Unix seconds; half-open, `until` 2^53−1 while it has no end. */
  readonly from: number;
  readonly until: number;
}

/** A party with its names. */
export interface PartyView {
  readonly party: Hex;
  /** The first, which gives the party its id. */
  readonly identifier: string;
  /** All of them, in the order of registration. */
  readonly identifiers: readonly string[];
  /** Roles whose window has no end. */
  readonly roles: readonly Role[];
}

interface PartyRow {
  party: Buffer;
  identifier: string;
  identifiers: string[];
  roles: Role[];
}

const SELECT_PARTY = `
  select i.party, i.identifier,
    (select array_agg(o.identifier order by o.block_number, o.log_index) from identifiers o where o.party = i.party) as identifiers,
    array(select w.role from windows w where w.party = i.party and w.role is not null and w.valid_until = ${MAX_UINT} order by w.role) as roles
  from identifiers i
  where i.is_first`;

function partyOfRow({ party, identifier, identifiers, roles }: PartyRow): PartyView {
  return { party: fromBytea(party), identifier, identifiers, roles };
}

/** Returns a party by its id, null when it is not registered. */
export async function findPartyView(client: Queryable, party: Hex): Promise<PartyView | null> {
  const { rows } = await client.query<PartyRow>(`${SELECT_PARTY} and i.party = $1`, [toBytea(party)]);
  return rows[0] === undefined ? null : partyOfRow(rows[0]);
}

/** Returns the id of the party that any of its identifiers names, null when none does. */
export async function findPartyId(client: Queryable, identifier: string): Promise<Hex | null> {
  const { rows } = await client.query<{ party: Buffer }>(
    'select party from identifiers where identifier = $1',
    [identifier],
  );
  return rows[0] === undefined ? null : fromBytea(rows[0].party);
}

/** Returns at most `limit` parties by identifier, from those after `after` on. */
export async function listPartyViews(client: Queryable, after: string, limit: number): Promise<PartyView[]> {
  const { rows } = await client.query<PartyRow>(
    `${SELECT_PARTY} and i.identifier collate "C" > $1 order by i.identifier collate "C" limit $2`,
    [after, limit],
  );
  return rows.map(partyOfRow);
}

export interface WindowRow {
  party: Buffer;
  role: Role | null;
  key: Buffer | null;
  index: number;
  valid_from: number;
  valid_until: number;
}

/** Returns all windows of the roles and keys of parties, as any block that was seen says. */
export async function readWindows(client: Queryable, parties: readonly Hex[]): Promise<WindowView[]> {
  const { rows } = await client.query<WindowRow>(
    `select party, role, key, index, valid_from, valid_until from windows where party = any($1)
     order by party, role nulls last, key, index`,
    [parties.map(toBytea)],
  );
  return rows.map(windowOfRow);
}

/** Selects windows as final blocks say them; a condition on `o.party` follows. */
export const FINAL_WINDOWS = `
  select o.party, o.role, o.key, o.index, o.valid_from, coalesce(w.valid_until, ${MAX_UINT}) as valid_until
  from window_openings o
  join chain_state s on o.block_number <= s.final_number
  left join window_closings w on w.party = o.party and w.index = o.index and w.role is not distinct from o.role
    and w.key is not distinct from o.key and w.block_number <= s.final_number`;

/** Returns all windows of the roles and keys of parties, as final blocks say: what a verifier will find on chain. */
export async function readFinalWindows(client: Queryable, parties: readonly Hex[]): Promise<WindowView[]> {
  const { rows } = await client.query<WindowRow>(
    `${FINAL_WINDOWS} where o.party = any($1) order by o.party, o.role nulls last, o.key, o.index`,
    [parties.map(toBytea)],
  );
  return rows.map(windowOfRow);
}

/** Returns the window that a row holds. */
export function windowOfRow(row: WindowRow): WindowView {
  return {
    party: fromBytea(row.party),
    role: row.role,
    key: row.key === null ? null : formatAddress(row.key),
    index: row.index,
    from: row.valid_from,
    until: row.valid_until,
  };
}

/**
 * Returns the parties of which an address is an open key: opened before the time of the final block, closed by no block that
 * was seen (§9).
 */
export async function findPartiesOfKey(client: Queryable, address: string): Promise<Hex[]> {
  const { rows } = await client.query<{ party: Buffer }>(
    `select distinct w.party from windows w join chain_state c on w.valid_from < c.final_time
     where w.key = $1 and w.valid_until = ${MAX_UINT}`,
    [toBytea(address)],
  );
  return rows.map(({ party }) => fromBytea(party));
}
