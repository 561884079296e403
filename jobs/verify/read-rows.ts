import { parseJson } from '../../core/encoding/json.ts';
import { readLines } from '../../core/encoding/lines.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { type Entry, entrySchema } from '../../core/records/entry.ts';
import { GivenRows } from '../../core/verify/given-rows.ts';

/**
 * Reads the rows of one record from a file beside a proof file: NDJSON, one entry a line with its salt, all entries of the record in any
 * order, as `ledger record entries --out` writes them. `name` is what errors call the file.
 * @throws BadInput with the line, or `map-repeated`
 */
export function readRows(name: string, source: AsyncIterable<Uint8Array>): Promise<GivenRows> {
  return GivenRows.read(readEntryLines(name, source));
}

/** Yields the entries of an NDJSON file, each with its salt. @throws BadInput with the line */
export async function* readEntryLines(
  name: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Entry> {
  let number = 0;
  for await (const line of readLines(source)) {
    number += 1;
    if (line.trim() !== '') yield parseLine(line, `${name}, line ${number}`);
  }
}

function parseLine(line: string, place: string): Entry {
  try {
    return parseWith(entrySchema, parseJson(line));
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const hint = error.code === 'missing-member' && error.path === 'salt' ? SALT : '';
    throw new BadInput(error.code, `${place}: ${error.message}${hint}`, error.value, error.path, error);
  }
}

const SALT =
  '. Rows are checked against the record with their salts: ledger record entries <record id> --out <file> writes them';
