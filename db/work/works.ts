import type { Hex } from '../../core/encoding/hex.ts';
import type { UnitSize } from '../../core/work/task.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Open: pools compute it. Done: who asked has taken what it needed. Cancelled: who asked needs it no more. */
export const WORK_STATES = ['open', 'done', 'cancelled'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/** How far a pool is. */
export interface WorkLine {
  readonly pool: Hex;
  /** Units that were taken at least once. */
  readonly begun: number;
  readonly done: number;
  /** Units that are given up. */
  readonly dead: number;
  /** Why the pool computes no more of it; null while it does. */
  readonly refused: { readonly code: string; readonly message: string } | null;
}

/** What a party has computed. Times in unix seconds. */
export interface Work {
  readonly id: string;
  readonly party: Hex;
  readonly kind: string;
  readonly units: number;
  readonly unit: UnitSize;
  readonly state: WorkState;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly lines: readonly WorkLine[];
}

interface WorkRow {
  readonly id: string;
  readonly party: Buffer;
  readonly kind: string;
  readonly units: number;
  readonly bytes: number;
  readonly memory: number;
  readonly seconds: number;
  readonly state: WorkState;
  readonly created_at: number;
  readonly ended_at: number | null;
  readonly lines: readonly LineRow[];
}

interface LineRow {
  readonly pool: string;
  readonly next: number;
  readonly done: number;
  readonly dead: number;
  readonly is_open: boolean;
  readonly code: string | null;
  readonly message: string | null;
}

const COLUMNS = `w.id, w.party, w.task::json ->> 'kind' as kind, w.units, w.bytes, w.memory, w.seconds, w.state,
  extract(epoch from w.created_at)::bigint as created_at, extract(epoch from w.ended_at)::bigint as ended_at,
  (select json_agg(json_build_object('pool', encode(l.pool, 'hex'), 'next', l.next, 'done', l.done, 'dead', l.dead,
    'is_open', l.is_open, 'code', l.code, 'message', l.message) order by l.pool) from work_lines l where l.work = w.id) as lines`;

function workOfRow({ lines, bytes, memory, seconds, ...row }: WorkRow): Work {
  return {
    ...{ id: row.id, party: fromBytea(row.party), kind: row.kind, units: row.units, state: row.state },
    unit: { bytes, memory, seconds },
    createdAt: row.created_at,
    endedAt: row.ended_at,
    lines: lines.map(({ pool, next: begun, done, dead, is_open: isOpen, code, message }) => ({
      ...{ pool: `0x${pool}`, begun, done, dead },
      refused: isOpen || code === null ? null : { code, message: message ?? '' },
    })),
  };
}

/** Work to store. */
export interface NewWork extends Pick<Work, 'id' | 'party' | 'units' | 'unit'> {
  readonly digest: Uint8Array;
  readonly task: string;
  readonly pools: readonly Hex[];
}

/** How much open work a party may have: pieces, and bytes of their results. */
export interface WorkQuota {
  readonly pieces: number;
  readonly bytes: number;
}

/** What a party has open: pieces, and bytes that their results can have. */
export async function readOpenWork(client: Queryable, party: Hex): Promise<WorkQuota> {
  const { rows } = await client.query<WorkQuota>(
    `select count(*)::int as pieces, coalesce(sum(units * bytes), 0)::bigint as bytes
     from works where party = $1 and state = 'open'`,
    [toBytea(party)],
  );
  return rows[0]!;
}

/** Returns the open work of a party with a digest; null if there is none. */
export async function findOpenWork(client: Queryable, party: Hex, digest: Uint8Array): Promise<Work | null> {
  const { rows } = await client.query<WorkRow>(
    `select ${COLUMNS} from works w where w.party = $1 and w.digest = $2 and w.state = 'open'`,
    [toBytea(party), digest],
  );
  return rows[0] === undefined ? null : workOfRow(rows[0]);
}

/** Stores work, with a line for each of its pools. The caller has locked the work of the party. */
export async function storeWork(
  client: Queryable,
  { id, party, digest, task, units, unit, pools }: NewWork,
): Promise<void> {
  const { bytes, memory, seconds } = unit;
  await client.query(
    `insert into works (id, party, digest, task, units, bytes, memory, seconds) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, toBytea(party), digest, task, units, bytes, memory, seconds],
  );
  for (const pool of pools) {
    await client.query(
      'insert into work_lines (work, pool, party, units, memory) values ($1, $2, $3, $4, $5)',
      [id, toBytea(pool), toBytea(party), units, memory],
    );
    await client.query('insert into work_turns (pool, party) values ($1, $2) on conflict do nothing', [
      toBytea(pool),
      toBytea(party),
    ]);
  }
}

/** Returns work for which one of the parties asked; null if there is none. */
export async function findWork(client: Queryable, id: string, parties: readonly Hex[]): Promise<Work | null> {
  const { rows } = await client.query<WorkRow>(
    `select ${COLUMNS} from works w where w.id = $1 and w.party = any ($2::bytea[])`,
    [id, parties.map(toBytea)],
  );
  return rows[0] === undefined ? null : workOfRow(rows[0]);
}

/** Returns the work of parties, the newest first: at most `limit` pieces after a time (unix seconds, with fractions) and id. */
export async function listWork(client: Queryable, parties: readonly Hex[], limit: number): Promise<Work[]> {
  const { rows } = await client.query<WorkRow>(
    `select ${COLUMNS} from works w where w.party = any ($1::bytea[]) order by w.created_at desc, w.id limit $2`,
    [parties.map(toBytea), limit],
  );
  return rows.map(workOfRow);
}

/** Ends open work: nothing more of it is taken, and results that come are refused. Its bytes are dropped later. */
export async function endWork(client: Queryable, id: string, state: 'done' | 'cancelled'): Promise<boolean> {
  const { rowCount } = await client.query(
    `with ended as (
       update works set state = $2, ended_at = clock_timestamp() where id = $1 and state = 'open' returning id)
     update work_lines set is_open = false where work = (select id from ended)`,
    [id, state],
  );
  return (rowCount ?? 0) > 0;
}
