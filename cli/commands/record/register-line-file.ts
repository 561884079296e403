import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import type { Hex } from '../../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../../core/encoding/json.ts';
import { hashRecord, recordSchema } from '../../../core/records/record.ts';
import { type BulkResult, bulkResultSchema, registerLines } from '../../../client/bulk/register-lines.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { printProgress } from '../../output/print.ts';
import { openAppending, streamBytes } from '../../terminal/files.ts';
import { readLines } from '../../../core/encoding/lines.ts';
import { checkReceiptRecord } from '../../../client/records/receipt.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** A file of submissions, one a line, and the file to which their results go. */
export interface LineFiles {
  readonly lines: string;
  readonly results: string;
}

/** How many lines were answered, in this run and before it. */
export interface Tally {
  accepted: number;
  /** Of them those that the ledger had before they were sent. */
  repeated: number;
  refused: number;
  /** The first line that was refused, and why. */
  first: { readonly line: number; readonly code: string; readonly message: string } | null;
}

interface Line {
  readonly number: number;
  /** Null where the line holds no record: the server tells what is wrong. */
  readonly id: Hex | null;
}

/** Results that are in the file already. */
interface Earlier {
  readonly tally: Tally;
  /** The last of them, null when there are none. */
  readonly last: BulkResult | null;
  /** The bytes of whole lines: what was being written when a run was killed is cut off. */
  readonly length: number;
}

/** After so many lines it is told how far it has come. */
const TELL_EVERY = 1000;

/**
 * Registers the lines of a file, and adds the result of each to another file. A run that was cut short goes on after the last
 * result there.
 * @throws ApiError; UsageError `file-unreadable`, `file-unwritable`, `other-lines`
 */
export async function registerLineFile(
  terminal: Terminal,
  url: string,
  files: LineFiles,
  json: boolean | undefined,
): Promise<Tally> {
  const { tally, last, length } = await readEarlier(terminal, files.results);
  await checkSameLines(terminal, files, last);
  const results = await openAppending(terminal, files.results, length);
  const say = (text: string): void => printProgress(terminal, json, text);
  if (last !== null) say(`goes on after line ${last.line}, the last in ${files.results}`);
  try {
    await registerLines<Line>(
      url,
      { read: (count) => readFrom(terminal, files.lines, last?.line ?? 0, count) },
      {
        onResult: async (line, result) => {
          await keepResult(results, tally, line, result);
          const done = tally.accepted + tally.refused;
          if (done % TELL_EVERY === 0) say(`${done} lines, ${tally.refused} of them refused`);
        },
        onRetry: (error, pause) => say(`  ${error.message.replace(/\.$/, '')}; again in ${pause / 1000} s`),
      },
    );
    await results.sync();
  } finally {
    await results.close();
  }
  return tally;
}

async function keepResult(
  results: FileHandle,
  tally: Tally,
  { number, id }: Line,
  result: BulkResult,
): Promise<void> {
  if ('receipt' in result) {
    if (id !== null) checkReceiptRecord(id, result.receipt);
    if (result.id !== result.receipt.record)
      throw new ApiError(200, 'receipt', `the receipt of line ${number} is not for its record`);
  }
  const own = { ...result, line: number };
  await results.appendFile(`${JSON.stringify(own)}\n`);
  count(tally, own);
}

function count(tally: Tally, result: BulkResult): void {
  if ('receipt' in result) {
    tally.accepted++;
    if (!result.created) tally.repeated++;
    return;
  }
  tally.refused++;
  const { code, message } = result.error;
  tally.first ??= { line: result.line, code, message };
}

async function* readFrom(
  terminal: Terminal,
  path: string,
  after: number,
  count: number,
): AsyncGenerator<{ item: Line; text: string }> {
  let number = 0;
  let passed = 0;
  for await (const text of readLines(streamBytes(terminal, path))) {
    number++;
    if (number <= after || text.trim() === '' || passed++ < count) continue;
    yield { item: { number, id: idOfLine(text) }, text };
  }
}

function idOfLine(text: string): Hex | null {
  try {
    const value = parseJson(text, { ...BUNDLE_JSON, bytes: Number.MAX_SAFE_INTEGER });
    return hashRecord(z.object({ record: recordSchema }).parse(value).record);
  } catch {
    return null;
  }
}

async function readEarlier(terminal: Terminal, path: string): Promise<Earlier> {
  const tally: Tally = { accepted: 0, repeated: 0, refused: 0, first: null };
  let last: BulkResult | null = null;
  let length = 0;
  try {
    for await (const text of readLines(streamBytes(terminal, path))) {
      const result = parseEarlier(text);
      if (result === null) break;
      count(tally, result);
      last = result;
      length += Buffer.byteLength(text) + 1;
    }
  } catch (error) {
    if (!(error instanceof UsageError) || !isMissing(error.cause)) throw error;
  }
  return { tally, last, length };
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
}

/** Returns a result, null of a line that was not written to its end. */
function parseEarlier(text: string): BulkResult | null {
  try {
    return bulkResultSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The line of the last result must hold its record still. */
async function checkSameLines(
  terminal: Terminal,
  { lines, results }: LineFiles,
  last: BulkResult | null,
): Promise<void> {
  if (last === null) return;
  for await (const { item } of readFrom(terminal, lines, last.line - 1, 0)) {
    if (item.number === last.line && (!('id' in last) || item.id === last.id)) return;
    break;
  }
  throw new UsageError(
    'other-lines',
    `${results} holds results of other lines than ${lines}: name another file with --results, or remove it to send all again`,
  );
}
