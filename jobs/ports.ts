import type { Entry, RecordSummary, RecordView } from '../client/generated/openapi.ts';
import type { StreamPlace } from '../client/http/fetch-records.ts';
import type { Hex } from '../core/encoding/hex.ts';
import type { KindName } from '../core/records/kind.ts';

/** Reads records of a ledger: through its API, or from what a page keeps of it. Each function throws ApiError. */
export interface LedgerReads {
  readonly readRecord: (id: Hex) => Promise<RecordView>;
  /** Returns the entries of a record, compared with the root that was signed. */
  readonly readEntries: (id: Hex) => Promise<readonly Entry[]>;
  /** Returns the place of the newest version in a stream, sealed or not; null where it has none. */
  readonly readNewest: (stream: {
    readonly party: Hex;
    readonly kind: KindName;
    readonly subject: string;
  }) => Promise<StreamPlace | null>;
  /** Returns the newest records of a kind, of one party or of all, at most 100. */
  readonly listRecords: (kind: KindName, party?: Hex) => Promise<readonly RecordSummary[]>;
  /** Returns the roles that a party has now. */
  readonly readRoles: (party: Hex) => Promise<readonly string[]>;
}
