import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { type Queryable, withTransaction } from '../../db/pool.ts';
import {
  deleteSession,
  findSessionAddress,
  storeNonce,
  storeSession,
  takeNonce,
} from '../../db/sessions/sessions.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { HttpError } from '../errors/errors.ts';
import { hashPersonalMessage, parseSignInMessage, type SignInMessage } from './session-message.ts';

/** What sign-in must know of the server; times in unix seconds. */
export interface SessionRules {
  /** Scheme, host and port under which users reach the server. */
  readonly origin: string;
  readonly chainId: number;
  /** How long a session lasts at most. */
  readonly seconds: number;
  readonly now: number;
}

/** A session as its holder is told of it: the token is shown once, and stored only as its hash. */
export interface Session {
  readonly token: string;
  readonly address: string;
  readonly expiresAt: number;
}

/** How long a nonce waits for its message. */
export const NONCE_SECONDS = 600;
/** How far two clocks may be apart. */
const CLOCK_SECONDS = 60;

/** Returns a fresh nonce for a sign-in message; it can be used once, until `expiresAt`. */
export async function createNonce(pool: Pool, now: number): Promise<{ nonce: string; expiresAt: number }> {
  const nonce = randomBytes(16).toString('hex');
  const expiresAt = now + NONCE_SECONDS;
  await storeNonce(pool, nonce, now, expiresAt);
  return { nonce, expiresAt };
}

/**
 * Returns a new session for the address that signed a message of EIP-4361 meant for this server.
 * @throws HttpError `session-…`; BadInput `signature-…`, `address-syntax`
 */
export async function openSession(
  pool: Pool,
  message: string,
  signature: unknown,
  rules: SessionRules,
): Promise<Session> {
  const said = parseSignInMessage(message);
  checkPlace(said, rules);
  checkTimes(said, rules.now);
  const signer = recoverAddress(hashPersonalMessage(message), signature);
  if (signer !== said.address) {
    throw new HttpError('session-signature', `signed by ${signer}, the message names ${said.address}`, {
      expected: said.address,
      actual: signer,
    });
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = Math.min(rules.now + rules.seconds, said.expirationTime ?? Number.MAX_SAFE_INTEGER);
  // One transaction: a nonce that is taken has its session, or is still there.
  await withTransaction(pool, async (client) => {
    if (!(await takeNonce(client, said.nonce, rules.now))) {
      throw new HttpError('session-nonce', 'the nonce was not given by this server, was used, or has ended', {
        path: 'nonce',
        value: said.nonce,
      });
    }
    await storeSession(client, hashToken(token), said.address, expiresAt);
  });
  return { token, address: said.address, expiresAt };
}

function checkPlace({ scheme, domain, uri, chainId }: SignInMessage, rules: SessionRules): void {
  const { host, protocol, origin } = new URL(rules.origin);
  if (domain !== host || (scheme !== null && `${scheme}:` !== protocol)) {
    throw new HttpError('session-domain', `the message is for ${domain}, this is ${origin}`, {
      path: 'domain',
      value: domain,
      expected: host,
    });
  }
  if (!URL.canParse(uri) || new URL(uri).origin !== origin) {
    throw new HttpError('session-domain', `the message is for ${uri}, this is ${origin}`, {
      path: 'uri',
      value: uri,
      expected: origin,
    });
  }
  if (chainId !== rules.chainId) {
    throw new HttpError(
      'session-domain',
      `the message is for chain ${chainId}, the ledger is on ${rules.chainId}`,
      {
        path: 'chainId',
        value: chainId,
        expected: rules.chainId,
      },
    );
  }
}

function checkTimes({ issuedAt, expirationTime, notBefore }: SignInMessage, now: number): void {
  const early = Math.max(issuedAt, notBefore ?? 0) > now + CLOCK_SECONDS;
  const late =
    issuedAt < now - NONCE_SECONDS - CLOCK_SECONDS || (expirationTime !== null && expirationTime <= now);
  if (early || late) {
    throw new HttpError(
      'session-expired',
      early ? 'the message does not hold yet' : 'the message has expired',
      { issuedAt, expirationTime, notBefore, now },
    );
  }
}

/** Returns the address that a bearer token belongs to. @throws HttpError `unauthorized` */
export async function authenticate(client: Queryable, token: string | null, now: number): Promise<string> {
  const address = token === null ? null : await findSessionAddress(client, hashToken(token), now);
  if (address === null)
    throw new HttpError(
      'unauthorized',
      token === null ? 'this needs a session' : 'the session has ended or never was',
      {},
    );
  return address;
}

/** Ends a session; one that has ended stays so. */
export async function closeSession(pool: Pool, token: string): Promise<void> {
  await deleteSession(pool, hashToken(token));
}

function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
