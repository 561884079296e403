import { setImmediate } from 'node:timers/promises';
import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchGivenRows, fetchRecord, findRecordId, SHORT_ID } from '../../client/http/fetch-records.ts';
import { DRAFT_FORMAT, type Draft, idOfDraft, readDraftValue } from '../../jobs/register/draft.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { LedgerRecord } from '../../core/records/record.ts';
import { readRun } from '../../jobs/explain/result-parts.ts';
import type { ReperformInput } from '../../jobs/reperform/reperform.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { RowFileOptions } from '../options/row-files.ts';
import { checkRowFiles, type RowFile, readRowFiles } from './row-files.ts';
import { namingFile, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readJsonFile, requireSmall } from './json-file.ts';
import { formatOf } from './run-inputs.ts';
import { readInput } from './server-input.ts';

type ReperformedFile = ReperformInput['bundle'];
type ReperformedRecord = ReperformedFile['records'][number];
type InputOptions = ReaderOptions & RowFileOptions;

/** A result with its sources, and rows of these that are not among what it shows. */
export interface ReperformedInput {
  readonly bundle: ReperformedFile;
  readonly rows: readonly GivenRows[];
}

/**
 * Reads what is computed again: a proof file; a record file, whose sources come from files and the server; or a record id, for which the
 * server makes a proof file with the run and its rows, or sends the rows if they do not fit in one.
 * @throws UsageError `file-unreadable`, `other-rows`; BadInput; ApiError
 */
export async function readReperformed(
  terminal: Terminal,
  name: string,
  options: InputOptions,
): Promise<ReperformedInput> {
  const files = await readRowFiles(terminal, options);
  const { bundle, rows: fetched } = SHORT_ID.test(name)
    ? await readInput(() => fetchProof(terminal, name, options))
    : await readFile(terminal, name, files, options);
  checkRowFiles(files, bundle.records);
  return { bundle, rows: [...files.map(({ rows }) => rows), ...fetched] };
}

/** Tells whether what is computed again may come from the server: a proof file needs none. */
export function asksServer(name: string): boolean {
  return SHORT_ID.test(name) || name.endsWith('.record.json');
}

async function readFile(
  terminal: Terminal,
  name: string,
  files: readonly RowFile[],
  options: InputOptions,
): Promise<ReperformedInput> {
  const { value, bytes } = await namingFile(name, () => readJsonFile(terminal, name));
  if (formatOf(value) !== DRAFT_FORMAT)
    return { bundle: readNaming(name, () => parseBundle(requireSmall(bytes))), rows: [] };
  const draft = readNaming(name, () => readDraftValue(value));
  return addSources(terminal, draft, files, options);
}

/** Adds the sources of a record file: those whose record files are given, and the others from the server, with their rows. */
async function addSources(
  terminal: Terminal,
  draft: Draft,
  files: readonly RowFile[],
  options: InputOptions,
): Promise<ReperformedInput> {
  const sources: ReperformedRecord[] = [];
  const rows: GivenRows[] = [];
  for (const id of draft.record.sources) {
    const given = files.find((file) => file.draft !== null && idOfDraft(file.draft) === id);
    if (given !== undefined) sources.push(showRecord(id, given.draft!.record, []));
    else
      await readInput(async () => {
        const api = await openReaderApi(terminal, options);
        const { record } = await fetchRecord(api, id);
        sources.push(showRecord(id, record, []));
        if (files.every((file) => file.rows.root !== record.entries)) rows.push(await fetchRows(api, id));
      });
  }
  const result = showRecord(idOfDraft(draft), draft.record, draft.entries);
  return { bundle: { records: [result, ...sources] }, rows };
}

function showRecord(id: Hex, record: LedgerRecord, entries: Draft['entries']): ReperformedRecord {
  const shown = entries.map((entry) => ({ ...entry, siblings: null }));
  return {
    id,
    record: { ...record, sources: [...record.sources] },
    entries: { all: true, shown, absent: [] },
  };
}

async function fetchProof(
  terminal: Terminal,
  name: string,
  options: InputOptions,
): Promise<ReperformedInput> {
  const api = await openReaderApi(terminal, options);
  const id = await findRecordId(api, name);
  const fetchBundle = async (query: string): Promise<ReperformedFile> =>
    parseBundle(await api.getBytes(`/v1/records/${id}/bundle?${query}`));
  if (options.rows !== undefined) return { bundle: await fetchBundle('entries=all'), rows: [] };
  try {
    return { bundle: await fetchBundle('reperformable=true'), rows: [] };
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'bundle-limit') throw error;
    const bundle = await fetchBundle('entries=all');
    if (bundle.records[0]!.record.kind !== KINDS.result) throw error;
    return { bundle, rows: await fetchInputs(api, bundle) };
  }
}

/** Fetches all entries of the records that the runs of a proof file name. */
async function fetchInputs(api: Api, { records }: ReperformedFile): Promise<GivenRows[]> {
  const runs = records.flatMap(({ entries }) => readRun(entries.shown) ?? []);
  const inputs = new Set(runs.flatMap((run) => run.inputs).map(({ record }) => record));
  const given: GivenRows[] = [];
  for (const id of inputs) given.push(await fetchRows(api, id));
  return given;
}

/** Hashing rows takes long. If the server has closed the connection meanwhile, the next request must not use it. */
async function fetchRows(api: Api, id: Hex): Promise<GivenRows> {
  const rows = await fetchGivenRows(api, id);
  for (let turn = 0; turn < 2; turn++) await setImmediate();
  return rows;
}
