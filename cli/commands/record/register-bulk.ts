import { filterAccepted, OtherLinesError, readAcceptedIds } from '../../../jobs/register/earlier-results.ts';
import { holdsAny, registerLineFile, type Tally } from '../../../jobs/register/register-line-file.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { findServerUrl, type ServerOptions } from '../../options/server-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import type { CommonOptions } from '../../terminal/command-context.ts';
import { openRewritten, streamBytes, streamIfPresent } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { describeRetry, REFUSED } from './refusal.ts';

/** Where the results of a file of lines go. */
export interface BulkOptions extends CommonOptions, ServerOptions {
  readonly entries: boolean;
  readonly results?: string;
}

/** A file of submissions, one a line, and the file of their results. */
interface BulkFiles {
  readonly lines: string;
  readonly results: string;
}

/**
 * Sends the lines of a file that have no receipt yet, and keeps the result of each in another file. Results of lines that were
 * refused before are dropped: these lines are sent again.
 * @throws ApiError where a line was refused, or the server cannot be reached; OtherLinesError; UsageError
 */
export async function registerBulk(terminal: Terminal, lines: string, options: BulkOptions): Promise<void> {
  const files = { lines, results: options.results ?? `${lines}.results.ndjson` };
  const url = await findServerUrl(terminal, options);
  const acceptedBefore = await findAcceptedBefore(terminal, files);
  const say = (text: string): void => printProgress(terminal, options.json, text);
  if (acceptedBefore.size > 0)
    say(`skips ${acceptedBefore.size} records that have a receipt in ${files.results}`);
  const tally = await sendLines(terminal, url, {
    ...files,
    acceptedBefore,
    withEntries: options.entries,
    say,
  });
  const { firstError: _, ...counts } = tally;
  const value = { file: lines, results: files.results, ...counts };
  printResult(terminal, options.json, value, describeTally(tally, files.results));
  refuseTally(tally, files.results);
}

/** Existing results must belong to these lines; otherwise receipts of two files would be mixed. */
async function findAcceptedBefore(terminal: Terminal, { lines, results }: BulkFiles): Promise<Set<Hex>> {
  const ids = await readAcceptedIds(streamIfPresent(terminal, results), results);
  if (ids.size === 0 || (await holdsAny(streamBytes(terminal, lines), ids))) return ids;
  const message = `${results} holds results of other lines than ${lines}: name another file with --results`;
  throw new OtherLinesError('other-lines', message);
}

interface Sending extends BulkFiles {
  readonly acceptedBefore: ReadonlySet<Hex>;
  readonly withEntries: boolean;
  readonly say: (text: string) => void;
}

async function sendLines(
  terminal: Terminal,
  url: string,
  { lines, results, acceptedBefore, withEntries, say }: Sending,
): Promise<Tally> {
  const stream = (): AsyncIterable<Uint8Array> => streamBytes(terminal, lines);
  const earlier = filterAccepted(streamIfPresent(terminal, results));
  const output = await openRewritten(terminal, results, earlier);
  try {
    const tally = await registerLineFile(
      url,
      { stream, acceptedBefore, withEntries },
      {
        keep: (text) => output.appendFile(text),
        onAnswers: ({ accepted, refused }) =>
          say(`${accepted + refused} lines sent, ${refused} of them refused`),
        onRetry: (error, pause) => say(describeRetry(error, pause)),
      },
    );
    await output.sync();
    return tally;
  } finally {
    await output.close();
  }
}

function describeTally({ accepted, repeated, acceptedBefore, refused }: Tally, results: string): string {
  const known = repeated === 0 ? '' : ` (${repeated} of them known already)`;
  const before = acceptedBefore === 0 ? '' : `, ${acceptedBefore} accepted before`;
  return `${accepted} accepted${known}${before}, ${refused} refused; each result is in ${results}`;
}

/** @throws ApiError where lines were refused: which, in which file the reasons are, and what to do */
function refuseTally(tally: Tally, results: string): void {
  const { accepted, acceptedBefore, refused, refusedLines, firstError } = tally;
  if (firstError === null) return;
  const message = [
    `refused ${refused} of ${accepted + acceptedBefore + refused} lines: ${listLines(tally)}`,
    `The reasons are in ${results}; line ${refusedLines[0]}: ${firstError.message.replace(/\.$/, '')}`,
    'Correct these lines, then run the same command again: it sends only what is missing',
  ].join('. ');
  throw new ApiError(REFUSED, firstError.code, message);
}

function listLines({ refused, refusedLines }: Tally): string {
  const more = refused - refusedLines.length;
  return more === 0 ? refusedLines.join(', ') : `${refusedLines.join(', ')} and ${more} more`;
}
