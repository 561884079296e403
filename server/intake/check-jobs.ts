import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import { type LineError, explainError } from '../errors/errors.ts';
import { parseBody } from './body-json.ts';
import { type ReceiptTerms, signReceipt } from './receipt.ts';
import { type Submission, encodeEntries, parseSubmission } from './submission.ts';

/** A submission that was checked by itself. */
export type CheckedSubmission = Omit<Submission, 'entriesText'> & {
  /** The text of its entries, or the error in them, which is reported only to those who may write. */
  readonly entries: LineResult<string | null>;
};

/** The result of one line. */
export type LineResult<Value> = { readonly value: Value } | { readonly error: LineError };

/** Expensive work for a thread. Jobs are copied between threads. */
export type CheckJob =
  | { readonly kind: 'read'; readonly block: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'sign'; readonly ids: readonly Hex[]; readonly acceptedAt: number };

/** The results of each kind of job, one per line or id. */
export interface CheckResults {
  readonly read: LineResult<CheckedSubmission>[];
  readonly sign: SignedReceipt[];
}

/** What jobs work with. */
export interface CheckContext {
  readonly domain: Domain;
  readonly receipts: ReceiptTerms;
  readonly recover: Recover;
  /** The longest line, in bytes. */
  readonly maxBytes: number;
}

/**
 * Runs a job: parses submissions and recovers who signed them, each line with its value or error; or signs receipts.
 */
export function runCheck<Kind extends CheckJob['kind']>(
  context: CheckContext,
  job: Extract<CheckJob, { kind: Kind }>,
): CheckResults[Kind];
export function runCheck(context: CheckContext, job: CheckJob): CheckResults[CheckJob['kind']] {
  const { domain, receipts } = context;
  return job.kind === 'read'
    ? splitBlock(job.block).map((line) => attemptLine(() => readSubmission(context, line)))
    : job.ids.map((id) => signReceipt(domain, id, job.acceptedAt, receipts));
}

function attemptLine<Value>(run: () => Value): LineResult<Value> {
  try {
    return { value: run() };
  } catch (error) {
    return { error: explainError(error) };
  }
}

function readSubmission({ domain, recover, maxBytes }: CheckContext, line: Uint8Array): CheckedSubmission {
  const read = parseSubmission(parseBody(line, maxBytes), domain, recover);
  return { ...read, entries: attemptLine(() => encodeEntries(read)) };
}

const LINE_FEED = 0x0a;

/** Joins lines in one block of memory, which can be transferred to another thread. No line contains a line feed. */
export function joinLines(lines: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(lines.reduce((sum, { length }) => sum + length + 1, -1));
  let at = 0;
  for (const line of lines) {
    block.set(line, at);
    at += line.length + 1;
    if (at <= block.length) block[at - 1] = LINE_FEED;
  }
  return block;
}

function splitBlock(block: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from <= block.length;) {
    const end = block.indexOf(LINE_FEED, from);
    const until = end < 0 ? block.length : end;
    lines.push(block.subarray(from, until));
    from = until + 1;
  }
  return lines;
}
