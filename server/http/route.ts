import type { IncomingHttpHeaders } from 'node:http';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import * as z from 'zod';
import type { Domain } from '../../core/hashing/domain.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import type { HttpConfig } from '../settings/server-settings.ts';
import type { Scrubber } from '../publication/scrub.ts';
import type { ReadAnchorCosts } from '../anchoring/costs.ts';
import type { BulkIntake } from '../intake/bulk.ts';
import type { KeptClosures } from '../impact/kept-closures.ts';
import type { Acceptance } from '../intake/outcome.ts';
import type { DocumentRoom } from '../documents/document-room.ts';
import type { WebhookOffer } from '../webhooks/webhook-offer.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { WorkOffer } from '../work/work-offer.ts';
import type { SlowReads } from '../reads/slow-reads.ts';

/** What the handlers of HTTP routes work with. */
export interface HttpContext {
  readonly pool: Pool;
  /** For /metrics alone. */
  readonly metricsPool: Pool;
  readonly slowReads: SlowReads;
  /** What impact has followed: `takeTurn` before reading it. */
  readonly closures: KeptClosures;
  readonly domain: Domain;
  /** Scheme, host and port at which users reach the server. */
  readonly origin: string;
  readonly config: HttpConfig;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** EIP-55 address of the key that signs receipts; null in a process that signs none. */
  readonly operator: string | null;
  /** Resolves if the process is ready: `openReadiness` in server/http/readiness.ts. */
  readonly checkReady: () => Promise<void>;
  /** Stores a record durably and returns its receipt: `Intake` in server/intake/intake.ts. */
  readonly submit: (submission: unknown) => Promise<Acceptance>;
  /** Registers the records of a bulk request: `openBulkIntake` in server/intake/bulk.ts. */
  readonly bulk: BulkIntake;
  /** Reads the costs of anchoring; null in a process that does not anchor. */
  readonly readCosts: ReadAnchorCosts | null;
  /** The check of the publication; null in a process that does not publish. */
  readonly publication: Pick<Scrubber, 'gaps'> | null;
  /** What happens in the ledger. */
  readonly events: EventHub;
  /** Null if the server keeps no documents. */
  readonly documents: DocumentRoom | null;
  /** Null if the server offers no webhooks. */
  readonly webhooks: WebhookOffer | null;
  /** Null in a process without the role `work`. */
  readonly work: WorkOffer | null;
}

/** How an answer may be cached: for ever, only after revalidation, or not at all. */
export type Cache = 'immutable' | 'revalidate' | 'private';

/** The answer of a handler: a JSON value, JSON text, lines or bytes that are produced while they are read, or nothing. */
export type Answer<Value> = {
  readonly status: number;
  readonly cache: Cache;
  /** The entity tag of lines: unlike other answers they are not hashed before they are sent. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
} & (
  | { readonly value: Value }
  | { readonly text: string }
  | { readonly lines: AsyncIterable<string> }
  /** The text of server-sent events, until nobody reads it any more; then `leave` is called. */
  | { readonly events: AsyncIterable<string>; readonly leave: () => void }
  /**
   * `length` is announced. The bytes are opened before, and not at all for a client that asks for the headers alone. `cut` ends the
   * connection.
   */
  | { readonly openBytes: (cut: () => void) => AsyncIterable<Uint8Array>; readonly length: number }
  | { readonly empty: true }
);

/** The parsed parts of a request, with the bearer token if there is one. */
export interface RouteRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly token: string | null;
  /** The bytes of a body that the handler reads, as they arrive. */
  readonly lines: AsyncIterable<Uint8Array>;
  readonly headers: IncomingHttpHeaders;
  /** What counts as one client where each has a limit. */
  readonly client: string;
  /** Aborted when the client leaves before it has the answer. */
  readonly signal: AbortSignal;
}

/** The definition of a route: the server and its OpenAPI document are both made from it. */
export interface RouteSpec<Params, Query, Body, Value> {
  /** Its `operationId` in the document. */
  readonly operation: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** In the notation of OpenAPI. The parameter `{subject}` may contain slashes. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly tag: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** The schema of the body in the document, where the handler checks the body itself. */
  readonly bodyShape?: z.ZodType;
  /** The schema of each line in the document, where the body is NDJSON that the handler reads as it arrives. */
  readonly line?: z.ZodType;
  /** Where body or answer are bytes of any kind, which the handler reads or produces one after the other. */
  readonly bytes?: 'body' | 'answer';
  /** Headers of the request that the handler reads, for the document. */
  readonly headers?: z.ZodType;
  readonly session?: 'optional' | 'required';
  /** It may take long, so it has connections and a queue of its own. */
  readonly isSlow?: true;
  /** The answers of success: status → description. */
  readonly answers: Readonly<Record<number, string>>;
  readonly answer: z.ZodType<Value> | null;
  readonly mediaType?: 'application/json' | 'application/x-ndjson' | 'text/event-stream';
  /** Error codes of this route, in addition to those of every route. */
  readonly refusals?: readonly string[];
  handle(context: HttpContext, request: RouteRequest<Params, Query, Body>): Promise<Answer<Value>>;
}

/** The parts of a request, not checked yet. */
export interface RawParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly token: string | null;
  readonly lines: AsyncIterable<Uint8Array>;
  readonly headers: IncomingHttpHeaders;
  readonly client: string;
  readonly signal: AbortSignal;
}

/** A route without type parameters: it parses a request by its own schemas. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown, unknown>, 'handle'> {
  run(context: HttpContext, parts: RawParts): Promise<Answer<unknown>>;
}

const nothing = z.strictObject({});

/** Returns the route of a definition. */
export function defineRoute<Params, Query, Body, Value>(spec: RouteSpec<Params, Query, Body, Value>): Route {
  const { handle, ...described } = spec;
  return {
    ...described,
    run: async (context, { params, query, body, ...rest }) =>
      handle(context, {
        params: parseWith((spec.params ?? nothing) as z.ZodType<Params>, params),
        query: parseWith((spec.query ?? nothing) as z.ZodType<Query>, query),
        body: spec.body === undefined ? (undefined as Body) : parseWith(spec.body, body),
        ...rest,
      }),
  };
}
