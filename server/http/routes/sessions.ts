import * as z from 'zod';
import { addressSchema } from '../../../core/hashing/domain.ts';
import { hashSchema, signatureSchema, timeSchema } from '../../../core/encoding/schema.ts';
import { findPartiesOfKey } from '../../../db/chain/party-views.ts';
import { authenticate, closeSession, createNonce, openSession } from '../../sessions/session.ts';
import { defineRoute } from '../route.ts';

const TAG = 'Sign-in';

const nonceSchema = z
  .strictObject({ nonce: z.string(), expiresAt: timeSchema })
  .meta({ id: 'Nonce', description: 'A nonce for one sign-in.' });

const signInSchema = z
  .strictObject({
    message: z.string().max(4096).meta({ description: 'The signed text, in the format of EIP-4361.' }),
    signature: signatureSchema.meta({ description: 'By `personal_sign` (EIP-191).' }),
  })
  .meta({ id: 'SignIn', description: 'A signed sign-in message.' });

const sessionSchema = z
  .strictObject({
    token: z.string().meta({ description: 'Send it as `Authorization: Bearer …`. It is shown only here.' }),
    address: addressSchema,
    expiresAt: timeSchema,
    parties: z.array(hashSchema).meta({ description: 'The parties that have the address as an open key.' }),
  })
  .meta({ id: 'Session', description: 'A session of a signed-in key.' });

export const giveNonce = defineRoute({
  operation: 'giveNonce',
  method: 'get',
  path: '/v1/session/nonce',
  tag: TAG,
  summary: 'Get a nonce',
  description: 'A new nonce for a sign-in message. It can be used once.',
  answers: { 200: 'The nonce.' },
  answer: nonceSchema,
  handle: async ({ pool, now }) => ({ status: 200, cache: 'private', value: await createNonce(pool, now()) }),
});

export const signIn = defineRoute({
  operation: 'signIn',
  method: 'post',
  path: '/v1/session',
  tag: TAG,
  summary: 'Sign in with a key',
  description:
    'Opens a session for the holder of a key. The message follows EIP-4361 (Sign-In with Ethereum) and names the host of this server, its chain and a nonce from it; it is signed with `personal_sign`.',
  body: signInSchema,
  answers: { 201: 'The session.' },
  answer: sessionSchema,
  refusals: ['session-message', 'session-domain', 'session-nonce', 'session-expired', 'session-signature'],
  handle: async ({ pool, origin, domain, config, now }, { body }) => {
    const rules = { origin, chainId: domain.chainId, seconds: config.sessionSeconds, now: now() };
    const session = await openSession(pool, body.message, body.signature, rules);
    return {
      status: 201,
      cache: 'private',
      value: { ...session, parties: await findPartiesOfKey(pool, session.address) },
    };
  },
});

export const signOut = defineRoute({
  operation: 'signOut',
  method: 'delete',
  path: '/v1/session',
  tag: TAG,
  summary: 'Sign out',
  description: 'Ends the session. Its token is no longer valid.',
  session: 'required',
  answers: { 204: 'The session has ended.' },
  answer: null,
  refusals: ['unauthorized'],
  handle: async ({ pool, now }, { token }) => {
    await authenticate(pool, token, now());
    await closeSession(pool, token ?? '');
    return { status: 204, cache: 'private', empty: true };
  },
});
