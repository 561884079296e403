import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import { receiptSchema } from '../../server/http/schemas.ts';
import type { Random } from './random.ts';

/** A receipt, as a client keeps it. */
export type KeptReceipt = z.infer<typeof receiptSchema>;

/** The outcome for a client: the record is in the ledger, or another one took its place in the stream. */
export type Answer =
  | { readonly kind: 'acknowledged'; readonly receipt: KeptReceipt; readonly wasKnown: boolean }
  | { readonly kind: 'conflict'; readonly head: { readonly sequence: number; readonly record: Hex } };

/** The processes that a client asks; which of them answer changes all the time. */
export interface Ledger {
  readonly random: Random;
  apiUrls(): readonly string[];
  /** Called for every answer that no client should ever get. */
  onWrong(message: string): void;
  /** Called whenever a client must repeat a request. */
  onRetry(): void;
}

/** After this time a request hangs: a process that waits for its database answers sooner. */
const HANGS_MS = 90_000;
const RETRY_MS = 100;
/** After this time a record will never get an answer. */
export const GIVE_UP_MS = 300_000;

const acceptedSchema = z.object({ id: hashSchema, receipt: receiptSchema, state: z.string() });
const conflictSchema = z.object({
  code: z.literal('stream-conflict'),
  details: z.object({ head: z.object({ sequence: z.number(), record: hashSchema }) }),
});

/** Sends a submission to any API process until one answers, and returns the answer. After a broken connection it tries again. */
export async function submitRecord(ledger: Ledger, id: Hex, submission: object): Promise<Answer> {
  const body = JSON.stringify(submission);
  const since = Date.now();
  for (;;) {
    const answer = await sendOnce(ledger, body);
    if (answer === null) {
      if (Date.now() - since > GIVE_UP_MS) throw new Error(`${id} has had no answer for ${GIVE_UP_MS} ms`);
      ledger.onRetry();
      await wait(RETRY_MS);
      continue;
    }
    if (answer.status === 409) {
      const { head } = conflictSchema.parse(answer.value).details;
      return { kind: 'conflict', head };
    }
    const { receipt, id: accepted } = acceptedSchema.parse(answer.value);
    if (accepted !== id || receipt.record !== id) throw new Error(`${id} was answered as ${accepted}`);
    return { kind: 'acknowledged', receipt, wasKnown: answer.status === 200 };
  }
}

async function sendOnce(ledger: Ledger, body: string): Promise<{ status: number; value: unknown } | null> {
  const urls = ledger.apiUrls();
  if (urls.length === 0) return null;
  const signal = AbortSignal.timeout(HANGS_MS);
  const headers = { 'content-type': 'application/json' };
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${ledger.random.pick(urls)}/v1/records`, {
      method: 'POST',
      headers,
      body,
      signal,
    });
    status = response.status;
    text = await response.text();
  } catch {
    if (signal.aborted) ledger.onWrong(`no answer within ${HANGS_MS} ms`);
    return null;
  }
  if (status === 503 || status === 429) return null;
  if (status === 200 || status === 201 || status === 409) return { status, value: JSON.parse(text) };
  if (status < 500) throw new Error(`${status} ${text}`);
  ledger.onWrong(`${status} ${text}`);
  return null;
}
