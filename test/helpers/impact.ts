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

interface Page extends Omit<Impact, 'dependents'> {
  readonly dependents: { readonly items: Impact['dependents']; readonly next: string | null };
}

/** Reads the impact of a record in pages of `limit` dependents. */
export async function readImpact(
  server: HttpServer,
  record: SignedRecord,
  { limit = 50, token }: { readonly limit?: number; readonly token?: string } = {},
): Promise<Impact> {
  const dependents: Impact['dependents'][number][] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/records/${record.id}/impact?limit=${limit}${cursor}`;
    const { status, body, text } = await server.call<Page>('GET', path, token === undefined ? {} : { token });
    expect(status, text).toBe(200);
    dependents.push(...body.dependents.items);
    if (body.dependents.next === null) return { ...body, dependents };
    cursor = `&cursor=${body.dependents.next}`;
  }
}
