import * as z from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashSchema } from '../../../core/encoding/schema.ts';
import { countUnread, listGrantedFactors, MOST_GRANTED } from '../../../db/factors/factor-search.ts';
import { findPartiesOfKey } from '../../../db/chain/party-views.ts';
import { findRecordNames, UNNAMED } from '../../../db/records/record-names.ts';
import { findSuccessions } from '../../../db/records/versions.ts';
import type { FactorRow } from '../../../engine/search/factor-row.ts';
import {
  type FactorFilters,
  readFactorQuery,
  SearchFilterError,
} from '../../../engine/search/factor-query.ts';
import { HttpError } from '../../errors/http-error.ts';
import { openStarterRows } from '../../factors/starter-rows.ts';
import {
  BEGINNING,
  findUnknown,
  type FoundHit,
  type FoundPlace,
  listFound,
  listRecordsOf,
  type SearchedLedger,
} from '../../factors/search-factors.ts';
import { authenticate } from '../../sessions/session.ts';
import { chooseLimit, formatCursor, pageQuery, parseCursor } from '../page.ts';
import { defineRoute, type HttpContext } from '../route.ts';
import { factorFilters, factorSearchSchema, PAGE } from './factor-schemas.ts';

/** The largest integer of PostgreSQL. */
const MOST_POSITION = 2_147_483_647;
/** Datasets that wait are counted so far. */
const MOST_UNREAD = 1_000;

type Shown = z.input<typeof factorSearchSchema>;

/** A step of the query, and behind which row of the starter data or of a record the next page begins. */
const placeCursor = z.union([
  z.tuple([z.int().nonnegative(), z.int().min(-1)]),
  z.tuple([z.int().nonnegative(), hashSchema, z.int().nonnegative().max(MOST_POSITION)]),
]);

export const searchFactorRows = defineRoute({
  operation: 'searchFactors',
  method: 'get',
  path: '/v1/factors',
  tag: 'Search',
  summary: 'Search for factors',
  description: `Finds factors in the starter data and in datasets of the ledger, by words and filters that all must hold: the best matches first, of equal ones first the starter data, then the rows read last. Rows of private records are found by their party, signed in, and by parties with a grant. A page has at most ${PAGE} factors. A dataset is found some seconds after it was registered.`,
  session: 'optional',
  query: z.strictObject({ ...factorFilters, ...pageQuery }),
  answers: { 200: 'A page of factors; it can be empty.' },
  answer: factorSearchSchema,
  refusals: ['search-filter', 'cursor', 'unauthorized'],
  handle: async (context, { query: { cursor, limit, ...given }, token }) => {
    const query = readQuery(given);
    const after = cursor === undefined ? BEGINNING : readPlace(cursor);
    const { parties, granted, grantsLeftOut } = await findReaders(context, token);
    const ledger = { client: context.pool, starter: await openStarterRows(), readers: { parties, granted } };
    const most = Math.min(chooseLimit(limit, context.config.maxPage), PAGE);
    const found = await listFound(ledger, query, after, most + 1);
    if (found === null) throw refuseCursor(cursor);
    const items = found.slice(0, most);
    return {
      status: 200,
      cache: token === null ? 'revalidate' : 'private',
      value: {
        items: await showItems(ledger, items),
        next: found.length > most ? formatPlace(items.at(-1)!.place) : null,
        searched: {
          words: [...query.words],
          places: query.places === null ? null : [...query.places],
          starterRows: ledger.starter.length,
          unread: Math.min(await countUnread(context.pool, MOST_UNREAD), MOST_UNREAD),
          grantsLeftOut,
        },
        unknown: items.length > 0 || cursor !== undefined ? [] : await findUnknown(ledger, query),
      },
    };
  },
});

function readQuery(given: FactorFilters): ReturnType<typeof readFactorQuery> {
  try {
    return readFactorQuery(given);
  } catch (error) {
    if (!(error instanceof SearchFilterError)) throw error;
    throw new HttpError(error.code, error.message, { path: error.filter, value: error.value }, error);
  }
}

function formatPlace(place: FoundPlace): string {
  return formatCursor('at' in place ? [place.step, place.at] : [place.step, place.record, place.position]);
}

/** @throws HttpError `cursor` */
function readPlace(cursor: string): FoundPlace {
  const parts = parseCursor(cursor, placeCursor, [0, -1]);
  if (parts.length === 2) return { step: parts[0], at: parts[1] };
  return { step: parts[0], record: parts[1], position: parts[2] };
}

function refuseCursor(cursor: string | undefined): HttpError {
  return new HttpError('cursor', 'the cursor names a factor that is not found any more', {
    path: 'cursor',
    value: cursor,
  });
}

/** Returns whose private rows the holder of a token may find. @throws HttpError `unauthorized` if the token is not valid */
async function findReaders(
  { pool, now }: HttpContext,
  token: string | null,
): Promise<SearchedLedger['readers'] & { readonly grantsLeftOut: boolean }> {
  if (token === null) return { parties: [], granted: [], grantsLeftOut: false };
  const parties = await findPartiesOfKey(pool, await authenticate(pool, token, now()));
  const granted = await listGrantedFactors(pool, parties);
  return { parties, granted: granted.slice(0, MOST_GRANTED), grantsLeftOut: granted.length > MOST_GRANTED };
}

async function showItems({ client }: SearchedLedger, found: readonly FoundHit[]): Promise<Shown['items']> {
  const ids = listRecordsOf(found);
  const successions = ids.length === 0 ? new Map<Hex, never>() : await findSuccessions(client, ids);
  const names = ids.length === 0 ? new Map<Hex, never>() : await findRecordNames(client, ids);
  return found.map((hit) => {
    if ('starter' in hit) {
      const { file, line, isSecondary, ...row } = hit.starter.row;
      return { ...showRow(row), match: hit.match, starter: { file, line, isSecondary }, record: null };
    }
    const { record: id, party, subject, publicEntries, shown } = hit.factor;
    const { newest = id, withdrawnBy = null } = successions.get(id) ?? {};
    const { title, identifier } = names.get(id) ?? UNNAMED;
    const record = {
      ...{ id, party, identifier, subject, title: title === '' ? null : title, public: publicEntries },
      ...{ newest: newest === id ? null : newest, withdrawnBy },
    };
    return { ...showRow(shown as unknown as FactorRow), match: hit.match, starter: null, record };
  });
}

function showRow({ source, ...row }: FactorRow) {
  return { ...row, source: source === null ? null : { ...source } };
}
