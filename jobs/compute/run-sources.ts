import { isHex } from '../../core/encoding/hex.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { refuseWarnings } from '../../engine/errors/refuse-warnings.ts';
import type { Warning } from '../../engine/errors/warning.ts';
import type { Api } from '../../client/http/api.ts';
import { fetchRecord, fetchStreamPlace } from '../../client/http/fetch-records.ts';
import type { ComputeRequest } from './compute-figures.ts';
import { canBeSource } from './record-input.ts';

/**
 * Checks that each input is an anchored record; returns a warning for each that has a newer version, or refuses it.
 * @throws EngineError `input-not-anchored`, `unaccepted-warnings`; ApiError
 */
export async function checkInputs(
  api: Api,
  records: readonly string[],
  tables: readonly string[],
  asked: ComputeRequest['warnings'] = 'listed',
): Promise<Warning[]> {
  const warnings: Warning[] = [];
  for (const id of records) {
    if (tables.includes(id) || !isHex(id, 32))
      throw notAnchored(id, 'a table, or rows that are not proven to belong to a record');
    const { record, state } = await fetchRecord(api, id);
    if (!canBeSource(state)) throw notAnchored(id, state);
    const newest = await fetchStreamPlace(api, record);
    if (newest === null || newest.record === id) continue;
    const message = `${id} is not the newest version: sequence ${newest.sequence} is, ${newest.record}`;
    warnings.push({ code: 'superseded-input', message, row: { record: id, key: '' } });
  }
  if (asked === 'refused') refuseWarnings(warnings);
  return warnings;
}

function notAnchored(id: string, state: string): EngineError {
  return new EngineError(
    'input-not-anchored',
    `an input of a result must be an anchored record, but ${id} is ${state}: register it, then wait with ledger proof --wait`,
    id,
    { record: id, key: '', column: 'record' },
  );
}
