import { queryOptions } from '@tanstack/react-query';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { checkSamples } from '../../../../jobs/sample/working-paper.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Entry } from '../../../../core/records/entry.ts';
import { ledger } from '../../../data/ledger.ts';
import { PRIVATE, type Session } from '../../../session/session.tsx';
import { readPaper } from '../shared/read-paper-name.ts';
import type { OpenedPaper } from './read-paper.ts';

/** Opinions on one record that are looked through at most. */
const MOST_OPINIONS = 100;

/** The opinion that names a working paper by its SHA-256; null where no known one does. */
export const namingOpinionQuery = ({ paper: { record, party }, sha256 }: OpenedPaper) =>
  queryOptions({
    queryKey: ['listRecords', 'naming', record, party, sha256],
    queryFn: async (): Promise<RecordView | null> => {
      const given = { kind: 'assurance', party, answers: record, limit: MOST_OPINIONS } as const;
      const { items } = await ledger.listRecords(given);
      const naming = items.find(({ statement }) => readPaper(statement['workingPaper'])?.sha256 === sha256);
      return naming === undefined ? null : ledger.readRecord({ id: naming.id });
    },
  });

/** The numbers, from 0, of the samples that are not what their plans draw from the rows of the ledger, as who is signed in may read them. */
export const checkedSamplesQuery = ({ ledger: own, address }: Session, { paper, sha256 }: OpenedPaper) =>
  queryOptions({
    queryKey: [PRIVATE, 'checked-samples', address, sha256],
    queryFn: async (): Promise<number[]> => {
      const rows = new Map<Hex, readonly Entry[]>();
      for (const id of new Set(paper.samples.map(({ plan }) => plan.record))) {
        const { entries } = await own.readRecordEntries({ id });
        rows.set(id, entries);
      }
      return checkSamples(paper, (id) => rows.get(id) ?? []);
    },
    staleTime: Infinity,
    retry: false,
  });
