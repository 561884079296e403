import type { Api } from '../../client/http/api.ts';
import { fetchEntries } from '../../client/http/fetch-records.ts';
import { openOperations } from '../../client/http/operations.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { openDraftPorts } from '../register/draft-record.ts';
import { listCited, readLineStandings, type LineStanding } from './line-standing.ts';
import { readSheet, type Sheet } from './panorama-sheet.ts';

/** A panorama as it is shown: its lines, and how far the records that they cite can be relied on. */
export interface SurveyedPanorama {
  readonly sheet: Sheet;
  readonly standings: ReadonlyMap<Hex, LineStanding>;
}

/** Returns a panorama of a ledger with the standing of what it cites; null where the record has no line of one. @throws ApiError */
export async function surveyPanorama(api: Api, id: Hex): Promise<SurveyedPanorama | null> {
  const sheet = readSheet(await fetchEntries(api, id));
  if (sheet.lines.length === 0) return null;
  const { readRecord, listRecords } = openOperations(api);
  const { readNewest } = openDraftPorts(api);
  const standings = await readLineStandings({ readRecord, listRecords, readNewest }, listCited(sheet));
  return { sheet, standings };
}
