import * as z from 'zod';
import { hashSchema, uintSchema } from '../../core/encoding/schema.ts';
import { errorOfUnreachable } from '../../client/http/api.ts';
import type { OnRetry } from '../ports.ts';
import { hasDuplex, openDuplex, openFetch } from '../../client/http/line-exchange.ts';
import { receiptSchema } from './receipt.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { pauseAfter } from '../../client/http/retry-request.ts';

const acceptedSchema = z.object({
  line: uintSchema(1),
  id: hashSchema,
  state: z.string(),
  receipt: receiptSchema,
  created: z.boolean(),
});
const refusedSchema = z.object({
  line: uintSchema(1),
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown() }),
});
/** The server's result for one line; `line` is counted in what was sent. */
export const bulkResultSchema = z.union([acceptedSchema, refusedSchema]);
/** A receipt, or why the line was refused. */
export type BulkResult = z.output<typeof bulkResultSchema>;

/** Lines that can be sent again, starting at any line. */
export interface LineSource<Item> {
  /** Returns the items after the first `count`, each with its line: JSON without line feeds. */
  read(count: number): AsyncIterable<{ readonly item: Item; readonly text: string }>;
}

/** Attempts in a row after which no further line was answered. */
const ATTEMPTS = 8;

/**
 * Registers lines by `POST /v1/records/bulk`, and yields each item with its result, in order. After a cut connection, or a temporary
 * error, it continues after the last line that was answered: a record that was accepted in between gets the same receipt.
 * @throws ApiError
 */
export async function* sendLines<Item>(
  url: string,
  source: LineSource<Item>,
  onRetry: OnRetry,
): AsyncGenerator<{ item: Item; result: BulkResult }> {
  let answered = 0;
  for (let attempt = 1; ; attempt++) {
    try {
      for await (const answer of postLines(url, source.read(answered))) {
        yield answer;
        answered++;
        attempt = 0;
      }
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTemporary || attempt >= ATTEMPTS) throw error;
      const pause = pauseAfter(Math.max(1, attempt));
      onRetry(error, pause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/**
 * Sends lines and yields their results. In Node.js both happen at the same time, over one connection; a browser reads no answer before it
 * has sent the whole request, so it sends a few lines at a time.
 */
async function* postLines<Item>(
  url: string,
  lines: AsyncIterable<{ item: Item; text: string }>,
): AsyncGenerator<{ item: Item; result: BulkResult }> {
  if (hasDuplex) {
    yield* postTogether(url, lines);
    return;
  }
  let piece: { item: Item; text: string }[] = [];
  for await (const line of lines) {
    piece.push(line);
    if (piece.length < PIECE) continue;
    yield* postTogether(url, piece);
    piece = [];
  }
  if (piece.length > 0) yield* postTogether(url, piece);
}

/** Lines that a browser sends in one request. */
const PIECE = 100;

/** Sends lines in one request; holds only lines that are not answered yet. */
async function* postTogether<Item>(
  url: string,
  lines: AsyncIterable<{ item: Item; text: string }> | Iterable<{ item: Item; text: string }>,
): AsyncGenerator<{ item: Item; result: BulkResult }> {
  const waiting: Item[] = [];
  const exchange = (hasDuplex ? openDuplex : openFetch)(
    `${url.replace(/\/+$/, '')}/v1/records/bulk`,
    takeTexts(lines, waiting),
  );
  try {
    let number = 0;
    for await (const line of readLines(await exchange.answer)) {
      const result = parseResult(line, ++number);
      const item = waiting.shift();
      if (item === undefined)
        throw new ApiError(200, 'server-answer', 'the server sent more results than it got lines');
      yield { item, result };
    }
    await exchange.sent;
    if (waiting.length > 0) throw new Error('the server ended its answer before the last result');
  } catch (error) {
    throw error instanceof ApiError ? error : (exchange.fault() ?? errorOfUnreachable(url, error));
  } finally {
    exchange.close();
  }
}

async function* takeTexts<Item>(
  lines: AsyncIterable<{ item: Item; text: string }> | Iterable<{ item: Item; text: string }>,
  waiting: Item[],
): AsyncGenerator<string> {
  for await (const { item, text } of lines) {
    waiting.push(item);
    yield `${text}\n`;
  }
}

function parseResult(line: string, number: number): BulkResult {
  let result: BulkResult;
  try {
    result = bulkResultSchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new ApiError(
      200,
      'server-answer',
      `expected the result of a line, got ${line.slice(0, 200)}`,
      null,
      cause,
    );
  }
  if (result.line !== number)
    throw new ApiError(
      200,
      'server-answer',
      `expected the result of line ${number}, got that of line ${result.line}`,
    );
  return result;
}
