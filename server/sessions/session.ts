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
import { hashPersonalText } from '../../core/hashing/personal-text.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { HttpError } from '../errors/http-error.ts';
import { parseSignInMessage, type SignInMessage } from './session-message.ts';

/** The server that a sign-in is for; times in unix seconds. */
export interface SessionRules {
  /** Scheme, host and port at which users reach the server. */
  readonly origin: string;
  readonly chainId: number;
  /** The longest duration of a session. */
  readonly seconds: number;
  readonly now: number;
}

/** A session as shown to its holder. The token is shown once, and only its hash is stored. */
export interface Session {
  readonly token: string;
  readonly address: string;
  readonly expiresAt: number;
}

/** Seconds for which a nonce is valid. */
export const NONCE_SECONDS = 600;
/** Seconds by which the clocks of client and server may differ. */
const CLOCK_SECONDS = 60;

/** Creates a nonce for a sign-in message. It can be used once, until `expiresAt`. */
export async function createNonce(pool: Pool, now: number): Promise<{ nonce: string; expiresAt: number }> {
  const nonce = randomBytes(16).toString('hex');
  const expiresAt = now + NONCE_SECONDS;
  await storeNonce(pool, nonce, now, expiresAt);
  return { nonce, expiresAt };
}

/**
 * Opens a session for the address that signed an EIP-4361 message for this server.
 * @throws HttpError `session-…`; BadInput `signature-…`, `address-syntax`
 */
export async function openSession(
  pool: Pool,
  message: string,
  signature: unknown,
  rules: SessionRules,
): Promise<Session> {
  const signIn = parseSignInMessage(message);
  checkServer(signIn, rules);
  checkTimes(signIn, rules.now);
  const signer = recoverAddress(hashPersonalText(message), signature);
  if (signer !== signIn.address) {
    throw new HttpError(
      'session-signature',
      `expected a signature by ${signIn.address}, which the message names, got one by ${signer}`,
      {
        expected: signIn.address,
        actual: signer,
      },
    );
  }
  const token = randomBytes(32).toString('base64url');
  const expiresAt = Math.min(rules.now + rules.seconds, signIn.expirationTime ?? Number.MAX_SAFE_INTEGER);
  // One transaction: the nonce is used up only if the session is stored.
  await withTransaction(pool, async (client) => {
    if (!(await takeNonce(client, signIn.nonce, rules.now))) {
      throw new HttpError(
        'session-nonce',
        'the nonce does not come from this server, was already used, or has expired',
        {
          path: 'nonce',
          value: signIn.nonce,
        },
      );
    }
    await storeSession(client, hashToken(token), signIn.address, expiresAt);
  });
  return { token, address: signIn.address, expiresAt };
}

function checkServer({ scheme, domain, uri, chainId }: SignInMessage, rules: SessionRules): void {
  const { host, protocol, origin } = new URL(rules.origin);
  if (domain !== host || (scheme !== null && `${scheme}:` !== protocol)) {
    throw new HttpError(
      'session-domain',
      `expected the domain ${host}, got ${scheme === null ? '' : `${scheme}://`}${domain}`,
      {
        path: 'domain',
        value: domain,
        expected: host,
      },
    );
  }
  if (!URL.canParse(uri) || new URL(uri).origin !== origin) {
    throw new HttpError('session-domain', `expected a URI of ${origin}, got ${uri}`, {
      path: 'uri',
      value: uri,
      expected: origin,
    });
  }
  if (chainId !== rules.chainId) {
    throw new HttpError('session-domain', `expected chain ${rules.chainId}, got ${chainId}`, {
      path: 'chainId',
      value: chainId,
      expected: rules.chainId,
    });
  }
}

function checkTimes({ issuedAt, expirationTime, notBefore }: SignInMessage, now: number): void {
  const early = Math.max(issuedAt, notBefore ?? 0) > now + CLOCK_SECONDS;
  const late =
    issuedAt < now - NONCE_SECONDS - CLOCK_SECONDS || (expirationTime !== null && expirationTime <= now);
  if (early || late) {
    throw new HttpError(
      'session-expired',
      early ? 'the message is not valid yet' : 'the message has expired',
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
      token === null
        ? 'this request needs a session'
        : 'the token is not valid: the session has ended or never existed',
      {},
    );
  return address;
}

/** Ends a session. Has no effect on a session that has ended. */
export async function closeSession(pool: Pool, token: string): Promise<void> {
  await deleteSession(pool, hashToken(token));
}

function hashToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
