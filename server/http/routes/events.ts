import * as z from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashSchema, withCode } from '../../../core/encoding/schema.ts';
import { EVENT_TYPES, type EventFilter } from '../../../db/events/event.ts';
import type { Queryable } from '../../../db/pool.ts';
import { formatEventCursor, parseEventCursor } from '../../events/cursor.ts';
import { formatEvents, showEvent } from '../../events/event-text.ts';
import { eventSchema } from '../../events/event-schema.ts';
import { resolveParties } from '../access.ts';
import { chooseLimit, pageQuery } from '../page.ts';
import { defineRoute } from '../route.ts';
import { kindName, partyName } from '../schemas.ts';

const TAG = 'Events';

/** The most values in one list of a filter. */
const MOST_VALUES = 50;

/** A list in a query, separated by commas. */
function listOf<Out>(item: z.ZodType<Out, string>, description: string): z.ZodType<Out[], string> {
  return z
    .string()
    .refine(
      (text) => text.split(',').length <= MOST_VALUES && text.split(',').every((value) => value !== ''),
      withCode(
        'wrong-type',
        `expected at most ${MOST_VALUES} values, separated by commas, none of them empty`,
      ),
    )
    .transform((text) => text.split(','))
    .pipe(z.array(item))
    .meta({ description: `${description} At most ${MOST_VALUES}, separated by commas.`, type: 'string' });
}

const filterQuery = {
  types: listOf(z.enum(EVENT_TYPES), 'Only events of these types.').optional(),
  party: listOf(partyName, 'Only events of these parties and of their records.').optional(),
  kind: listOf(kindName, 'Of events of records, only those of records of these kinds.').optional(),
  record: listOf(hashSchema, 'Of events of records, only those of these records.').optional(),
  addressee: listOf(
    partyName,
    'Of events of records, only those of records that are meant for one of these parties.',
  ).optional(),
};

const afterQuery = z.string().max(64).optional().meta({
  description:
    'The id of the last event that you have, or 0 for the beginning. Leave it out for what happens from now on.',
});

type FilterQuery = z.output<z.ZodObject<typeof filterQuery>>;

async function readFilter(client: Queryable, query: FilterQuery): Promise<EventFilter> {
  const resolve = async (names: readonly string[] | undefined): Promise<Hex[] | null> =>
    names === undefined ? null : resolveParties(client, names);
  return {
    types: query.types ?? null,
    parties: await resolve(query.party),
    kinds: query.kind ?? null,
    records: query.record ?? null,
    addressees: await resolve(query.addressee),
  };
}

const ABOUT =
  'Events of records name the record, its party, kind and place in its stream, the record that it answers and the parties for which it is meant, never its entries. Events of batches, and of the ledger as a whole, pass every filter but `types`. The order never changes: what a reorganisation of the chain takes back is a further event.';

export const followEvents = defineRoute({
  operation: 'events',
  method: 'get',
  path: '/v1/events',
  tag: TAG,
  summary: 'Follow events',
  description: `What happens in the ledger, as server-sent events (text/event-stream), until the client leaves. \`data\` of each is JSON, and its \`id\` is the cursor: after a cut connection, send the last one as \`Last-Event-ID\`, which browsers do themselves, or as \`after\`. Then nothing is missing and nothing comes twice. ${ABOUT} A reader that takes too little is cut off, and the server ends all streams when it stops: connect again.`,
  query: z.strictObject({ after: afterQuery, ...filterQuery }),
  headers: z.object({
    'last-event-id': z.string().optional().meta({ description: 'As `after`, and before it.' }),
  }),
  answers: { 200: 'Events, one after the other.' },
  answer: eventSchema,
  mediaType: 'text/event-stream',
  refusals: ['cursor', 'events-lost', 'not-found', 'overloaded'],
  handle: async ({ pool, events }, { query, headers, client, signal }) => {
    const last = headers['last-event-id'];
    const filter = await readFilter(pool, query);
    const feed = await events.look();
    const after = typeof last === 'string' && last !== '' ? last : (query.after ?? null);
    const position = parseEventCursor(after, feed);
    const leave = events.enter(client);
    const parts = events.follow({ ...feed, position }, filter, signal);
    return {
      status: 200,
      cache: 'private',
      // Proxies neither collect nor compress what is sent.
      headers: { 'X-Accel-Buffering': 'no', 'Cache-Control': 'private, no-store, no-transform' },
      events: formatEvents({ mark: feed.mark, position }, parts),
      leave,
    };
  },
});

export const listEvents = defineRoute({
  operation: 'listEvents',
  method: 'get',
  path: '/v1/events/page',
  tag: TAG,
  summary: 'List events',
  description: `The events behind a cursor, the oldest first, for clients that ask again and again. ${ABOUT} \`next\` is the cursor for the next request, even where nothing follows yet. A page can be short or empty although more follow: \`more\` tells.`,
  query: z.strictObject({ after: afterQuery, limit: pageQuery.limit, ...filterQuery }),
  answers: { 200: 'A page of events.' },
  answer: z.strictObject({
    items: z.array(eventSchema),
    next: z.string().meta({ description: 'The cursor behind this page.' }),
    more: z.boolean().meta({ description: 'Whether more events may follow now.' }),
  }),
  refusals: ['cursor', 'events-lost', 'not-found'],
  handle: async ({ pool, events, config }, { query }) => {
    const filter = await readFilter(pool, query);
    const feed = await events.look();
    const position = parseEventCursor(query.after ?? null, feed);
    const limit = chooseLimit(query.limit, config.maxPage);
    const part = await events.read(position, limit, filter);
    const value = {
      items: part.events.map((event) => showEvent(feed.mark, event)),
      next: formatEventCursor(feed.mark, part.position),
      more: part.position < feed.position,
    };
    return { status: 200, cache: 'private', value };
  },
});
