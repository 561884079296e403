import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Api } from '../../client/http/api.ts';
import { isHex } from '../../core/encoding/hex.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { indexRows, type SearchedRow } from '../../engine/search/search-rows.ts';
import type { OptionPorts } from '../../jobs/compute/list-options.ts';
import { fetchInput } from '../../jobs/compute/run-inputs.ts';
import { STARTER_FOLDER } from '../../jobs/import/starter-dataset.ts';
import { findFactors, searchStarter } from '../../jobs/find-factors/find-factors.ts';
import { readEntryTable } from '../../tables/entries-file.ts';
import { hashFile } from '../../tables/hash-bytes.ts';
import { readStarterRows, type StarterRow } from '../../tables/starter-rows.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The folder of the starter data of this program. */
export const DATA = resolve(import.meta.dirname, '../../data');

/** Returns a file of the starter data. @throws UsageError `file-unreadable` */
export async function readStarter(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, file));
  } catch (cause) {
    const message = `cannot read the starter data ${join(folder, file)}: name its folder with --data, or the server of a ledger with --url`;
    throw new UsageError('file-unreadable', message, cause);
  }
}

/**
 * Returns what finds factors that a run lacks: in the starter data of this program, and on a ledger where the run reads from one already.
 * @param openedApi the client of that ledger; null where the run asks no server
 */
export function openOfferPorts(openedApi: () => Promise<Api> | null): OptionPorts {
  const inputs = new Map<string, Promise<InputRecord>>();
  const readInput = async (name: string): Promise<InputRecord> => {
    if (!isHex(name, 32)) return readStarterInput(name.slice(STARTER_FOLDER.length));
    const api = openedApi();
    if (api === null) throw new UsageError('option', `${name} is a record: name its server with --url`);
    return fetchInput(await api, name);
  };
  return {
    findFactors: async (request) => {
      const api = openedApi();
      if (api !== null) return (await findFactors(request, { api: await api })).items;
      return searchStarter(await openIndex(), request).items;
    },
    readInput: (name) => {
      const known = inputs.get(name) ?? readInput(name);
      inputs.set(name, known);
      return known;
    },
  };
}

/** The starter data of this program, which does not change while it runs. */
let starter: Promise<SearchedRow<StarterRow>[]> | undefined;

function openIndex(): Promise<SearchedRow<StarterRow>[]> {
  return (starter ??= readStarterRows((file) => readStarter(DATA, file)).then((rows) => indexRows(rows)));
}

/** The SHA-256 of a file takes the place of a record id. */
async function readStarterInput(file: string): Promise<InputRecord> {
  const table = createTableFile(file, await readStarter(DATA, file));
  const { sha256 } = await hashFile(table);
  return { record: `0x${sha256}`, entries: await readEntryTable(table) };
}
