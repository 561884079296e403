import type { JsonObject } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { BadInput } from '../../core/errors.ts';
import { SOURCE_TYPE } from '../../engine/search/factor-row.ts';
import { readEntryTable } from '../../tables/entries-file.ts';
import { hashFile } from '../../tables/hash-bytes.ts';
import { readStarterIndex, type ReadStarter, type StarterFile } from '../../tables/starter-rows.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** How the name of a file of the starter data begins, where a run names its inputs. */
export const STARTER_FOLDER = 'data/';

/** A file of the starter data as a dataset: its rows as they are, and the entry `source`. */
export interface StarterDataset {
  /** The SHA-256 of the file, in the place of a record id. */
  readonly record: Hex;
  readonly title: string;
  readonly entries: readonly UnsaltedEntry[];
}

/** Whether an input of a run is named as a file of the starter data. */
export function isStarterName(input: string): boolean {
  return input.startsWith(STARTER_FOLDER);
}

/** Returns the subject of the stream that has a file of the starter data: `starter/uk-2024/fuels`. */
export function subjectOfStarter(input: string): string {
  return `starter/${input.slice(STARTER_FOLDER.length).replace(/\.csv$/, '')}`;
}

/**
 * Returns a file of the starter data, named as `data/gwp-ar5.csv`, as the dataset that a company registers when it takes factors of it.
 * @throws BadInput if the starter data has no such file; DatasetRefused if it is damaged
 */
export async function readStarterDataset(input: string, read: ReadStarter): Promise<StarterDataset> {
  const name = input.slice(STARTER_FOLDER.length);
  const listed = (await readStarterIndex(read)).find(({ file }) => file === name);
  if (listed === undefined) throw new BadInput('wrong-type', `the starter data has no ${input}`, input);
  const file = createTableFile(name, await read(name));
  const { size, sha256 } = await hashFile(file);
  const detail = { ...describeSource(listed), mediaType: 'text/csv', size, sha256 };
  const source: UnsaltedEntry = { key: 'source', value: null, unit: '', from: 0, until: 0, detail };
  const { title } = listed;
  return { record: `0x${sha256}`, title, entries: [...(await readEntryTable(file)), source] };
}

/** Who published what a file has, as its list says it. */
function describeSource({ dataset, source, provider, licence, url, date }: StarterFile): JsonObject {
  return {
    ...{ row: SOURCE_TYPE, dataset, title: source, provider, licence },
    ...(url === undefined ? {} : { url }),
    ...(date === '' ? {} : { published: date }),
  };
}
