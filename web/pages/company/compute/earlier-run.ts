import type { QueryClient } from '@tanstack/react-query';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { KINDS, nameOfKind } from '../../../../core/records/kind.ts';
import { findRunEntry, runSchema } from '../../../../core/records/run.ts';
import { entriesQuery, recordQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { draftPorts } from '../../../work/draft-next.ts';
import { NO_WORDS, readEarlierWords } from '../shared/record-words.ts';
import type { ComputeState } from './compute-state.ts';

/** Returns how an earlier result was computed, with the newest version of each of its sources, so that it can be computed anew. */
export async function readEarlierRun(
  session: PartySession,
  queries: QueryClient,
  id: Hex,
): Promise<Partial<ComputeState>> {
  const { ledger, address } = session;
  const view = await queries.query(recordQuery(id));
  const { entries } = await queries.query(entriesQuery(id, { ledger, key: [PRIVATE, address] }));
  const { method, parameters, rounding } = runSchema.parse(findRunEntry(entries)?.detail);
  const sources = await Promise.all(
    view.record.sources.map(async (source) => {
      const { record } = await queries.query(recordQuery(source));
      const stream = { party: record.party, kind: nameOfKind(record.kind), subject: record.subject };
      return (await draftPorts(session).readNewest(stream))?.record ?? source;
    }),
  );
  return {
    method,
    sources: [...new Set(sources)],
    parameters: { rounding, ...parameters },
    run: null,
    words: {
      ...NO_WORDS,
      ...readEarlierWords(view.statement),
      ...{
        subject: view.record.kind === KINDS.result ? view.record.subject : '',
        isPublic: view.publicEntries,
      },
    },
  };
}
