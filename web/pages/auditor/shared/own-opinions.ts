import { queryOptions } from '@tanstack/react-query';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { ApiError } from '../../../../client/http/api-error.ts';
import { type Hex, isHex } from '../../../../core/encoding/hex.ts';
import { hashStream } from '../../../../core/records/record.ts';
import { answersOf } from '../../../../core/records/statement.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { ledger } from '../../../data/ledger.ts';
import { readAuditWork } from './audit-store.ts';

/** The newest opinion of a party about a stream. */
export interface OwnOpinion {
  readonly id: Hex;
  readonly opinion: string;
  /** The version that it is about. */
  readonly answers: Hex | null;
  readonly view: RecordView;
}

/** How far the work on a record has come. */
export type AuditState = 'new' | 'in-work' | 'outdated' | 'given' | 'withdrawn';

/** The most pages of opinions that are read for the queue. */
const MOST_PAGES = 20;

/** The newest opinion of a party about each stream, by the id of the stream without 0x. */
export const ownOpinionsQuery = (party: Hex) =>
  queryOptions({
    queryKey: ['listRecords', 'own-opinions', party],
    queryFn: async (): Promise<ReadonlyMap<string, OwnOpinion>> => {
      const newest = new Map<string, ItemOf<'listRecords'>>();
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const given = { kind: 'assurance', party, limit: 100 } as const;
        const { items, next } = await ledger.listRecords({
          ...given,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const item of items) {
          const { subject, sequence } = item.record;
          const known = newest.get(subject);
          const isNewer = known === undefined || known.record.sequence < sequence;
          if (item.state !== 'rejected' && isNewer) newest.set(subject, item);
        }
        if (next === null) break;
        cursor = next;
      }
      const views = await Promise.all([...newest.values()].map(({ id }) => ledger.readRecord({ id })));
      return new Map(views.map((view) => [view.record.subject, readOpinion(view)]));
    },
  });

/** The newest opinion of a party about the stream of a record; null where it has none. */
export const ownOpinionQuery = (party: Hex, record: RecordView['record']) =>
  queryOptions({
    queryKey: ['newest', 'own-opinion', party, hashStream(record)],
    queryFn: async (): Promise<OwnOpinion | null> => {
      try {
        const subject = hashStream(record).slice(2);
        const { accepted } = await ledger.readStream({ party, kind: 'assurance', subject, limit: 1 });
        return accepted === null ? null : readOpinion(await ledger.readRecord({ id: accepted.record }));
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

function readOpinion(view: RecordView): OwnOpinion {
  const opinion = view.statement['opinion'];
  const answers = answersOf(view.statement);
  return {
    id: view.id,
    opinion: typeof opinion === 'string' ? opinion : '',
    answers: isHex(answers, 32) ? answers : null,
    view,
  };
}

/** Returns how far a party has come with a record. */
export function stateOf(
  { id, record }: Pick<ItemOf<'listRecords'>, 'id' | 'record'>,
  party: Hex,
  opinions: ReadonlyMap<string, OwnOpinion>,
): AuditState {
  const own = opinions.get(hashStream(record).slice(2));
  if (own?.opinion === 'withdrawn' && own.answers === id) return 'withdrawn';
  if (own?.answers === id) return 'given';
  if (own !== undefined && own.opinion !== 'withdrawn') return 'outdated';
  return readAuditWork(party, id) === null ? 'new' : 'in-work';
}
