import * as z from 'zod';
import { BUNDLE_FORMAT, type BundleRecord, parseBundle } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Kind, KINDS, nameOfKind } from '../../core/records/kind.ts';
import { findRunEntry } from '../../core/records/run.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import type { ComparedResult } from '../../engine/compare/compare.ts';
import { DRAFT_FORMAT, idOfDraft, readDraftValue } from '../../jobs/register/draft.ts';
import { readJsonFile, requireSmall } from './json-file.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readInput } from './server-input.ts';
import { unsaltedSchema } from '../../tables/entries-file.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { namingFile, readNaming } from '../terminal/files.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { formatOf } from './run-inputs.ts';
import { fetchEntries, fetchRecord, findRecordId, SHORT_ID } from '../../client/http/fetch-records.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** One result that a command works on, and the id of its record; null if it is not a record yet. */
export interface ResultInput {
  readonly name: string;
  readonly record: Hex | null;
  /** The party of the record. */
  readonly party: Hex | null;
  readonly result: ComparedResult;
  /** All records of the same proof file; none where it is not from one. */
  readonly beside: readonly BundleRecord[];
}

/** The part of a help text that says how to name a result. */
export const RESULT_FORMS = `A result is a proof file, a record file (*.record.json), the output of "ledger compute
--json", or a record id, which is fetched from the server (private entries need --key).`;

/** The output of `ledger compute --json`. */
const printedSchema = z.looseObject({ figures: z.array(unsaltedSchema) });

/**
 * Returns the one result that an argument names.
 * @throws UsageError `option` if it names none or several; as `readResults`
 */
export async function readResult(
  terminal: Terminal,
  name: string,
  options: ReaderOptions,
): Promise<ResultInput> {
  const results = await readResults(terminal, name, options);
  const [first, ...more] = results;
  if (first !== undefined && more.length === 0) return first;
  const shown = results.length === 0 ? 'no result (a disclosure is not one)' : `${results.length} results`;
  throw new UsageError('option', `${name} shows ${shown}: name a proof file of one result, or its record id`);
}

/**
 * Returns the results that an argument names; a proof file can show several. `kinds` lists the kinds of record that count, in the
 * order of the answer.
 * @throws UsageError `option` if it names a record of another kind; `file-unreadable`; BadInput; ApiError
 */
export async function readResults(
  terminal: Terminal,
  name: string,
  options: ReaderOptions,
  kinds: readonly Kind[] = [KINDS.result],
): Promise<ResultInput[]> {
  if (SHORT_ID.test(name)) return [await readInput(() => fetchResult(terminal, name, options, kinds))];
  const { value, bytes } = await namingFile(name, () => readJsonFile(terminal, name));
  const format = formatOf(value);
  if (format === BUNDLE_FORMAT)
    return readShown(
      name,
      readNaming(name, () => parseBundle(requireSmall(bytes)).records),
      kinds,
    );
  if (format === DRAFT_FORMAT) {
    const draft = readNaming(name, () => readDraftValue(value));
    requireKind(name, draft.record.kind, kinds);
    const { party } = draft.record;
    return [
      { name, record: idOfDraft(draft), party, result: resultOfEntries(draft.entries, 'whole'), beside: [] },
    ];
  }
  const { figures } = readNaming(name, () => parseWith(printedSchema, value));
  return [{ name, record: null, party: null, result: resultOfEntries(figures, 'whole'), beside: [] }];
}

async function fetchResult(
  terminal: Terminal,
  name: string,
  options: ReaderOptions,
  kinds: readonly Kind[],
): Promise<ResultInput> {
  const api = await openReaderApi(terminal, options);
  const id = await findRecordId(api, name);
  const { kind, party } = (await fetchRecord(api, id)).record;
  requireKind(id, kind, kinds);
  const result = resultOfEntries(await fetchEntries(api, id), 'whole');
  return { name: id, record: id, party, result, beside: [] };
}

function readShown(name: string, records: readonly BundleRecord[], kinds: readonly Kind[]): ResultInput[] {
  const results = kinds.flatMap((kind) =>
    records.filter(({ record, entries }) => record.kind === kind && entries.shown.length > 0),
  );
  return results.map(({ id, record, entries }) => {
    const result = resultOfEntries(entries.shown, entries.all ? 'whole' : 'part');
    return { name, record: id, party: record.party, result, beside: records };
  });
}

/** Returns a result in the form in which it is compared, from all of its entries or those that are shown. */
export function resultOfEntries(entries: readonly UnsaltedEntry[], extent: 'whole' | 'part'): ComparedResult {
  const figures = entries.filter(({ unit }) => unit !== '');
  return { figures, run: findRunEntry(entries)?.detail ?? null, isWhole: extent === 'whole' };
}

function requireKind(name: string, kind: Kind, kinds: readonly Kind[]): void {
  if (kinds.includes(kind)) return;
  const expected = kinds.map(nameOfKind).join(' or ');
  throw new UsageError(
    'option',
    `${name} is a record of kind ${nameOfKind(kind)}; expected kind ${expected}`,
  );
}
