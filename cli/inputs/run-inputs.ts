import { createHash, type Hash } from 'node:crypto';
import { BUNDLE_FORMAT } from '../../core/proofs/bundle.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, type Json, parseJson } from '../../core/encoding/json.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { inputOf } from '../../jobs/compute/record-input.ts';
import { fetchInput, inputsOfBundle } from '../../jobs/compute/run-inputs.ts';
import { DRAFT_FORMAT, idOfDraft } from '../../jobs/register/draft.ts';
import { readDraft } from './draft-file.ts';
import { readInput } from './server-input.ts';
import { openTableFile } from './table-file.ts';
import type { NamedInput } from '../../jobs/compute/explain-refusal.ts';
import { readEntries } from '../../tables/entries-file.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Api } from '../../client/http/api.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Datasets that are the inputs of a run, and which of them are not proven to be records. */
export interface RunInputs {
  readonly records: readonly InputRecord[];
  /** Ids whose rows are not proven to belong to a record: no result can name them as sources. */
  readonly unregistered: readonly string[];
}

/** The same, and what the command line calls each of the records. */
export interface NamedRunInputs extends RunInputs {
  readonly named: readonly NamedInput[];
}

/**
 * Returns the datasets that the arguments name. Each is a record id (fetched), a record file, a proof file (the dataset records
 * that it shows), a table of entries (.csv), a dataset file (.ndjson), or a JSON array of `{record, entries}`.
 * @throws UsageError `file-unreadable`, `option`; BadInput; FailedCheck if a proof file shows other rows than those signed; DatasetRefused; ApiError
 */
export async function readRunInputs(
  terminal: Terminal,
  names: readonly string[],
  openApi: () => Promise<Api>,
  report: (text: string) => void,
): Promise<NamedRunInputs> {
  const read = await Promise.all(names.map((name) => readDatasets(terminal, name, openApi, report)));
  return {
    records: read.flatMap(({ records }) => records),
    unregistered: read.flatMap(({ unregistered }) => unregistered),
    named: read.flatMap(({ records }, at) => nameInputs(names[at]!, records)),
  };
}

/** A file with one record gives it its name. A list may be malformed: the method says so. */
function nameInputs(name: string, records: readonly InputRecord[]): NamedInput[] {
  const list = records as (InputRecord | null)[];
  if (!Array.isArray(list)) return [];
  const whole = list.flatMap((input) =>
    isHex(input?.record, 32) && Array.isArray(input.entries) ? [input] : [],
  );
  return whole.map(({ record, entries }) => ({ name: whole.length === 1 ? name : record, record, entries }));
}

async function readDatasets(
  terminal: Terminal,
  name: string,
  openApi: () => Promise<Api>,
  report: (text: string) => void,
): Promise<RunInputs> {
  if (isHex(name, 32)) return registered([await readInput(async () => fetchInput(await openApi(), name))]);
  if (/\.(ndjson|csv)$/i.test(name)) return readUnregistered(terminal, name, report);
  if (/\.(xlsx|parquet|tsv)$/i.test(name))
    throw new UsageError(
      'option',
      `${name} is not a dataset file: import it first with ledger dataset import`,
    );
  const bytes = await readBytes(terminal, name);
  const value = readNaming(name, () => parseJson(bytes, BUNDLE_JSON));
  const format = formatOf(value);
  if (format === BUNDLE_FORMAT) return registered(readNaming(name, () => inputsOfBundle(bytes)));
  if (format === DRAFT_FORMAT) {
    const draft = await readDraft(terminal, name);
    return registered([inputOf(idOfDraft(draft), draft.record, draft.entries)]);
  }
  return listed(value);
}

/** Returns an array of records as it is. Nothing proves their rows; the method checks their form. */
function listed(value: Json): RunInputs {
  const records = value as unknown as (InputRecord | null)[];
  const ids = Array.isArray(records) ? records.flatMap((input) => input?.record ?? []) : [];
  return { records: records as InputRecord[], unregistered: ids };
}

/** Returns a table or dataset file; the SHA-256 of the file takes the place of a record id. */
async function readUnregistered(
  terminal: Terminal,
  name: string,
  report: (text: string) => void,
): Promise<RunInputs> {
  const sha256 = createHash('sha256');
  const file = openTableFile(terminal, name);
  const hashed = { ...file, stream: () => hashStream(file.stream(), sha256) };
  const entries = await readEntries(hashed, (count) => report(`${name}: ${count} rows`));
  const record = `0x${sha256.digest('hex')}`;
  return { records: [{ record, entries }], unregistered: [record] };
}

async function* hashStream(bytes: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

function registered(records: readonly InputRecord[]): RunInputs {
  return { records, unregistered: [] };
}

/** Returns the member `format` of a JSON value. */
export function formatOf(value: Json): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value['format'] : undefined;
}
