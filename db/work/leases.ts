import type { Hex } from '../../core/encoding/hex.ts';
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

/** The part of what is left that one worker takes at most: so workers end at about the same time. */
const LARGEST_PART = 1 / 8;

/** Takes the next units of the oldest work that has any. */
async function takeFresh(
  client: Queryable,
  party: Buffer,
  { pool, worker, memory, most, work }: LeaseAsked,
  { seconds }: LeaseLimits,
): Promise<Taken | null> {
  const { rows } = await client.query<LeasedUnit & { readonly work: string }>(
    `with line as (
       select l.work, l.pool, l.next as first, l.next + least($5, ceil($8::float8 * (l.units - l.next))::int) as until from work_lines l
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
    [toBytea(pool), party, memory, worker, most, seconds, work, LARGEST_PART],
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
