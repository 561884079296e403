import { formatAddress } from '../../core/hashing/domain.ts';
import { toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** Stores a nonce for signing in until `expiresAt` (unix seconds), and deletes expired nonces and sessions. */
export async function storeNonce(
  client: Queryable,
  nonce: string,
  now: number,
  expiresAt: number,
): Promise<void> {
  await client.query('delete from nonces where expires_at <= to_timestamp($1)', [now]);
  await client.query('delete from sessions where expires_at <= to_timestamp($1)', [now]);
  await client.query('insert into nonces (nonce, expires_at) values ($1, to_timestamp($2))', [
    nonce,
    expiresAt,
  ]);
}

/** Uses a nonce, which is possible once. Returns false if it does not exist or has expired. */
export async function takeNonce(client: Queryable, nonce: string, now: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'delete from nonces where nonce = $1 and expires_at > to_timestamp($2)',
    [nonce, now],
  );
  return rowCount === 1;
}

/** Stores a session of an address (EIP-55) under the SHA-256 of its token, until `expiresAt` (unix seconds). */
export async function storeSession(
  client: Queryable,
  tokenHash: Uint8Array,
  address: string,
  expiresAt: number,
): Promise<void> {
  await client.query(
    'insert into sessions (token_hash, address, expires_at) values ($1, $2, to_timestamp($3))',
    [tokenHash, toBytea(address), expiresAt],
  );
}

/** Returns the address (EIP-55) of a session, null if it does not exist or has expired. */
export async function findSessionAddress(
  client: Queryable,
  tokenHash: Uint8Array,
  now: number,
): Promise<string | null> {
  const { rows } = await client.query<{ address: Buffer }>(
    'select address from sessions where token_hash = $1 and expires_at > to_timestamp($2)',
    [tokenHash, now],
  );
  return rows[0] === undefined ? null : formatAddress(rows[0].address);
}

/** Deletes a session. */
export async function deleteSession(client: Queryable, tokenHash: Uint8Array): Promise<void> {
  await client.query('delete from sessions where token_hash = $1', [tokenHash]);
}
