import type { Hex } from '../../core/encoding/hex.ts';
import type { UnitFailure } from '../../core/work/task.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A unit that a worker has for itself until its lease ends. The token is higher each time the unit is taken. */
export interface LeasedUnit {
  readonly unit: number;
  readonly token: number;
}

/** Units of one piece of work that a worker took. */
export interface Lease {
  readonly work: string;
  readonly party: Hex;
  readonly task: string;
  readonly size: { readonly bytes: number; readonly memory: number; readonly seconds: number };
  readonly units: readonly LeasedUnit[];
}

/** What a worker may take. */
export interface LeaseAsked {
  readonly pool: Hex;
  /** Names the worker to people. */
  readonly worker: string;
  /** The most units. */
  readonly most: number;
  /** Bytes of memory that it has for a unit. */
  readonly memory: number;
  /** The parties that the pool works for; null: everyone. */
  readonly parties: readonly Hex[] | null;
  /** The only work that it takes; null: any. */
  readonly work: string | null;
}

/** What a pool allows. */
export interface LeaseLimits {
  /** Seconds for which a lease holds unless it is renewed. */
  readonly seconds: number;
  /** Units of one party that workers of a pool may have at the same time. */
  readonly ofParty: number;
  /** How often a unit is taken before it is given up. */
  readonly attempts: number;
}

/**
 * Takes units of the party that has waited longest in the pool; null if nothing waits that the worker can compute. Runs in a transaction.
 * `now()` is the time at which that began, so that indexes serve the comparisons.
 */
export async function takeUnits(
  client: Queryable,
  asked: LeaseAsked,
  limits: LeaseLimits,
): Promise<Lease | null> {
  const party = await chooseParty(client, asked, limits);
  if (party === null) return null;
  const units =
    (await takeAgain(client, party, asked, limits)) ?? (await takeFresh(client, party, asked, limits));
  if (units === null) return null;
  await client.query('update work_turns set served_at = clock_timestamp() where pool = $1 and party = $2', [
    toBytea(asked.pool),
    party,
  ]);
  const { rows } = await client.query<{ task: string; bytes: number; memory: number; seconds: number }>(
    'select task, bytes, memory, seconds from works where id = $1',
    [units.work],
  );
  const { task, ...size } = rows[0]!;
  return { work: units.work, party: fromBytea(party), task, size, units: units.units };
}

/** Tells whether a pool has units that are computed now, or wait for another attempt: one that a worker may take later. */
export async function hasUnfinished(
  client: Queryable,
  { pool, parties, work }: Pick<LeaseAsked, 'pool' | 'parties' | 'work'>,
): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    `select exists (select from work_leases w join work_lines l on l.work = w.work and l.pool = w.pool and l.is_open
       where w.pool = $1 and w.state <> 'dead' and ($2::bytea[] is null or w.party = any ($2))
         and ($3::uuid is null or w.work = $3)) as found`,
    [toBytea(pool), parties === null ? null : parties.map(toBytea), work],
  );
  return rows[0]!.found;
}

async function chooseParty(
  client: Queryable,
  { pool, memory, parties, work }: LeaseAsked,
  { ofParty, attempts }: LeaseLimits,
): Promise<Buffer | null> {
  const { rows } = await client.query<{ party: Buffer }>(
    `select t.party from work_turns t
     where t.pool = $1 and ($2::bytea[] is null or t.party = any ($2))
       and (exists (select from work_lines l where l.pool = t.pool and l.party = t.party and l.is_open and l.next < l.units
           and l.memory <= $3 and ($6::uuid is null or l.work = $6))
         or exists (select from work_leases w join work_lines l on l.work = w.work and l.pool = w.pool and l.is_open
           where w.pool = t.pool and w.party = t.party and w.state <> 'dead'
           and w.due_at <= now() and w.attempts < $5 and w.memory <= $3 and ($6::uuid is null or w.work = $6)))
       and (select count(*) from (select from work_leases w where w.pool = t.pool and w.party = t.party
         and w.state = 'leased' and w.due_at > now() limit $4) s) < $4
     order by t.served_at limit 1 for update`,
    [toBytea(pool), parties === null ? null : parties.map(toBytea), memory, ofParty, attempts, work],
  );
  return rows[0]?.party ?? null;
}

interface Taken {
  readonly work: string;
  readonly units: readonly LeasedUnit[];
}

/** Takes a unit whose lease ended or whose pause is over. */
async function takeAgain(
  client: Queryable,
  party: Buffer,
  { pool, worker, memory, work }: LeaseAsked,
  { seconds, attempts }: LeaseLimits,
): Promise<Taken | null> {
  const { rows } = await client.query<LeasedUnit & { readonly work: string }>(
    `update work_leases set token = token + 1, attempts = attempts + 1, state = 'leased', worker = $4, due_at = now() + $5 * interval '1 second'
     where (work, pool, unit) = (
       select w.work, w.pool, w.unit from work_leases w
       join work_lines l on l.work = w.work and l.pool = w.pool and l.is_open
       where w.pool = $1 and w.party = $2 and w.state <> 'dead' and w.due_at <= now() and w.attempts < $6
         and w.memory <= $3 and ($7::uuid is null or w.work = $7)
       order by w.due_at limit 1 for update of w skip locked)
     returning work, unit, token`,
    [toBytea(pool), party, memory, worker, seconds, attempts, work],
  );
  const [row] = rows;
  return row === undefined ? null : { work: row.work, units: [{ unit: row.unit, token: row.token }] };
}

/** Takes the next units of the oldest work that has any. */
async function takeFresh(
  client: Queryable,
  party: Buffer,
  { pool, worker, memory, most, work }: LeaseAsked,
  { seconds }: LeaseLimits,
): Promise<Taken | null> {
  const { rows } = await client.query<LeasedUnit & { readonly work: string }>(
    `with line as (
       select l.work, l.pool, l.next as first, least(l.next + $5, l.units) as until from work_lines l
       where l.pool = $1 and l.party = $2 and l.is_open and l.next < l.units and l.memory <= $3
         and ($7::uuid is null or l.work = $7)
       order by l.created_at, l.work limit 1 for update),
     moved as (
       update work_lines l set next = line.until from line where l.work = line.work and l.pool = line.pool
       returning l.work, l.pool, l.party, l.memory)
     insert into work_leases (work, pool, unit, party, memory, worker, due_at)
     select m.work, m.pool, u, m.party, m.memory, $4, now() + $6 * interval '1 second'
     from moved m, line, generate_series(line.first, line.until - 1) u
     returning work, unit, token`,
    [toBytea(pool), party, memory, worker, most, seconds, work],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : { work: row.work, units: rows.map(({ unit, token }) => ({ unit, token })) };
}

/** Renews leases of a pool. Returns the units that it still has: others are another worker's, given up, or of work that has ended. */
export async function renewLeases(
  client: Queryable,
  work: string,
  { pool, units }: { readonly pool: Hex; readonly units: readonly LeasedUnit[] },
  seconds: number,
): Promise<number[]> {
  const { rows } = await client.query<{ unit: number }>(
    `update work_leases w set due_at = now() + $5 * interval '1 second'
     from unnest($3::int[], $4::int[]) as held (unit, token), work_lines l
     where w.work = $1 and w.pool = $2 and w.unit = held.unit and w.token = held.token and w.state = 'leased'
       and l.work = $1 and l.pool = $2 and l.is_open
     returning w.unit`,
    [work, toBytea(pool), units.map(({ unit }) => unit), units.map(({ token }) => token), seconds],
  );
  return rows.map(({ unit }) => unit).sort((a, b) => a - b);
}

/** What a worker has computed. */
export interface Delivery extends LeasedUnit {
  readonly work: string;
  readonly pool: Hex;
  readonly sha256: Buffer;
  readonly bytes: Uint8Array;
  readonly milliseconds: number;
}

/** What became of a delivery. Lost: the unit is another worker's, or its work has ended. */
export type Delivered = 'stored' | 'lost' | 'too-large';

/** Stores the result of a unit and ends its lease; a result that is sent again is stored once. Runs in a transaction. */
export async function storeResult(client: Queryable, delivery: Delivery): Promise<Delivered> {
  const { work, pool, unit, token, sha256, bytes, milliseconds } = delivery;
  const key = [work, toBytea(pool), unit];
  const { rows } = await client.query<{ worker: string; fits: boolean }>(
    `select w.worker, $5 <= o.bytes as fits from work_leases w
     join work_lines l on l.work = w.work and l.pool = w.pool join works o on o.id = w.work
     where w.work = $1 and w.pool = $2 and w.unit = $3 and w.token = $4 and w.state = 'leased' and l.is_open
     for update of w`,
    [...key, token, bytes.length],
  );
  const [lease] = rows;
  if (lease === undefined) return (await isStored(client, delivery)) ? 'stored' : 'lost';
  if (!lease.fits) return 'too-large';
  await client.query('delete from work_leases where work = $1 and pool = $2 and unit = $3', key);
  await client.query(
    'insert into work_bytes (work, unit, sha256, bytes) values ($1, $2, $3, $4) on conflict do nothing',
    [work, unit, sha256, bytes],
  );
  await client.query(
    `insert into work_results (work, pool, unit, sha256, size, token, worker, milliseconds) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [...key, sha256, bytes.length, token, lease.worker, milliseconds],
  );
  await client.query('update work_lines set done = done + 1, refusals = 0 where work = $1 and pool = $2', [
    work,
    toBytea(pool),
  ]);
  return 'stored';
}

async function isStored(client: Queryable, { work, pool, unit, token, sha256 }: Delivery): Promise<boolean> {
  const { rows } = await client.query(
    'select from work_results where work = $1 and pool = $2 and unit = $3 and token = $4 and sha256 = $5',
    [work, toBytea(pool), unit, token, sha256],
  );
  return rows.length > 0;
}

/** Times a pool may say that it cannot begin with work before its line ends. */
const MOST_REFUSALS = 3;

/**
 * Notes that a worker could not compute a unit. It is taken again after a pause; after the last attempt it is given up. What concerns all of
 * the work counts against the line, not the unit. False: the unit is another worker's, or its work has ended. Runs in a transaction.
 */
export async function storeFailure(
  client: Queryable,
  { work, pool, unit, token }: LeasedUnit & { readonly work: string; readonly pool: Hex },
  { code, message, scope }: UnitFailure,
  attempts: number,
): Promise<boolean> {
  const isOfUnit = scope === 'unit';
  const { rows } = await client.query<{ state: string }>(
    `update work_leases w set code = $5, message = $6,
       state = case when $7 and attempts >= $8 then 'dead' else 'waiting' end,
       attempts = case when $7 then attempts else attempts - 1 end,
       due_at = now() + 2 ^ least(token, 8) * interval '1 second'
     where work = $1 and pool = $2 and unit = $3 and token = $4 and state = 'leased' returning state`,
    [work, toBytea(pool), unit, token, code, message, isOfUnit, attempts],
  );
  const [row] = rows;
  if (row === undefined) return false;
  if (row.state === 'dead')
    await client.query('update work_lines set dead = dead + 1 where work = $1 and pool = $2', [
      work,
      toBytea(pool),
    ]);
  if (!isOfUnit)
    await client.query(
      `update work_lines set refusals = refusals + 1, code = $3, message = $4, is_open = is_open and refusals + 1 < $5
       where work = $1 and pool = $2`,
      [work, toBytea(pool), code, message, MOST_REFUSALS],
    );
  return true;
}

/** Gives up units whose last lease has ended without a word: they end their workers. Returns how many; at most `limit`. */
export async function giveUpUnits(client: Queryable, attempts: number, limit: number): Promise<number> {
  const { rowCount } = await client.query(
    `with ended as (
       select work, pool, unit from work_leases where state = 'leased' and due_at <= now() and attempts >= $1
       order by due_at limit $2 for update skip locked),
     given as (
       update work_leases w set state = 'dead', code = 'lease-ended',
         message = 'its workers ended, or lost their connection, while they computed it'
       from ended e where w.work = e.work and w.pool = e.pool and w.unit = e.unit returning w.work, w.pool)
     update work_lines l set dead = dead + g.n from (select work, pool, count(*)::int as n from given group by 1, 2) g
     where l.work = g.work and l.pool = g.pool`,
    [attempts, limit],
  );
  return rowCount ?? 0;
}
