import * as z from 'zod';
import { concatBytes, type Hex } from '../../core/encoding/hex.ts';
import { keccakHex } from '../../core/hashing/keccak.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { type Api, openApi } from './api.ts';
import type { OpenKey } from '../../chain/keys/key-file.ts';

/** Where a message is valid: scheme, host and port, and the chain; time in milliseconds since 1970. */
export interface SignInPlace {
  readonly url: string;
  readonly chainId: number;
  readonly now: number;
}

const nonceSchema = z.object({ nonce: z.string().regex(/^[a-zA-Z0-9]{8,64}$/) });
const sessionSchema = z.object({ token: z.string().regex(/^[A-Za-z0-9._~+/=-]{16,512}$/) });
const VALID_MS = 10 * 60_000;
const utf8 = new TextEncoder();

/** Returns the text that a key signs to read private data (EIP-4361). */
export function formatSignIn(address: string, nonce: string, { url, chainId, now }: SignInPlace): string {
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
    `Expiration Time: ${new Date(now + VALID_MS).toISOString()}`,
  ].join('\n');
}

/** Returns the EIP-191 hash of a text: what a wallet signs. */
export function hashPersonalText(text: string): Hex {
  const bytes = utf8.encode(text);
  return keccakHex(concatBytes(utf8.encode(`\x19Ethereum Signed Message:\n${bytes.length}`), bytes));
}

/** Returns the server's interface, signed in with a key. @throws ApiError */
export async function signIn(api: Api, key: OpenKey, place: Omit<SignInPlace, 'url'>): Promise<Api> {
  return openApi(api.url, { token: await openSession(api, key, place) });
}

/** Returns the token of a new session of a key. @throws ApiError */
export async function openSession(api: Api, key: OpenKey, place: Omit<SignInPlace, 'url'>): Promise<string> {
  const { nonce } = await api.get('/v1/session/nonce', nonceSchema);
  const message = formatSignIn(key.address, nonce, { ...place, url: api.url });
  const signature = signDigest(hashPersonalText(message), key.privateKey);
  const { value } = await api.post('/v1/session', { message, signature }, sessionSchema);
  return value.token;
}
