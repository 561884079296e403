import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** What a pool gave for a unit. */
export interface UnitResult {
  readonly unit: number;
  readonly pool: Hex;
  /** Of its bytes, 64 hex digits. */
  readonly sha256: string;
  readonly size: number;
  readonly worker: string;
  readonly milliseconds: number;
}

/** A unit that a pool has given up, and why. */
export interface DeadUnit {
  readonly unit: number;
  readonly pool: Hex;
  readonly code: string;
  readonly message: string;
}

/** Returns results of units from `first` on, by unit: at most `limit`. */
export async function listResults(
  client: Queryable,
  work: string,
  first: number,
  limit: number,
): Promise<UnitResult[]> {
  const { rows } = await client.query<
    Omit<UnitResult, 'pool' | 'sha256'> & { readonly pool: Buffer; readonly sha256: Buffer }
  >(
    `select unit, pool, sha256, size, worker, milliseconds from work_results
     where work = $1 and unit >= $2 order by unit, pool limit $3`,
    [work, first, limit],
  );
  return rows.map(({ pool, sha256, ...row }) => ({
    ...row,
    pool: fromBytea(pool),
    sha256: sha256.toString('hex'),
  }));
}

/** Returns units of work from `first` on that were given up: at most `limit`. */
export async function listDead(
  client: Queryable,
  work: string,
  first: number,
  limit: number,
): Promise<DeadUnit[]> {
  const { rows } = await client.query<Omit<DeadUnit, 'pool'> & { readonly pool: Buffer }>(
    `select unit, pool, code, message from work_leases where work = $1 and state = 'dead' and unit >= $2 order by unit, pool limit $3`,
    [work, first, limit],
  );
  return rows.map(({ pool, ...row }) => ({ ...row, pool: fromBytea(pool) }));
}

/** Returns the bytes of a result; null if there are none. */
export async function readResult(
  client: Queryable,
  work: string,
  unit: number,
  sha256: string,
): Promise<Uint8Array | null> {
  const { rows } = await client.query<{ bytes: Buffer }>(
    'select bytes from work_bytes where work = $1 and unit = $2 and sha256 = $3',
    [work, unit, Buffer.from(sha256, 'hex')],
  );
  return rows[0]?.bytes ?? null;
}
