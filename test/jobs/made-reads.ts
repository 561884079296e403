import { ApiError } from '../../client/http/api-error.ts';
import type { Entry, RecordSummary, RecordView } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { LedgerReads } from '../../jobs/ports.ts';

/** Returns an id of 32 bytes from a few digits. */
export const idOf = (digits: number | string): Hex => `0x${String(digits).padStart(64, '0')}`;

export const [OWN, PROVIDER, OTHER] = ['a', 'b', 'c'].map(idOf) as [Hex, Hex, Hex];

/** A record of a made ledger; `entries` is the code with which the server refuses them. */
export interface Made {
  readonly party: Hex;
  readonly kind: 'dataset' | 'result';
  readonly subject: string;
  readonly sequence?: number;
  readonly state?: RecordSummary['state'];
  readonly sources?: readonly Hex[];
  readonly entries: readonly Entry[] | string;
}

/** Reads a ledger with these records, the newest first, each with its number as its id. */
export function readsOf(records: Readonly<Record<number, Made>>): LedgerReads {
  const find = (id: Hex): Made => records[Number(id)]!;
  const viewOf = (id: Hex): RecordView => {
    const { party, kind, subject, sequence = 1, sources = [], state = 'final' } = find(id);
    const record = { party, kind: KINDS[kind], subject, sequence, sources };
    return { id, record, state, statement: { title: subject }, publicEntries: true } as unknown as RecordView;
  };
  return {
    readRecord: (id) => Promise.resolve(viewOf(id)),
    readEntries: async (id) => {
      const { entries } = find(id);
      if (typeof entries !== 'string') return Promise.resolve(entries);
      throw new ApiError(entries === 'unavailable' ? 503 : 403, entries, 'no');
    },
    readNewest: ({ party, subject }) => {
      const versions = Object.entries(records).filter(
        ([, made]) => made.party === party && made.subject === subject,
      );
      const last = versions.sort(([, a], [, b]) => (b.sequence ?? 1) - (a.sequence ?? 1))[0];
      return Promise.resolve(
        last === undefined ? null : { record: idOf(last[0]), sequence: last[1].sequence ?? 1 },
      );
    },
    listRecords: (kind, party) =>
      Promise.resolve(
        Object.keys(records)
          .map((number) => viewOf(idOf(number)))
          .filter(({ record }) => record.kind === KINDS[kind] && (party ?? record.party) === record.party)
          .reverse()
          .map((view) => ({ ...view, title: view.record.subject }) as unknown as RecordSummary),
      ),
    readRoles: (party) => Promise.resolve(party === PROVIDER ? ['provider'] : ['company']),
  };
}
