import { formatAddress } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { Role } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import { afterPrefix } from '../rows/prefix.ts';
import type { Queryable } from '../pool.ts';

/** A window of a party's role or key, as the indexer read it. Either `role` or `key` is null. */
export interface WindowView {
  readonly party: Hex;
  readonly role: Role | null;
  /** EIP-55. */
  readonly key: string | null;
  /** The number of the window among those of this role or key, from 0. */
  readonly index: number;
  /** Unix seconds. `until` itself is outside the window, and 2^53−1 while the window has no end. */
  readonly from: number;
  readonly until: number;
}

/** A party with its identifiers. */
export interface PartyView {
  readonly party: Hex;
  /** The first identifier, from which the party's id is computed. */
  readonly identifier: string;
  /** All identifiers, in the order of registration. */
  readonly identifiers: readonly string[];
  /** The roles whose window has no end. */
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

/** Returns a party by its id, null if it is not registered. */
export async function findPartyView(client: Queryable, party: Hex): Promise<PartyView | null> {
  const { rows } = await client.query<PartyRow>(`${SELECT_PARTY} and i.party = $1`, [toBytea(party)]);
  return rows[0] === undefined ? null : partyOfRow(rows[0]);
}

/** Returns those of these parties that are registered. */
export async function findRegistered(client: Queryable, parties: readonly Hex[]): Promise<Set<Hex>> {
  if (parties.length === 0) return new Set();
  const { rows } = await client.query<{ party: Buffer }>(
    'select party from identifiers where party = any($1::bytea[]) and is_first',
    [parties.map(toBytea)],
  );
  return new Set(rows.map(({ party }) => fromBytea(party)));
}

/** Returns the id of the party that has this identifier, null if none has. */
export async function findPartyId(client: Queryable, identifier: string): Promise<Hex | null> {
  const { rows } = await client.query<{ party: Buffer }>(
    'select party from identifiers where identifier = $1',
    [identifier],
  );
  return rows[0] === undefined ? null : fromBytea(rows[0].party);
}

/** Returns at most `limit` parties whose first identifier is greater than `after`, in the order of identifiers. */
export async function listPartyViews(client: Queryable, after: string, limit: number): Promise<PartyView[]> {
  const { rows } = await client.query<PartyRow>(
    `${SELECT_PARTY} and i.identifier collate "C" > $1 order by i.identifier collate "C" limit $2`,
    [after, limit],
  );
  return rows.map(partyOfRow);
}

/** The most identifiers that one search looks at. */
const MOST_NAMES = 100;

/**
 * Returns the parties that have an identifier that begins with a text of lower case, with or without its scheme, whatever the case of the
 * identifier: at most `limit`, by identifier. `isCut` tells that there can be more.
 */
export async function searchIdentifiers(
  client: Queryable,
  text: string,
  limit: number,
): Promise<{ readonly parties: readonly PartyView[]; readonly isCut: boolean }> {
  const { rows } = await client.query<{ party: Buffer }>(
    `(${namesLike('lower(identifier collate "C")')}) union all (${namesLike(`lower(substr(identifier, strpos(identifier, ':') + 1) collate "C")`)})`,
    [text, afterPrefix(text), MOST_NAMES],
  );
  const found = [...new Set(rows.map(({ party }) => fromBytea(party)))];
  const parties = await findPartyViews(client, found.slice(0, limit));
  return { parties, isCut: found.length > limit || rows.length >= MOST_NAMES };
}

function namesLike(spelling: string): string {
  return `select party from identifiers where ${spelling} >= $1 and ${spelling} < $2 order by ${spelling} limit $3`;
}

/** Returns parties in the order of their ids given. Ids that are not registered are left out. */
async function findPartyViews(client: Queryable, ids: readonly Hex[]): Promise<PartyView[]> {
  if (ids.length === 0) return [];
  const { rows } = await client.query<PartyRow>(`${SELECT_PARTY} and i.party = any($1::bytea[])`, [
    ids.map(toBytea),
  ]);
  const views = new Map(rows.map(partyOfRow).map((view) => [view.party, view]));
  return ids.flatMap((id) => views.get(id) ?? []);
}

/** Returns at most `limit` parties whose ids are in a range, by id. */
export async function searchPartyIds(
  client: Queryable,
  [least, greatest]: readonly [Buffer, Buffer],
  limit: number,
): Promise<PartyView[]> {
  const { rows } = await client.query<{ party: Buffer }>(
    'select distinct party from identifiers where party >= $1 and party <= $2 order by party limit $3',
    [least, greatest, limit],
  );
  return findPartyViews(
    client,
    rows.map(({ party }) => fromBytea(party)),
  );
}

/** Returns at most `limit` parties that have or had an address as a key, by id. */
export async function searchKey(client: Queryable, address: string, limit: number): Promise<PartyView[]> {
  const { rows } = await client.query<{ party: Buffer }>(
    'select distinct party from window_openings where key = $1 order by party limit $2',
    [toBytea(address), limit],
  );
  return findPartyViews(
    client,
    rows.map(({ party }) => fromBytea(party)),
  );
}

export interface WindowRow {
  party: Buffer;
  role: Role | null;
  key: Buffer | null;
  index: number;
  valid_from: number;
  valid_until: number;
}

/** Returns all windows of the roles and keys of parties, as of the newest block that was read. */
export async function readWindows(client: Queryable, parties: readonly Hex[]): Promise<WindowView[]> {
  const { rows } = await client.query<WindowRow>(
    `select party, role, key, index, valid_from, valid_until from windows where party = any($1)
     order by party, role nulls last, key, index`,
    [parties.map(toBytea)],
  );
  return rows.map(windowOfRow);
}

/** Selects windows as of the final block. A condition on `o.party` must follow. */
export const FINAL_WINDOWS = `
  select o.party, o.role, o.key, o.index, o.valid_from, coalesce(w.valid_until, ${MAX_UINT}) as valid_until
  from window_openings o
  join chain_state s on o.block_number <= s.final_number
  left join window_closings w on w.party = o.party and w.index = o.index and w.role is not distinct from o.role
    and w.key is not distinct from o.key and w.block_number <= s.final_number`;

/** Returns all windows of the roles and keys of parties, as of the final block: a verifier will find the same on chain. */
export async function readFinalWindows(client: Queryable, parties: readonly Hex[]): Promise<WindowView[]> {
  const { rows } = await client.query<WindowRow>(
    `${FINAL_WINDOWS} where o.party = any($1) order by o.party, o.role nulls last, o.key, o.index`,
    [parties.map(toBytea)],
  );
  return rows.map(windowOfRow);
}

/** Returns the window in a row. */
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
 * Returns the parties for which an address is an open key (§9). A key is open if its window began before the final block's time
 * and no block that was read closes it.
 */
export async function findPartiesOfKey(client: Queryable, address: string): Promise<Hex[]> {
  const { rows } = await client.query<{ party: Buffer }>(
    `select distinct w.party from windows w join chain_state c on w.valid_from < c.final_time
     where w.key = $1 and w.valid_until = ${MAX_UINT}`,
    [toBytea(address)],
  );
  return rows.map(({ party }) => fromBytea(party));
}
