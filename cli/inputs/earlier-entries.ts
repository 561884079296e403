import { fetchEntries } from '../../client/http/fetch-records.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { parseWith, subjectSchema } from '../../core/encoding/schema.ts';
import type { Entry } from '../../core/records/entry.ts';
import { KINDS } from '../../core/records/kind.ts';
import { parseParty } from '../options/id-arguments.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { findPlace, type PlaceOptions } from '../options/stream-place.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readInput } from './server-input.ts';

/** Returns the entries of the last version of a dataset; null where there is none. @throws UnreadableInput if they cannot be read; ApiError */
export async function readEarlierEntries(
  terminal: Terminal,
  options: PlaceOptions & ReaderOptions & { readonly subject: string },
): Promise<Entry[] | null> {
  const subject = parseWith(subjectSchema, options.subject);
  const stream = { party: parseParty(options.party), kind: KINDS.dataset, subject };
  const { previous } = await findPlace(terminal, options, stream);
  if (previous === ZERO_HASH) return null;
  const api = await openReaderApi(terminal, options);
  return readInput(() => fetchEntries(api, previous));
}
