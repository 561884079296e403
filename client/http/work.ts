import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, uintSchema } from '../../core/encoding/schema.ts';
import { unitSizeSchema } from '../../core/work/task.ts';
import type { Lease, LeaseRequest, NewWork, UnitFailure, UnitResults, Work } from '../generated/openapi.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { formatPath } from './operations.ts';
import { retryRequest } from './retry-request.ts';

/** Work that pools compute, and the units that a worker of a pool leases (docs/work.md). Each method throws ApiError. */
export interface WorkClient {
  /** Asks pools to compute a task. Who has asked for the same and not ended it gets that work again, with what came back meanwhile. */
  ask(work: NewWork): Promise<Work>;
  /** Lists the work for which your parties have asked, the newest first: at most 500 pieces. */
  list(): Promise<readonly Work[]>;
  /** Reads how far each pool is. */
  read(id: string): Promise<Work>;
  /** Ends work: nothing more of it is computed, and what came back is deleted. */
  end(id: string, state: 'done' | 'cancelled'): Promise<Work>;
  /** Lists what pools gave, and the units that they gave up, from a unit on. */
  listResults(id: string, from: number): Promise<UnitResults>;
  /** Reads the bytes that pools gave for a unit. Hash them: neither pool nor server is trusted. */
  readResult(id: string, unit: number, sha256: string): Promise<Uint8Array>;
  /** Takes units for a worker. Without any to take, `isWaiting` says whether there may be later. */
  lease(request: LeaseRequest): Promise<Lease>;
  /** Keeps units for a while longer. Returns those that are still yours: stop the others. */
  renew(work: string, pool: Hex, units: readonly LeasedUnit[]): Promise<readonly number[]>;
  /** Delivers the bytes of a unit. To send them again, as an answer was lost, is harmless. @throws ApiError `lease-lost` if the unit is not yours any more */
  deliver(held: HeldUnit, result: ComputedUnit): Promise<void>;
  /** Says why a unit could not be computed. @throws ApiError `lease-lost` if the unit is not yours any more */
  fail(held: HeldUnit, failure: Omit<UnitFailure, 'pool' | 'token'>): Promise<void>;
}

/** A unit that a worker has leased. The token says which taking of it that is. */
export interface LeasedUnit {
  readonly unit: number;
  readonly token: number;
}

/** A leased unit, with the work and the pool of which it is. */
export interface HeldUnit extends LeasedUnit {
  readonly work: string;
  readonly pool: Hex;
}

/** What a worker computed. */
export interface ComputedUnit {
  readonly bytes: Uint8Array;
  /** 64 hex digits. */
  readonly sha256: string;
  /** For how long it was computed. */
  readonly milliseconds: number;
}

/** What is relied on of answers; the types of their other members are those of the OpenAPI document. */
const workSchema = answerOf<Work>({
  id: z.uuid(),
  state: z.string(),
  unit: unitSizeSchema,
  lines: z.array(
    z.looseObject({
      pool: hashSchema,
      refused: z.looseObject({ code: z.string(), message: z.string() }).nullable(),
    }),
  ),
});
const worksSchema = z.object({ items: z.array(workSchema) });
const resultsSchema = answerOf<UnitResults>({
  items: z.array(
    z.looseObject({ unit: uintSchema(), pool: hashSchema, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
  dead: z.array(
    z.looseObject({ unit: uintSchema(), pool: hashSchema, code: z.string(), message: z.string() }),
  ),
});
const heldSchema = z.looseObject({ unit: uintSchema(), token: uintSchema(1) });
const leaseSchema = answerOf<Lease>({
  lease: z
    .looseObject({
      ...{ work: z.uuid(), pool: hashSchema, task: z.looseObject({}), size: unitSizeSchema },
      ...{ units: z.array(heldSchema), seconds: uintSchema(1) },
    })
    .nullable(),
  isWaiting: z.boolean(),
});
const renewedSchema = z.object({ units: z.array(uintSchema()) });

function answerOf<Answer>(shape: z.ZodRawShape): z.ZodType<Answer> {
  return z.looseObject(shape) as unknown as z.ZodType<Answer>;
}

/** Attempts while the server does not answer: about a minute. */
const ATTEMPTS = 10;

/** Returns the client of work. Sessions end: `signIn` opens the next one. What fails for a while is asked again, which is harmless. */
export function openWorkClient(signIn: () => Promise<Api>, say: (text: string) => void): WorkClient {
  let opened: Promise<Api> | null = null;
  const open = (): Promise<Api> => {
    const api = (opened ??= signIn());
    api.catch(() => (opened = null));
    return api;
  };
  const call = <Out>(ask: (api: Api) => Promise<Out>): Promise<Out> =>
    retryRequest(
      ATTEMPTS,
      () => callOnce(ask),
      (error, pause) => say(`${error.message}; asking again in ${Math.ceil(pause / 1000)} s`),
    );
  const callOnce = async <Out>(ask: (api: Api) => Promise<Out>): Promise<Out> => {
    try {
      return await ask(await open());
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      opened = null;
      return ask(await open());
    }
  };
  return {
    ask: (work) => call((api) => api.send('POST', '/v1/work', workSchema, work)),
    list: async () => (await call((api) => api.get('/v1/work?limit=500', worksSchema))).items,
    read: (id) => call((api) => api.get(`/v1/work/${id}`, workSchema)),
    end: (id, state) => call((api) => api.send('PUT', `/v1/work/${id}/state`, workSchema, { state })),
    listResults: (id, from) => call((api) => api.get(`/v1/work/${id}/results?from=${from}`, resultsSchema)),
    readResult: (id, unit, sha256) => call((api) => api.getBytes(`/v1/work/${id}/results/${unit}/${sha256}`)),
    lease: (request) => call((api) => api.send('POST', '/v1/work/leases', leaseSchema, request)),
    async renew(work, pool, units) {
      const path = `/v1/work/${work}/leases`;
      return (await call((api) => api.send('POST', path, renewedSchema, { pool, units }))).units;
    },
    async deliver({ work, pool, unit, token }, { bytes, sha256, milliseconds }) {
      const values = { id: work, unit, pool, token, sha256, milliseconds: Math.round(milliseconds) };
      const path = formatPath('/v1/work/{id}/units/{unit}', values);
      const range = `bytes 0-${bytes.length - 1}/${bytes.length}`;
      const plain = bytes as Uint8Array<ArrayBuffer>;
      const sent = (): Blob => new Blob([plain]);
      await call((api) => api.putBytes(path, { range, bytes: sent() }, z.looseObject({})));
    },
    async fail({ work, pool, unit, token }, failure) {
      const path = `/v1/work/${work}/units/${unit}/failure`;
      await call((api) => api.send('POST', path, z.null(), { pool, token, ...failure }));
    },
  };
}
