import type { Hex } from '../../core/encoding/hex.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import type { OwnedRecord } from '../../db/records/versions.ts';
import { findGranted, isGranted } from '../../db/records/grants.ts';
import { findPartiesOfKey, findPartyId, findPartyView } from '../../db/chain/party-views.ts';
import type { Queryable } from '../../db/pool.ts';
import { findRecordView, type RecordView } from '../../db/records/views.ts';
import { HttpError } from '../errors/http-error.ts';
import type { Readable } from '../impact/changes.ts';
import { authenticate } from '../sessions/session.ts';
import type { HttpContext } from './route.ts';

/** Returns a record. @throws HttpError `not-found` */
export async function requireRecord(client: Queryable, id: Hex): Promise<RecordView> {
  const view = await findRecordView(client, id);
  if (view === null) throw new HttpError('not-found', `no record ${id}`, { path: 'id', value: id });
  return view;
}

/**
 * Resolves a party id or any identifier of a party to the party id. `path` is the parameter that names it.
 * @throws HttpError `not-found`; BadInput `identifier-…`
 */
export async function resolveParty(client: Queryable, name: string, path = 'party'): Promise<Hex> {
  const party = isHex(name, 32)
    ? ((await findPartyView(client, name))?.party ?? null)
    : await findPartyId(client, parseIdentifier(name));
  if (party === null)
    throw new HttpError('not-found', `no party ${name} is registered`, { path, value: name });
  return party;
}

/** Resolves parties as `resolveParty` does, one after the other: a long list takes one connection. @throws HttpError `not-found`; BadInput `identifier-…` */
export async function resolveParties(client: Queryable, names: readonly string[]): Promise<Hex[]> {
  const parties: Hex[] = [];
  for (const name of new Set(names)) parties.push(await resolveParty(client, name));
  return parties;
}

/** The database with sessions and grants, and the clock. */
interface Access extends Pick<HttpContext, 'now'> {
  readonly pool: Queryable;
}

/** Tells whether the holder of a token may read the entries of a record. @throws HttpError `unauthorized` if the token is not valid */
export async function mayReadEntries(
  { pool, now }: Access,
  view: RecordView,
  token: string | null,
): Promise<boolean> {
  if (view.publicEntries) return true;
  if (token === null) return false;
  const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
  return parties.includes(view.record.party) || (await isGranted(pool, view.id, parties));
}

/** Returns a function that selects the records whose entries the holder of a token may read. @throws HttpError `unauthorized` if the token is not valid */
export async function openReader({ pool, now }: Access, token: string | null): Promise<Readable> {
  const isPublic = (record: OwnedRecord): boolean => record.publicEntries;
  if (token === null)
    return (records) => Promise.resolve(new Set(records.filter(isPublic).map(({ id }) => id)));
  const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
  return async (records) => {
    const own = records.filter((record) => isPublic(record) || parties.includes(record.party));
    const ids = records.map(({ id }) => id);
    return new Set([...own.map(({ id }) => id), ...(await findGranted(pool, ids, parties))]);
  };
}

/** Checks that the holder of a token may read the entries of a record. @throws HttpError `unauthorized`, `forbidden` */
export async function requireReader(access: Access, view: RecordView, token: string | null): Promise<void> {
  if (!(await mayReadEntries(access, view, token))) throw refuseReader(view, token);
}

/** Checks that the holder of a token may read the entries of all records. @throws HttpError `unauthorized`, `forbidden` */
export async function requireReaderOfAll(
  access: Access,
  views: readonly RecordView[],
  token: string | null,
): Promise<void> {
  const asked = views.map(({ id, record: { party }, publicEntries }) => ({ id, party, publicEntries }));
  const readable = await (await openReader(access, token))(asked);
  const closed = views.find(({ id }) => !readable.has(id));
  if (closed !== undefined) throw refuseReader(closed, token);
}

function refuseReader({ id, record: { party } }: RecordView, token: string | null): HttpError {
  const code = token === null ? 'unauthorized' : 'forbidden';
  const message = `the entries of ${id} are private: only its party and parties with a grant may read them`;
  return new HttpError(code, message, { record: id, party });
}

/** Checks that a token belongs to a party. @throws HttpError `unauthorized`, `forbidden` */
export async function requireOwnParty(
  { pool, now }: Access,
  party: Hex,
  token: string | null,
): Promise<void> {
  const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
  if (!parties.includes(party))
    throw new HttpError('forbidden', 'only the party itself may do this', { party });
}

/** Checks that a token belongs to the party of a record. @throws HttpError `unauthorized`, `forbidden` */
export async function requireOwner(
  { pool, now }: Access,
  view: RecordView,
  token: string | null,
): Promise<void> {
  const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
  if (parties.includes(view.record.party)) return;
  throw new HttpError('forbidden', 'only the party of the record may do this', {
    record: view.id,
    party: view.record.party,
  });
}
