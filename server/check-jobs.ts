import type { Domain } from '../core/domain.ts';
import type { Entry } from '../core/entry.ts';
import type { Hex } from '../core/hex.ts';
import { formatJson } from '../core/json.ts';
import { isAnswer } from '../core/kind.ts';
import type { LedgerRecord } from '../core/record.ts';
import type { Recover } from '../core/signature.ts';
import { answersOf } from '../core/statement.ts';
import type { StoredStatement } from '../db/record-lines.ts';
import type { SignedReceipt } from '../db/records.ts';
import { type LineError, explainError } from './errors.ts';
import { parseBody } from './body-json.ts';
import { type Promises, signReceipt } from './receipt.ts';
import { type Submission, checkEntries, checkLength, parseSubmission } from './submission.ts';

/** A submission as it comes out of a check: what the database stores of its statement, and which record it answers. */
export type CheckedSubmission = Omit<Submission, 'statement'> &
  StoredStatement & {
    /** Null where its kind answers nothing, or it is a replay. */
    readonly answers: Hex | null;
  };

/** What became of one line. */
export type LineResult<Value> = { readonly value: Value } | { readonly error: LineError };

/** What a record needs before it is promised: its entries compared with its root. */
export interface Promised {
  readonly id: Hex;
  readonly record: Pick<LedgerRecord, 'entries'>;
  readonly entries: readonly Entry[] | null;
}

/** The work that costs much, in parts that are copied from thread to thread as they stand. */
export type CheckJob =
  | { readonly kind: 'read'; readonly block: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'promise'; readonly records: readonly Promised[]; readonly acceptedAt: number };

/** What a kind of job gives, line by line. */
export interface CheckResults {
  readonly read: LineResult<CheckedSubmission>[];
  readonly promise: LineResult<SignedReceipt>[];
}

/** What the checks work with. */
export interface CheckContext {
  readonly domain: Domain;
  readonly promises: Promises;
  readonly recover: Recover;
  /** The longest line, in bytes. */
  readonly maxBytes: number;
}

/**
 * Returns what became of each line of a job: submissions that were read, with who signed them, or signed receipts of records
 * whose entries are theirs. A line that is wrong tells why.
 */
export function runCheck<Kind extends CheckJob['kind']>(
  context: CheckContext,
  job: Extract<CheckJob, { kind: Kind }>,
): CheckResults[Kind];
export function runCheck(context: CheckContext, job: CheckJob): CheckResults[CheckJob['kind']] {
  return job.kind === 'read'
    ? splitBlock(job.block).map((line) => attemptLine(() => readSubmission(context, line)))
    : job.records.map((record) => attemptLine(() => promiseRecord(context, record, job.acceptedAt)));
}

function attemptLine<Value>(run: () => Value): LineResult<Value> {
  try {
    return { value: run() };
  } catch (error) {
    return { error: explainError(error) };
  }
}

function readSubmission({ domain, recover, maxBytes }: CheckContext, line: Uint8Array): CheckedSubmission {
  const { statement, ...rest } = parseSubmission(parseBody(line, maxBytes), domain, recover);
  checkLength(statement);
  const answers = isAnswer(rest.record.kind) ? answersOf(statement) : null;
  return { ...rest, statementText: formatJson(statement), answers };
}

function promiseRecord(
  { domain, promises }: CheckContext,
  { id, record, entries }: Promised,
  acceptedAt: number,
): SignedReceipt {
  checkEntries({ record, entries });
  return signReceipt(domain, id, acceptedAt, promises);
}

const LINE_FEED = 0x0a;

/** Returns lines as one block of memory of its own, which can be handed to another thread; no line holds a line feed. */
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
