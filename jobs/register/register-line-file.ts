import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, type JsonObject, parseJson } from '../../core/encoding/json.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { BadInput } from '../../core/errors.ts';
import { hashRecord } from '../../core/records/record.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { OnRetry } from '../ports.ts';
import { type Draft, parseDraft, submissionOf } from './draft.ts';
import { checkReceiptRecord } from './receipt.ts';
import { type BulkResult, sendLines } from './register-lines.ts';

/** A file of submissions or signed record files, one a line. */
export interface LineFile {
  /** Returns its bytes; each call starts again. */
  stream(): AsyncIterable<Uint8Array>;
  /** Records that have a receipt already: their lines are not sent. */
  readonly acceptedBefore: ReadonlySet<Hex>;
  /** Whether the entries of a line are sent. */
  readonly withEntries: boolean;
}

/** What happens while a file of lines is registered. */
export interface LineEvents {
  /** Takes the result of a line as a line of JSON, in the order in which they are answered. */
  keep(text: string): Promise<void>;
  /** Called every 1000 answers. */
  onAnswers(tally: Tally): void;
  readonly onRetry: OnRetry;
}

/** The results of the lines of a file. */
export interface Tally {
  /** Lines that were sent and accepted. */
  accepted: number;
  /** Of these, lines whose record the ledger had already. */
  repeated: number;
  /** Lines that were not sent, since their record has a receipt. */
  acceptedBefore: number;
  refused: number;
  /** Numbers of the first lines that were refused, counted from 1. */
  readonly refusedLines: number[];
  /** Why the first of them was refused. */
  firstError: { readonly code: string; readonly message: string } | null;
}

interface Line {
  readonly number: number;
  /** Null where the line holds no record: the server says what is wrong. */
  readonly id: Hex | null;
}

const REPORT_EVERY = 1000;
/** Refused lines that are named; the others are counted. */
const MOST_NAMED = 20;

/**
 * Registers the lines of a file, except those whose record has a receipt already: lines that were refused before, were changed, or
 * are new are sent.
 * @throws ApiError; BadInput at a line that holds a secret and is not a record file
 */
export async function registerLineFile(url: string, file: LineFile, events: LineEvents): Promise<Tally> {
  const run = new LineRun(file);
  const source = { read: () => run.readPending() };
  for await (const { item: line, result } of sendLines<Line>(url, source, events.onRetry)) {
    checkLineReceipt(line, result);
    await events.keep(`${JSON.stringify({ ...result, line: line.number })}\n`);
    run.count(line, result);
    const { accepted, refused } = run.tally;
    if ((accepted + refused) % REPORT_EVERY === 0) events.onAnswers(run.tally);
  }
  return run.tally;
}

/** Whether any line of a file holds one of these records. */
export async function holdsAny(bytes: AsyncIterable<Uint8Array>, ids: ReadonlySet<Hex>): Promise<boolean> {
  for await (const text of readLines(bytes)) {
    const id = idOf(parseOrNull(text));
    if (id !== null && ids.has(id)) return true;
  }
  return false;
}

/** The progress through the lines of a file. */
class LineRun {
  readonly tally: Tally = {
    accepted: 0,
    repeated: 0,
    acceptedBefore: 0,
    refused: 0,
    refusedLines: [],
    firstError: null,
  };
  readonly #file: LineFile;
  /** The last line that was answered. */
  #answered = 0;
  /** The last line that was skipped. */
  #skipped = 0;

  constructor(file: LineFile) {
    this.#file = file;
  }

  /** Returns the lines still to send: those after the last answered line, without records that have a receipt. */
  async *readPending(): AsyncGenerator<{ item: Line; text: string }> {
    let number = 0;
    for await (const text of readLines(this.#file.stream())) {
      number++;
      if (number <= this.#answered || text.trim() === '') continue;
      const value = parseOrNull(text);
      const id = idOf(value);
      if (id !== null && this.#file.acceptedBefore.has(id)) this.#skip(number);
      else yield { item: { number, id }, text: textToSend(number, text, value, this.#file.withEntries) };
    }
  }

  /** Lines are read again after a cut, and each is counted once. */
  #skip(number: number): void {
    if (number <= this.#skipped) return;
    this.#skipped = number;
    this.tally.acceptedBefore++;
  }

  count({ number }: Line, result: BulkResult): void {
    this.#answered = number;
    const { tally } = this;
    if ('receipt' in result) {
      tally.accepted++;
      if (!result.created) tally.repeated++;
      return;
    }
    tally.refused++;
    tally.firstError ??= { code: result.error.code, message: result.error.message };
    if (tally.refusedLines.length < MOST_NAMED) tally.refusedLines.push(number);
  }
}

function checkLineReceipt({ number, id }: Line, result: BulkResult): void {
  if (!('receipt' in result)) return;
  if (id !== null) checkReceiptRecord(id, result.receipt);
  if (result.id !== result.receipt.record)
    throw new ApiError(200, 'receipt', `the receipt of line ${number} is not for its record`);
}

/**
 * Returns the text that is sent for a line. Of a record file that is a submission, without the secret. A line that is not JSON is sent as
 * it is: the server says what is wrong.
 * @throws BadInput if the line has a secret and is not a record file, so that no secret leaves this machine
 */
function textToSend(number: number, text: string, value: JsonObject | null, withEntries: boolean): string {
  if (value === null) return text;
  if ('secret' in value) {
    const draft = parseLine(number, text);
    return JSON.stringify(submissionOf(draft, withEntries));
  }
  if (withEntries || !('entries' in value)) return text;
  const { entries: _entries, public: _public, ...hashes } = value;
  return JSON.stringify(hashes);
}

function parseLine(number: number, text: string): Draft {
  try {
    return parseDraft(text);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(
      error.code,
      `line ${number} has a secret, so it must be a record file: ${error.message}`,
      error.value,
      error.path,
      error,
    );
  }
}

function parseOrNull(text: string): JsonObject | null {
  try {
    const value = parseJson(text, { ...BUNDLE_JSON, bytes: Number.MAX_SAFE_INTEGER });
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function idOf(value: JsonObject | null): Hex | null {
  try {
    return hashRecord(z.object({ record: recordSchema }).parse(value).record);
  } catch {
    return null;
  }
}
