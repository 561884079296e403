import type { Hex } from '../../core/encoding/hex.ts';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import { OPERATIONS } from '../generated/openapi.ts';
import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { fetchRecord } from './fetch-records.ts';
import { formatPath } from './operations.ts';
import { retryRequest } from './retry-request.ts';
import { fetchStatus } from './fetch-status.ts';

const POLL_MS = 500;
const ATTEMPTS = 5;

/** The parameters of the operation `readBundle`. */
type ProofParameter =
  | 'entries'
  | 'absent'
  | 'depth'
  | 'reperformable'
  | 'judges'
  | 'history'
  | 'complete'
  | 'streams'
  | 'replays'
  | 'quorum';

/** What of a record a proof file shows: parameters of the operation `readBundle`. */
export type ProofQuery = Readonly<Record<ProofParameter, string | number | undefined>>;

/** A proof file as the server sent it, and parsed. */
export interface FetchedProof {
  readonly bytes: Uint8Array;
  readonly proof: Bundle;
}

/**
 * Fetches the proof file of a record, and checks that it is of that record. A temporary failure is tried again.
 * @throws ApiError: of the server, or `server-answer`
 */
export async function fetchProof(
  api: Api,
  id: Hex,
  query: Partial<ProofQuery>,
  onRetry: (error: ApiError, pause: number) => void,
): Promise<FetchedProof> {
  const path = formatPath(OPERATIONS.readBundle.path, { id, ...query });
  const bytes = await retryRequest(ATTEMPTS, () => api.getBytes(path), onRetry);
  const proof = parseAnswer(api, bytes);
  if (proof.records[0]?.id === id) return { bytes, proof };
  throw new ApiError(
    200,
    'server-answer',
    `${api.url} sent the proof file of record ${proof.records[0]?.id}, expected ${id}`,
  );
}

/**
 * Fetches a proof file as `fetchProof` does. While the parties whose replays it asks for have not replayed the batch of the record, it asks
 * again until a time.
 * @throws ApiError: as `fetchProof`; `not-replayed` when the time has come
 */
export async function awaitProof(
  api: Api,
  id: Hex,
  query: Partial<ProofQuery>,
  onRetry: (error: ApiError, pause: number) => void,
  { until, now, report }: Waiting,
): Promise<FetchedProof> {
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await fetchProof(api, id, query, onRetry);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'not-replayed' || now() >= until) throw error;
      if (isFirst) report('not yet replayed');
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Milliseconds that a later final block is waited for at most: a chain that makes blocks on demand may make none. */
const LATER_FINAL_MS = 60_000;

/**
 * Waits until a final block is later than the anchoring of every record in a proof file, for a minute at most. Until then `authority`
 * cannot be checked, because a revocation in the same block would not be seen (§11).
 */
export async function waitForLaterFinal(
  api: Api,
  { records }: Bundle,
  { until, now }: Waiting,
): Promise<void> {
  const anchored = Math.max(...records.map(({ anchor }) => anchor.anchoredAt));
  const end = Math.min(until, now() + LATER_FINAL_MS);
  for (;;) {
    const { chain } = await retryRequest(
      ATTEMPTS,
      () => fetchStatus(api),
      () => {},
    );
    if ((chain?.final?.time ?? 0) > anchored || now() >= end) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function parseAnswer(api: Api, bytes: Uint8Array): Bundle {
  try {
    return parseBundle(bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(200, 'server-answer', `${api.url} sent an invalid proof file: ${why}`, null, cause);
  }
}

/** A state that a record can be waited for. */
export type WaitState = 'anchored' | 'final';

/** How a record is waited for. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly now: () => number;
  /** Called with each new state, and with each temporary failure. */
  readonly report: (state: string) => void;
}

const REACHED: Readonly<Record<WaitState, readonly string[]>> = {
  anchored: ['anchored', 'final'],
  final: ['final'],
};

/** Waits until the server reports that a record reached a state. @throws ApiError `record-rejected`, `wait-timeout` */
export async function waitForState(
  api: Api,
  id: Hex,
  wanted: WaitState,
  { until, now, report }: Waiting,
): Promise<void> {
  for (let last = ''; ;) {
    const { state, rejected } = await retryRequest(
      ATTEMPTS,
      () => fetchRecord(api, id),
      (error) => report(error.message),
    );
    if (REACHED[wanted].includes(state)) return;
    if (state === 'rejected') {
      throw new ApiError(
        409,
        'record-rejected',
        `the record was rejected: ${rejected?.message ?? 'no reason given'}`,
        rejected ?? null,
      );
    }
    if (now() >= until)
      throw new ApiError(
        0,
        'wait-timeout',
        `the record is ${state}, not yet ${wanted}: wait for it again later`,
      );
    if (state !== last) report(state);
    last = state;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
