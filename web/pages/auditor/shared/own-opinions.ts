import { queryOptions } from '@tanstack/react-query';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import {
  findOpinion,
  judgeOpinion,
  type OwnOpinions,
  readOwnOpinion,
  readOwnOpinions,
} from '../../../../jobs/assure/own-opinions.ts';
import { ledger } from '../../../data/ledger.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { readAuditWork } from './audit-store.ts';

/** How far the work on a record has come. */
export type AuditState = 'new' | 'in-work' | 'outdated' | 'given' | 'withdrawn';

/** The newest opinion of a party about each stream. */
export const ownOpinionsQuery = (party: Hex) =>
  queryOptions({
    queryKey: ['listRecords', 'own-opinions', party],
    queryFn: () => readOwnOpinions(ledger, party),
  });

/** The newest opinion of a party about the stream of a record; null where it has none. */
export const ownOpinionQuery = (party: Hex, { record }: Pick<RecordView, 'record'>) =>
  queryOptions({
    queryKey: ['newest', 'own-opinion', party, record.party, record.kind, record.subject],
    queryFn: () => readOwnOpinion(ledger, party, record),
  });

/** Returns how far a party has come with a record. */
export function stateOf(
  { id, record }: Pick<ItemOf<'listRecords'>, 'id' | 'record'>,
  party: Hex,
  opinions: OwnOpinions,
): AuditState {
  const own = judgeOpinion(id, findOpinion(opinions, record));
  return own ?? (readAuditWork(party, id) === null ? 'new' : 'in-work');
}
