import type { Api } from '../../client/http/api.ts';
import { fetchEntries, fetchRecord } from '../../client/http/fetch-records.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { BadInput } from '../../core/errors.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashRecord, type LedgerRecord } from '../../core/records/record.ts';
import { checkShownEntries } from '../../core/verify/entries.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { inputOf } from './record-input.ts';

/** Returns a record of a server as the input of a run. @throws ApiError; FailedCheck `proof-root` */
export async function fetchInput(api: Api, id: Hex): Promise<InputRecord> {
  const { record } = await fetchRecord(api, id);
  return inputOf(id, record, await fetchEntries(api, id));
}

/**
 * Returns the dataset records that a proof file shows as inputs of a run.
 * @throws BadInput `record-id`, `wrong-type` if it shows none; FailedCheck if it shows other rows than those signed
 */
export function inputsOfBundle(bytes: Uint8Array): InputRecord[] {
  const datasets = parseBundle(bytes).records.filter(({ record }) => record.kind === KINDS.dataset);
  if (datasets.length === 0)
    throw new BadInput('wrong-type', 'the proof file shows no dataset record: expected at least one', null);
  return datasets.map(({ id, record, entries }) => {
    checkRecordId(id, record);
    checkShownEntries({ record, entries });
    return inputOf(id, record, entries.shown);
  });
}

/** Checks that a record in a file has its id. @throws BadInput `record-id` */
export function checkRecordId(id: Hex, record: LedgerRecord): void {
  const actual = hashRecord(record);
  if (actual === id) return;
  const message = `the record is not the one of its id: its hash is ${actual}, expected ${id}`;
  throw new BadInput('record-id', message, actual);
}
