import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import {
  type Task,
  taskSchema,
  type UnitFailure,
  type UnitSize,
  unitSizeSchema,
} from '../../core/work/task.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { formatPath } from './operations.ts';
import { retryRequest } from './retry-request.ts';

const lineSchema = z.object({
  pool: hashSchema,
  begun: uintSchema(),
  done: uintSchema(),
  dead: uintSchema(),
  refused: z.object({ code: z.string(), message: z.string() }).nullable(),
});

const workSchema = z.object({
  id: z.uuid(),
  party: hashSchema,
  kind: z.string(),
  units: uintSchema(1),
  unit: unitSizeSchema,
  state: z.enum(['open', 'done', 'cancelled']),
  createdAt: timeSchema,
  endedAt: timeSchema.nullable(),
  lines: z.array(lineSchema),
});
/** Work that a party has asked pools for, and how far each is. */
export type Work = z.infer<typeof workSchema>;

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const resultsSchema = z.object({
  items: z.array(
    z.object({
      unit: uintSchema(),
      pool: hashSchema,
      sha256: sha256Schema,
      size: uintSchema(),
      worker: z.string(),
    }),
  ),
  dead: z.array(z.object({ unit: uintSchema(), pool: hashSchema, code: z.string(), message: z.string() })),
});
/** What pools gave, by unit, and what they gave up. */
export type UnitResults = z.infer<typeof resultsSchema>;

const leaseSchema = z.object({
  lease: z
    .object({
      work: z.uuid(),
      pool: hashSchema,
      party: hashSchema,
      task: taskSchema,
      size: unitSizeSchema,
      units: z.array(z.object({ unit: uintSchema(), token: uintSchema(1) })),
      seconds: uintSchema(1),
    })
    .nullable(),
  isWaiting: z.boolean(),
});
/** Units that a worker has for itself for a while; without any, whether units of the pool wait for another attempt. */
export type LeaseAnswer = z.infer<typeof leaseSchema>;
export type Lease = NonNullable<LeaseAnswer['lease']>;
export type LeasedUnit = Lease['units'][number];

/** What is asked of pools. */
export interface NewWork {
  readonly party?: string | undefined;
  readonly pools: readonly string[];
  readonly task: Task;
  readonly units: number;
  readonly unit: UnitSize;
}

/** What a worker can take. */
export interface LeaseRequest {
  readonly pool?: string | undefined;
  readonly worker: string;
  readonly memory: number;
  readonly most: number;
  readonly parties?: readonly string[] | undefined;
  readonly work?: string | undefined;
}

/** The place of a unit that a worker holds. */
export interface HeldUnit extends LeasedUnit {
  readonly work: string;
  readonly pool: Hex;
}

/** What a server offers of work on pools. Each method throws ApiError. */
export interface WorkClient {
  ask(work: NewWork): Promise<Work>;
  list(): Promise<Work[]>;
  read(id: string): Promise<Work>;
  end(id: string, state: 'done' | 'cancelled'): Promise<Work>;
  listResults(id: string, from: number): Promise<UnitResults>;
  readResult(id: string, unit: number, sha256: string): Promise<Uint8Array>;
  lease(request: LeaseRequest): Promise<LeaseAnswer>;
  renew(work: string, pool: Hex, units: readonly LeasedUnit[]): Promise<number[]>;
  deliver(
    held: HeldUnit,
    result: { readonly bytes: Uint8Array; readonly sha256: string; readonly milliseconds: number },
  ): Promise<void>;
  fail(held: HeldUnit, failure: UnitFailure): Promise<void>;
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
    list: () =>
      call(
        async (api) => (await api.get('/v1/work?limit=500', z.object({ items: z.array(workSchema) }))).items,
      ),
    read: (id) => call((api) => api.get(`/v1/work/${id}`, workSchema)),
    end: (id, state) => call((api) => api.send('PUT', `/v1/work/${id}/state`, workSchema, { state })),
    listResults: (id, from) => call((api) => api.get(`/v1/work/${id}/results?from=${from}`, resultsSchema)),
    readResult: (id, unit, sha256) => call((api) => api.getBytes(`/v1/work/${id}/results/${unit}/${sha256}`)),
    lease: (request) => call((api) => api.send('POST', '/v1/work/leases', leaseSchema, request)),
    renew: (work, pool, units) =>
      call(
        async (api) =>
          (
            await api.send('POST', `/v1/work/${work}/leases`, z.object({ units: z.array(uintSchema()) }), {
              pool,
              units,
            })
          ).units,
      ),
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
