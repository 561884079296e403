import { fetchEntries } from '../../client/http/fetch-records.ts';
import { listDatasetNames } from '../../jobs/import/dataset-rows.ts';
import { parseWith, subjectSchema } from '../../core/encoding/schema.ts';
import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { checkStatedLosses } from '../../tables/mrio/lost-accounts.ts';
import { parseParty } from '../options/id-arguments.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { openDraftPorts, type PlaceOptions } from '../options/draft-ports.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readInput } from './server-input.ts';

/**
 * Checks that a multi-region table lacks nothing that the last version of its stream has, unless its entries say that this was accepted.
 * Other datasets, and first versions, pass.
 * @throws DatasetRefused `lost-account`; UnreadableInput if the last version cannot be read; ApiError
 */
export async function checkEarlierAccounts(
  terminal: Terminal,
  file: string,
  entries: readonly DatasetEntry[],
  options: PlaceOptions & ReaderOptions & { readonly subject: string },
): Promise<void> {
  if (listDatasetNames(entries)[0] !== 'mrio') return;
  const subject = parseWith(subjectSchema, options.subject);
  const stream = { party: parseParty(options.party), kind: 'dataset' as const, subject };
  const newest = await openDraftPorts(terminal, options).readNewest(stream);
  if (newest === null) return;
  const api = await openReaderApi(terminal, options);
  checkStatedLosses(file, await readInput(() => fetchEntries(api, newest.record)), entries);
}
