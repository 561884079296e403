import * as z from 'zod';
import { hashSchema, timeSchema } from '../../core/encoding/schema.ts';
import { type Api, openApi } from './api.ts';
import type { Signer } from '../keys/signer.ts';

/** Where a message is valid: scheme, host and port, and the chain; time in milliseconds since 1970. */
export interface SignInPlace {
  readonly url: string;
  readonly chainId: number;
  readonly now: number;
  /** How long a session may last, in milliseconds, if the server allows it: 10 minutes if not given. */
  readonly validFor?: number;
}

const nonceSchema = z.object({ nonce: z.string().regex(/^[a-zA-Z0-9]{8,64}$/) });
const sessionSchema = z.object({
  token: z.string().regex(/^[A-Za-z0-9._~+/=-]{16,512}$/),
  expiresAt: timeSchema,
  parties: z.array(hashSchema),
});

/** A session of a signed-in key: its token, when it ends (unix seconds), and the parties that have it as an open key. */
export type Session = z.infer<typeof sessionSchema>;
const VALID_MS = 10 * 60_000;

/** Returns the text that a key signs to read private data (EIP-4361). */
export function formatSignIn(
  address: string,
  nonce: string,
  { url, chainId, now, validFor = VALID_MS }: SignInPlace,
): string {
  const { host, origin } = new URL(url);
  return [
    `${host} wants you to sign in with your Ethereum account:`,
    address,
    '',
    'Read private entries of this ledger.',
    '',
    `URI: ${origin}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${new Date(now).toISOString()}`,
    `Expiration Time: ${new Date(now + validFor).toISOString()}`,
  ].join('\n');
}

/** Returns the server's interface, signed in. @throws ApiError, WalletError */
export async function signIn(api: Api, signer: Signer, place: Omit<SignInPlace, 'url'>): Promise<Api> {
  const { token } = await openSession(api, signer, place);
  return openApi(api.url, { token });
}

/** Opens a session of a signer. @throws ApiError, WalletError */
export async function openSession(
  api: Api,
  signer: Signer,
  place: Omit<SignInPlace, 'url'>,
): Promise<Session> {
  const { nonce } = await api.get('/v1/session/nonce', nonceSchema);
  const message = formatSignIn(signer.address, nonce, { ...place, url: api.url });
  const signature = await signer.signText(message);
  const { value } = await api.post('/v1/session', { message, signature }, sessionSchema);
  return value;
}
