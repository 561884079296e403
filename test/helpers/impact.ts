import { expect } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import type { HttpServer } from './http-server.ts';
import type { SignedRecord } from './signed-record.ts';

/** The answer of `GET /v1/records/{id}/impact` with the dependents of all pages. */
export interface Impact {
  readonly record: Hex;
  readonly successor: Hex | null;
  readonly withdrawn: boolean;
  readonly changed: string[] | null;
  readonly total: number;
  readonly truncated: boolean;
  readonly truncatedBy: string | null;
  readonly dependents: readonly {
    readonly id: Hex;
    readonly state: string;
    readonly by: string;
    readonly keys: string[] | null;
    readonly path: Hex[];
    readonly version: number | null;
    readonly restatedBy: Hex | null;
    readonly withdrawnBy: Hex | null;
  }[];
}

/** One page of an impact. */
export interface ImpactPage extends Omit<Impact, 'dependents'> {
  readonly dependents: { readonly items: Impact['dependents']; readonly next: string | null };
}

/** How an impact is asked for. */
export interface ImpactQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly token?: string;
}

/** Reads one page of the impact of a record. */
export async function readPage(
  server: HttpServer,
  { id }: Pick<SignedRecord, 'id'>,
  { limit = 50, cursor = '', token }: ImpactQuery = {},
): Promise<ImpactPage> {
  const path = `/v1/records/${id}/impact?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`;
  const ask = token === undefined ? {} : { token };
  const { status, body, text } = await server.call<ImpactPage>('GET', path, ask);
  expect(status, text).toBe(200);
  return body;
}

/** Reads the impact of a record in pages of `limit` dependents. */
export async function readImpact(
  server: HttpServer,
  record: Pick<SignedRecord, 'id'>,
  query: Omit<ImpactQuery, 'cursor'> = {},
): Promise<Impact> {
  const dependents: Impact['dependents'][number][] = [];
  for (let cursor = ''; ;) {
    const page = await readPage(server, record, { ...query, cursor });
    dependents.push(...page.dependents.items);
    if (page.dependents.next === null) return { ...page, dependents };
    cursor = page.dependents.next;
  }
}
