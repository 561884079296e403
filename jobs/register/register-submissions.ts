import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import type { OnRetry } from '../ports.ts';
import {
  acceptReceipt,
  type BoundSubmission,
  type Registered,
  trimSubmission,
} from './register-submission.ts';
import { type BulkResult, type LineSource, sendLines } from './register-lines.ts';

/** The result of one submission of many: accepted, or refused with a code of docs/errors.md. */
export type SubmissionResult<Of extends BoundSubmission> = { readonly submission: Of } & (
  | (Registered & { readonly error?: undefined })
  | Pick<Extract<BulkResult, { error: unknown }>, 'error'>
);

type Refused = Pick<Extract<BulkResult, { error: unknown }>, 'error'>;

/**
 * Registers submissions over one connection and yields the result of each, in order, with checked receipts. After a cut it continues
 * where it stopped, so each submission is taken from the source once. Only those without a result are kept in memory.
 * @throws ApiError: of the server, or `receipt`; BadInput `signature-…` of a receipt; the error of the source
 */
export async function* registerSubmissions<Of extends BoundSubmission>(
  api: Api,
  submissions: AsyncIterable<Of> | Iterable<Of>,
  onRetry: OnRetry,
): AsyncGenerator<SubmissionResult<Of>> {
  const queue = new SubmissionQueue(submissions);
  try {
    for await (const { item: submission, result } of sendLines(api.url, queue, onRetry)) {
      queue.drop();
      if ('error' in result) yield { submission, error: result.error };
      else yield { submission, ...(await acceptOrRefuse(api, submission, result, onRetry)) };
    }
  } finally {
    queue.close();
  }
}

/** A record that the ledger has with another signature is refused, as the server refuses others. */
async function acceptOrRefuse(
  api: Api,
  submission: BoundSubmission,
  result: Exclude<BulkResult, Refused>,
  onRetry: OnRetry,
): Promise<Registered | Refused> {
  try {
    return await acceptReceipt(api, submission, result, onRetry);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'other-signature') throw error;
    const { code, message, details } = error;
    return { error: { code, message, details } };
  }
}

/** Submissions from a source that can be read once. Those without a result can be read again. */
class SubmissionQueue<Of extends BoundSubmission> implements LineSource<Of> {
  readonly #source: AsyncGenerator<Of, void>;
  readonly #waiting: Of[] = [];
  #answered = 0;
  /** The submission that the source is asked for; false at its end. After an error of the source it stays rejected. */
  #next: Promise<boolean> | null = null;

  constructor(submissions: AsyncIterable<Of> | Iterable<Of>) {
    this.#source = iterate(submissions);
  }

  async *read(count: number): AsyncGenerator<{ item: Of; text: string }> {
    for (let at = count; await this.#reaches(at); at++) {
      const item = this.#waiting[at - this.#answered]!;
      yield { item, text: JSON.stringify(trimSubmission(item)) };
    }
  }

  /** Forgets the first submission, which has a result. */
  drop(): void {
    this.#waiting.shift();
    this.#answered++;
  }

  close(): void {
    this.#source.return().catch(() => {});
  }

  /** Takes submissions from the source until the one at this place is there; false if the source ends before. */
  async #reaches(at: number): Promise<boolean> {
    while (at >= this.#answered + this.#waiting.length) {
      this.#next ??= this.#take();
      if (!(await this.#next)) return false;
    }
    return true;
  }

  /**
   * A reader of a cut connection may still wait here: what it gets is for the next one. A source that never waits, such as a list, would
   * keep the results from being read.
   */
  async #take(): Promise<boolean> {
    await letOthersRun();
    const { done, value } = await this.#source.next();
    if (done === true) return false;
    this.#waiting.push(value);
    this.#next = null;
    return true;
  }
}

async function* iterate<Of>(submissions: AsyncIterable<Of> | Iterable<Of>): AsyncGenerator<Of, void> {
  yield* submissions;
}

/** Lets what waits run first. Timers would wait for a millisecond or more each time; browsers have no others. */
function letOthersRun(): Promise<void> {
  return new Promise((done) => {
    if ('setImmediate' in globalThis) setImmediate(done);
    else setTimeout(done);
  });
}
