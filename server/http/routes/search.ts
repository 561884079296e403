import * as z from 'zod';
import { findBatchView, searchBatchHashes } from '../../../db/batches/batch-views.ts';
import { searchIdentifiers, searchKey, searchPartyIds } from '../../../db/chain/party-views.ts';
import type { Queryable } from '../../../db/pool.ts';
import { listSummaries } from '../../../db/records/record-lists.ts';
import { searchStreamIds, searchSubjects } from '../../../db/records/stream-views.ts';
import { ANY_RECORD } from '../../../db/records/walks.ts';
import { rangeOfPrefix } from '../../../db/rows/prefix.ts';
import { HttpError } from '../../errors/http-error.ts';
import { showParty } from './parties.ts';
import { showSummary } from '../page.ts';
import { defineRoute } from '../route.ts';
import { type searchHitSchema, searchSchema } from '../schemas.ts';

type Hit = z.input<typeof searchHitSchema>;

/** The most hits of each type. */
const MOST = 10;
const MAX_LENGTH = 128;
const PRINTABLE = /^[\x21-\x7e]+$/;
const HASH_PREFIX = /^(?:0x)?([0-9a-f]{8,64})$/;
const ADDRESS = /^(?:0x)?([0-9a-f]{40})$/;
const NUMBER = /^#?([1-9][0-9]{0,14})$/;

/** Returns a text without blanks, in lower case. @throws HttpError `search-text` */
function readText(query: string): string {
  const text = query.replace(/\s+/gu, '').toLowerCase();
  if (text.length <= MAX_LENGTH && PRINTABLE.test(text)) return text;
  const found =
    text === ''
      ? 'nothing'
      : text.length > MAX_LENGTH
        ? `${text.length} characters`
        : 'characters that no name has';
  throw new HttpError('search-text', `expected 1 to ${MAX_LENGTH} ASCII characters, got ${found}`, {
    path: 'q',
    value: query.slice(0, MAX_LENGTH),
  });
}

/** What was found of one type: at most one hit more than are shown. */
interface Found {
  readonly hits: readonly Hit[];
  readonly isCut?: boolean;
}

async function findBatches(client: Queryable, text: string): Promise<Found> {
  const [, number] = NUMBER.exec(text) ?? [];
  const [, digits] = HASH_PREFIX.exec(text) ?? [];
  const numbered = number === undefined ? null : await findBatchView(client, Number(number));
  const { byId, byTransaction } =
    digits === undefined
      ? { byId: [], byTransaction: [] }
      : await searchBatchHashes(client, rangeOfPrefix(`0x${digits}`), MOST + 1);
  const hits: Hit[] = [
    ...(numbered === null ? [] : [{ type: 'batch', by: 'number', batch: numbered } as const]),
    ...byId.map((batch) => ({ type: 'batch', by: 'id', batch }) as const),
    ...byTransaction.map((batch) => ({ type: 'batch', by: 'transaction', batch }) as const),
  ];
  return { hits };
}

async function findRecords(client: Queryable, text: string): Promise<Found> {
  const [, digits] = HASH_PREFIX.exec(text) ?? [];
  if (digits === undefined) return { hits: [] };
  const filter = { ...ANY_RECORD, idPrefix: `0x${digits}` };
  const { items, next } = await listSummaries(client, filter, Number.MAX_SAFE_INTEGER, MOST);
  return {
    hits: items.map((item) => ({ type: 'record', by: 'id', record: showSummary(item) })),
    isCut: next !== null,
  };
}

async function findParties(client: Queryable, text: string): Promise<Found> {
  const [, digits] = HASH_PREFIX.exec(text) ?? [];
  const [, address] = ADDRESS.exec(text) ?? [];
  const byKey = address === undefined ? [] : await searchKey(client, `0x${address}`, MOST + 1);
  const byId =
    digits === undefined ? [] : await searchPartyIds(client, rangeOfPrefix(`0x${digits}`), MOST + 1);
  const { parties, isCut } = await searchIdentifiers(client, text, MOST);
  const hits: Hit[] = [
    ...byKey.map((party) => ({ type: 'party', by: 'key', party: showParty(party) }) as const),
    ...byId.map((party) => ({ type: 'party', by: 'id', party: showParty(party) }) as const),
    ...parties.map((party) => ({ type: 'party', by: 'identifier', party: showParty(party) }) as const),
  ];
  return { hits, isCut };
}

async function findStreams(client: Queryable, text: string): Promise<Found> {
  const [, digits] = HASH_PREFIX.exec(text) ?? [];
  const byId =
    digits === undefined ? [] : await searchStreamIds(client, rangeOfPrefix(`0x${digits}`), MOST + 1);
  const bySubject = await searchSubjects(client, text, MOST + 1);
  const hits: Hit[] = [
    ...byId.map((stream) => ({ type: 'stream', by: 'id', stream }) as const),
    ...bySubject.map((stream) => ({ type: 'stream', by: 'subject', stream }) as const),
  ];
  return { hits };
}

const TYPES = { batch: findBatches, record: findRecords, party: findParties, stream: findStreams } as const;
const TYPE_NAMES = Object.keys(TYPES) as (keyof typeof TYPES)[];

export const search = defineRoute({
  operation: 'search',
  method: 'get',
  path: '/v1/search',
  tag: 'Search',
  summary: 'Search for a party, stream, record or batch',
  description: `Finds parties by the beginning of an identifier (with or without its scheme), by their id or by an address that is or was their key; streams by the beginning of their subject or by their id; records by their id; and batches by their number, their id or the transaction that anchored them. The first 8 or more digits of a hash are enough. Case and blanks do not matter. There are at most ${MOST} hits of each type.`,
  query: z.strictObject({
    q: z
      .string()
      .meta({ description: `What to search for, at most ${MAX_LENGTH} characters.`, examples: ['lei:5299'] }),
  }),
  answers: { 200: 'What was found; it can be nothing.' },
  answer: searchSchema,
  refusals: ['search-text', 'missing-member'],
  handle: async ({ pool }, { query }) => {
    const text = readText(query.q);
    const found: Found[] = [];
    // One after the other, so that a search has one connection.
    for (const type of TYPE_NAMES) found.push(await TYPES[type](pool, text));
    return {
      status: 200,
      cache: 'revalidate',
      value: {
        text,
        hits: found.flatMap(({ hits }) => hits.slice(0, MOST)),
        more: TYPE_NAMES.filter((_, at) => found[at]!.isCut === true || found[at]!.hits.length > MOST),
      },
    };
  },
});
