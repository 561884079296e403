import type { Hex } from '../../core/encoding/hex.ts';
import { findPartiesOfKey } from '../../db/chain/party-views.ts';
import { HttpError } from '../errors/http-error.ts';
import { authenticate } from '../sessions/session.ts';
import { resolveParty } from './access.ts';
import type { HttpContext } from './route.ts';

/** Returns the parties of a session. @throws HttpError `unauthorized` */
export async function requireParties({ pool, now }: HttpContext, token: string | null): Promise<Hex[]> {
  return findPartiesOfKey(pool, await authenticate(pool, token, now()));
}

/** Returns the party of a session that a request names, or its only one. @throws HttpError `forbidden`, `not-found` */
export async function chooseParty(
  { pool }: HttpContext,
  parties: readonly Hex[],
  name?: string,
): Promise<Hex> {
  const party = name === undefined ? parties[0] : await resolveParty(pool, name);
  if (party === undefined || !parties.includes(party))
    throw new HttpError('forbidden', 'the key that signed in is not an open key of this party', { parties });
  if (name === undefined && parties.length > 1)
    throw new HttpError(
      'forbidden',
      'the key that signed in belongs to several parties: name the one that acts (the option --owner, --party or --pool of the command)',
      { parties },
    );
  return party;
}
