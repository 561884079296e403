import { fetchEntries } from '../../client/http/fetch-records.ts';
import { parseWith, subjectSchema } from '../../core/encoding/schema.ts';
import type { Entry } from '../../core/records/entry.ts';
import { parseParty } from '../options/id-arguments.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { openDraftPorts, type PlaceOptions } from '../options/record/draft-ports.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readInput } from './server-input.ts';

/** Returns the entries of the last version of a dataset; null where there is none. @throws UnreadableInput if they cannot be read; ApiError */
export async function readEarlierEntries(
  terminal: Terminal,
  options: PlaceOptions & ReaderOptions & { readonly subject: string },
): Promise<Entry[] | null> {
  const subject = parseWith(subjectSchema, options.subject);
  const stream = { party: parseParty(options.party), kind: 'dataset' as const, subject };
  const newest = await openDraftPorts(terminal, options).readNewest(stream);
  if (newest === null) return null;
  const api = await openReaderApi(terminal, options);
  return readInput(() => fetchEntries(api, newest.record));
}
