import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Domain } from '../../core/hashing/domain.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import type { HttpConfig } from '../settings/server-settings.ts';
import type { ReadAnchorCosts } from '../anchoring/anchor-costs.ts';
import type { BulkIntake } from '../intake/bulk.ts';
import type { Acceptance } from '../intake/intake-lines.ts';

/** What the handlers of HTTP are given. */
export interface HttpContext {
  readonly pool: Pool;
  readonly domain: Domain;
  /** Scheme, host and port under which users reach the server. */
  readonly origin: string;
  readonly config: HttpConfig;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
  /** Takes in a record, durably, and returns its receipt: `Intake` of server/intake/intake.ts. */
  readonly submit: (submission: unknown) => Promise<Acceptance>;
  /** Takes in records by the line: `openBulkIntake` of server/intake/bulk.ts. */
  readonly bulk: BulkIntake;
  /** Reads what anchoring costs; null in a process that does not anchor. */
  readonly readCosts: ReadAnchorCosts | null;
}

/** How long an answer may be kept: for ever, until asked whether it still holds, or not at all. */
export type Cache = 'immutable' | 'revalidate' | 'private';

/** What a handler answers: a JSON value, a text that is JSON already, or lines that are made as they are read. */
export type Answer<Value> = {
  readonly status: number;
  readonly cache: Cache;
  /** Names the version of lines, which are not hashed before they are sent. */
  readonly etag?: string;
  readonly headers?: Readonly<Record<string, string>>;
} & (
  | { readonly value: Value }
  | { readonly text: string }
  | { readonly lines: AsyncIterable<string> }
  | { readonly empty: true }
);

/** What a handler is asked: parsed parts of the request, and the bearer token if there is one. */
export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly token: string | null;
  /** The bytes of a body of lines, as they come. */
  readonly lines: AsyncIterable<Uint8Array>;
}

/** What a route says of itself: from this the server and its OpenAPI document are made. */
export interface RouteSpec<Params, Query, Body, Value> {
  /** Its name in the document. */
  readonly operation: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI writes it. A parameter `{subject}` may hold slashes. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** What the document says of the body, where the handler judges it by itself. */
  readonly bodyShape?: z.ZodType;
  /** What the document says of each line, where the body is NDJSON that the handler reads as it comes. */
  readonly line?: z.ZodType;
  readonly session?: 'optional' | 'required';
  /** Status → what it means, of all that succeed. */
  readonly answers: Readonly<Record<number, string>>;
  readonly answer: z.ZodType<Value> | null;
  readonly mediaType?: 'application/json' | 'application/x-ndjson';
  /** Codes of its own, beside those that every route can answer. */
  readonly refusals?: readonly string[];
  handle(context: HttpContext, asked: Asked<Params, Query, Body>): Promise<Answer<Value>>;
}

/** The parts of a request as they came. */
export interface RawParts {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly token: string | null;
  readonly lines: AsyncIterable<Uint8Array>;
}

/** A route whose types are closed over: it takes what came and judges it by its own schemas. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown, unknown>, 'handle'> {
  run(context: HttpContext, parts: RawParts): Promise<Answer<unknown>>;
}

const nothing = z.strictObject({});

/** Returns a route from what it says of itself. */
export function defineRoute<Params, Query, Body, Value>(spec: RouteSpec<Params, Query, Body, Value>): Route {
  const { handle, ...rest } = spec;
  return {
    ...rest,
    run: async (context, { params, query, body, token, lines }) =>
      handle(context, {
        params: parseWith((spec.params ?? nothing) as z.ZodType<Params>, params),
        query: parseWith((spec.query ?? nothing) as z.ZodType<Query>, query),
        body: spec.body === undefined ? (undefined as Body) : parseWith(spec.body, body),
        token,
        lines,
      }),
  };
}
