import { findPartiesOfKey } from '../../../db/chain/party-views.ts';
import { authenticate, closeSession, createNonce, openSession } from '../../sessions/session.ts';
import { defineRoute } from '../route.ts';
import { nonceSchema, sessionSchema, signInSchema } from '../schemas.ts';

const TAG = 'Sign-in';

export const giveNonce = defineRoute({
  operation: 'giveNonce',
  method: 'get',
  path: '/v1/session/nonce',
  tag: TAG,
  summary: 'A fresh nonce for a sign-in message',
  answers: { 200: 'The nonce; it can be used once.' },
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
    'Takes a message of EIP-4361 that names the host of this server, its chain and a nonce of it, signed by `personal_sign`.',
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
  summary: 'End the session',
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
