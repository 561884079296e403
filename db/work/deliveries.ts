import type { Hex } from '../../core/encoding/hex.ts';
import type { UnitFailure } from '../../core/work/task.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import type { LeasedUnit } from './leases.ts';

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

/** Stores the result of a unit and ends its lease, in one statement; a result that is sent again is stored once. */
export async function storeResult(client: Queryable, delivery: Delivery): Promise<Delivered> {
  const { work, pool, unit, token, sha256, bytes, milliseconds } = delivery;
  const { rows } = await client.query<{ fits: boolean }>(
    `with held as (
       select w.worker, $5 <= o.bytes as fits from work_leases w
       join work_lines l on l.work = w.work and l.pool = w.pool join works o on o.id = w.work
       where w.work = $1 and w.pool = $2 and w.unit = $3 and w.token = $4 and w.state = 'leased' and l.is_open
       for update of w),
     ended as (
       delete from work_leases w using held where held.fits and w.work = $1 and w.pool = $2 and w.unit = $3
       returning held.worker),
     kept as (
       insert into work_bytes (work, unit, sha256, bytes) select $1, $3, $6, $7 from ended on conflict do nothing),
     given as (
       insert into work_results (work, pool, unit, sha256, size, token, worker, milliseconds)
       select $1, $2, $3, $6, $5, $4, worker, $8 from ended),
     counted as (
       update work_lines l set done = done + 1, refusals = 0 from ended where l.work = $1 and l.pool = $2)
     select fits from held`,
    [work, toBytea(pool), unit, token, bytes.length, sha256, bytes, milliseconds],
  );
  const [held] = rows;
  if (held === undefined) return (await isStored(client, delivery)) ? 'stored' : 'lost';
  return held.fits ? 'stored' : 'too-large';
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
