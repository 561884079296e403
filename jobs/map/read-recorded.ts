import type { DatasetName } from '../../client/generated/row-types.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readDocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import type { InputEntry } from '../../engine/rows/input.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { isDatasetName } from '../import/dataset-rows.ts';
import { readTable } from '../import/read-table.ts';
import type { ImportAnswer } from '../import/table-request.ts';
import { findReading, recordReading, SOURCE } from './recorded-reading.ts';
import type { Reading } from './table-choice.ts';

/** What the entry `source` says where nobody stated it. */
const NOT_STATED = 'not stated';

/** Reads a table whole by a reading, which its entry `source` then has. What is wrong with it is in the answer. @throws DatasetRefused where it is not a table */
export async function readRecorded(
  file: File,
  dataset: DatasetName,
  { sheet, mapping, style }: Reading,
): Promise<ImportAnswer> {
  const source = { title: file.name, provider: NOT_STATED, licence: NOT_STATED };
  const request = { file, dataset, mapping, style, source, sheet: sheet ?? undefined };
  const answer = await readTable(request, () => {});
  if (!answer.isValid) return answer;
  const { entries, findings } = answer;
  return { ...answer, entries: recordReading(entries, { sheet, mapping, style }, findings) };
}

/** The digest of rows that were read again; null where the table gives no rows by that reading. */
export interface ReadAgain {
  readonly digest: Hex | null;
}

/** Reads rows again from the table that their entry `source` names, by the reading that it states; null where it names none, or the table is not here. */
export async function readAgain(
  entries: readonly InputEntry[],
  openDocument: OpenDocument,
): Promise<ReadAgain | null> {
  const source = entries.find(({ key }) => key === SOURCE);
  const [reading, name] = [findReading(entries), source === undefined ? null : readDocumentName(source)];
  const dataset = source?.detail?.['dataset'];
  if (reading === null || name === null || typeof dataset !== 'string' || !isDatasetName(dataset))
    return null;
  const document = await openDocument(name);
  if (document === null) return null;
  const bytes = (await document.read(0, document.size)).slice();
  try {
    const answer = await readRecorded(new File([bytes], reading.name), dataset, reading);
    return { digest: answer.isValid ? (findReading(answer.entries)?.digest ?? null) : null };
  } catch (error) {
    if (error instanceof DatasetRefused) return { digest: null };
    throw error;
  }
}
