import type { PoolClient } from 'pg';

/** The advisory locks of the ledger. Each is held until its transaction ends. The numbers are arbitrary and never change. */
export const LOCKS = { seal: 0x63_0001, reject: 0x63_0002, anchor: 0x63_0003 } as const;

/** Takes the lock of the one active sealer. Returns false if another process holds it. */
export async function trySealLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.seal,
  ]);
  return rows[0]?.taken === true;
}

/** Waits until no sealer works, and takes its lock. While a ledger is halted, this does not take long. */
export async function takeSealLock(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCKS.seal]);
}

/** Takes the lock of the one active anchorer. Returns false if another process holds it. */
export async function tryAnchorLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.anchor,
  ]);
  return rows[0]?.taken === true;
}

/** Waits until no record is being rejected, and prevents rejections until the transaction ends. Intake relies on records that were not rejected. */
export async function lockAgainstRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [LOCKS.reject]);
}

/** Waits until no record is being accepted, and prevents acceptance until the transaction ends. A rejection thus sees every dependent. */
export async function lockForRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCKS.reject]);
}
