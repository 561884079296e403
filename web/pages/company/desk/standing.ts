import { queryOptions } from '@tanstack/react-query';
import type { Operations, RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { KINDS, nameOfKind } from '../../../../core/records/kind.ts';
import { isWithdrawal } from '../../../../core/records/statement.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { readNewest } from '../../../work/next-place.ts';

/** What one party says about a record: its newest answer. */
export interface Answer {
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: 'assurance' | 'decision';
  /** The opinion or the outcome. */
  readonly says: string;
  readonly reason: string;
}

/** What needs the company's attention. */
export type Flag =
  'rejected-by-ledger' | 'adverse' | 'qualified' | 'rejected' | 'queried' | 'withdrawn' | 'stale';

/** How the newest version of a stream stands. */
export interface Standing {
  readonly view: RecordView;
  readonly answers: readonly Answer[];
  readonly isWithdrawn: boolean;
  readonly flags: readonly Flag[];
}

/** The most answers of a record that are looked at. */
const MOST_ANSWERS = 50;
const EVERY_MS = 30_000;
const SETTLING_MS = 3_000;

/** How the newest version of a stream stands; read again, because others answer at any time. */
export const standingQuery = ({ ledger, party }: PartySession, id: Hex) =>
  queryOptions({
    queryKey: ['standing', party, id],
    queryFn: () => readStanding(ledger, id),
    refetchInterval: ({ state: { data } }) => (data?.view.state === 'final' ? EVERY_MS : SETTLING_MS),
  });

/** @throws ApiError */
async function readStanding(ledger: Operations, id: Hex): Promise<Standing> {
  const view = await ledger.readRecord({ id });
  const [answers, isStale] = await Promise.all([readAnswers(ledger, id), hasNewerSource(ledger, view)]);
  const isWithdrawn = isWithdrawal(view.record.kind, view.statement);
  const said = answers
    .map(({ says }) => says)
    .filter((says): says is Flag =>
      ['adverse', 'qualified', 'rejected', 'queried', 'withdrawn'].includes(says),
    );
  const flags: Flag[] = [
    ...(view.state === 'rejected' ? (['rejected-by-ledger'] as const) : []),
    ...new Set(said),
    ...(isStale && !isWithdrawn ? (['stale'] as const) : []),
  ];
  return { view, answers, isWithdrawn, flags };
}

/** Returns the newest answer of each party and kind. Rejected records and replays answer nothing. */
async function readAnswers(ledger: Operations, id: Hex): Promise<Answer[]> {
  const { items } = await ledger.listRecords({ answers: id, limit: MOST_ANSWERS });
  const newest = new Map<string, (typeof items)[number]>();
  for (const item of items) {
    const { party, kind, sequence } = item.record;
    const known = newest.get(`${party} ${kind}`);
    if (item.state !== 'rejected' && (known === undefined || known.record.sequence < sequence))
      newest.set(`${party} ${kind}`, item);
  }
  return Promise.all(
    [...newest.values()].map(async (item) => {
      const { statement } = await ledger.readRecord({ id: item.id });
      const isAssurance = item.record.kind === KINDS.assurance;
      const says = statement[isAssurance ? 'opinion' : 'outcome'];
      const { reason } = statement;
      return {
        ...{ id: item.id, party: item.record.party },
        kind: isAssurance ? ('assurance' as const) : ('decision' as const),
        says: typeof says === 'string' ? says : '',
        reason: typeof reason === 'string' ? reason : '',
      };
    }),
  );
}

/** Tells whether one of the sources of a record has a newer version. */
async function hasNewerSource(ledger: Operations, { record }: RecordView): Promise<boolean> {
  const found = await Promise.all(
    record.sources.map(async (source) => {
      const { record: of } = await ledger.readRecord({ id: source });
      const stream = { party: of.party, kind: nameOfKind(of.kind), subject: of.subject };
      return ((await readNewest(ledger, stream))?.sequence ?? 0) > of.sequence;
    }),
  );
  return found.includes(true);
}
