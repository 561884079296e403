import type { PoolClient } from 'pg';

/** The advisory locks of the ledger, held until their transaction ends. Their numbers are arbitrary and never change. */
const LOCKS = { seal: 0x63_0001, reject: 0x63_0002, anchor: 0x63_0003 } as const;

/** Takes the lock of the one active sealer; tells whether it was free. */
export async function trySealLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.seal,
  ]);
  return rows[0]?.taken === true;
}

/** Waits until no sealer is at work, and takes its lock: while a ledger is halted that is soon. */
export async function takeSealLock(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCKS.seal]);
}

/** Takes the lock of the one active anchorer; tells whether it was free. */
export async function tryAnchorLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.anchor,
  ]);
  return rows[0]?.taken === true;
}

/** Waits until no record is being rejected, and keeps it so: what intake reads as not rejected stays so until it commits. */
export async function lockAgainstRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [LOCKS.reject]);
}

/** Waits until no record is being accepted, and keeps it so: a rejection sees every record that depends on another. */
export async function lockForRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCKS.reject]);
}
