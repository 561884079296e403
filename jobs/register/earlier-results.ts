import type { Hex } from '../../core/encoding/hex.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { UserFacingError } from '../../core/errors.ts';
import { type BulkResult, bulkResultSchema } from './register-lines.ts';

/** The file of results belongs to another file of lines, or is not a file of results. */
export class OtherLinesError extends UserFacingError<'other-lines'> {
  override readonly name = 'OtherLinesError';
}

/** How each line of a file of results begins. */
const BEGIN = '{"line":';

/**
 * Returns the ids of the records that a file of results has receipts for. The last line may be cut short: a run was killed while
 * it wrote it. `name` names the file in errors.
 * @throws OtherLinesError where the file holds anything else, so that no other file is overwritten
 */
export async function readAcceptedIds(bytes: AsyncIterable<Uint8Array>, name: string): Promise<Set<Hex>> {
  const ids = new Set<Hex>();
  let cut: string | null = null;
  for await (const text of readLines(bytes)) {
    if (cut !== null) throw refuseFile(name);
    const result = parseResult(text);
    if (result === null) cut = text;
    else if ('receipt' in result) ids.add(result.id);
  }
  if (cut !== null && !cut.startsWith(BEGIN) && !BEGIN.startsWith(cut)) throw refuseFile(name);
  return ids;
}

function refuseFile(name: string): OtherLinesError {
  const message = `${name} is not a file of results, so nothing was sent: name another file with --results`;
  return new OtherLinesError('other-lines', message);
}

/** Returns the lines of a file of results that have a receipt; refused lines get another result when they are sent again. */
export async function* filterAccepted(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const text of readLines(bytes)) {
    const result = parseResult(text);
    if (result !== null && 'receipt' in result) yield `${text}\n`;
  }
}

function parseResult(text: string): BulkResult | null {
  try {
    return bulkResultSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
