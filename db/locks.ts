import type { PoolClient } from 'pg';
import type { Hex } from '../core/encoding/hex.ts';

/** The advisory locks of the ledger. Each is held until its transaction ends. The numbers are arbitrary and never change. */
export const LOCKS = {
  seal: 0x63_0001,
  reject: 0x63_0002,
  anchor: 0x63_0003,
  document: 0x63_0004,
  quota: 0x63_0005,
  webhooks: 0x63_0006,
  work: 0x63_0007,
} as const;

/** Takes the lock of the one active sealer. Returns false if another process holds it. */
export async function trySealLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_xact_lock($1) as taken', [
    LOCKS.seal,
  ]);
  return rows[0]?.taken === true;
}

/** Waits until no sealer works, and takes the lock of sealers. The wait is short in a halted ledger: there a sealer only looks. */
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

/**
 * Waits until no record is being rejected, and prevents rejections until the transaction ends: what intake found not rejected, such as a
 * source, stays so while it accepts a record.
 */
export async function lockAgainstRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock_shared($1)', [LOCKS.reject]);
}

/** Waits until no record is being accepted, and prevents acceptance until the transaction ends. A rejection thus sees every dependent. */
export async function lockForRejections(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [LOCKS.reject]);
}

/** Waits until nobody else stores or drops the document with this SHA-256 (64 hex digits), and prevents it until the transaction ends. */
export async function lockDocument(client: PoolClient, sha256: string): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1::int, $2::int)', [LOCKS.document, numberOf(sha256)]);
}

/** Waits until no document of a party is being begun, and prevents it until the transaction ends. */
export async function lockQuota(client: PoolClient, party: Hex): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1::int, $2::int)', [
    LOCKS.quota,
    numberOf(party.slice(2)),
  ]);
}

/** Waits until no webhook of a party is being stored, and prevents it until the transaction ends. */
export async function lockWebhooks(client: PoolClient, party: Hex): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1::int, $2::int)', [
    LOCKS.webhooks,
    numberOf(party.slice(2)),
  ]);
}

/** Waits until no work of a party is being stored, and prevents it until the transaction ends. */
export async function lockWork(client: PoolClient, party: Hex): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1::int, $2::int)', [
    LOCKS.work,
    numberOf(party.slice(2)),
  ]);
}

/** Returns the first four bytes of hex as a signed integer, the form of a lock's key. Where two share it, one only waits for the other. */
function numberOf(hex: string): number {
  return Number.parseInt(hex.slice(0, 8), 16) | 0;
}
