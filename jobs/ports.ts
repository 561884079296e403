import type { WalletProvider } from '../client/wallet/provider.ts';
import type { ApiError } from '../client/http/api-error.ts';
import type { Api } from '../client/http/api.ts';
import type { StreamPlace } from '../client/http/fetch-records.ts';
import type { Signer } from '../client/keys/signer.ts';
import type { Hex } from '../core/encoding/hex.ts';
import type { JsonObject } from '../core/encoding/json.ts';
import type { Domain } from '../core/hashing/domain.ts';
import type { KindName } from '../core/records/kind.ts';
import type { LedgerRecord } from '../core/records/record.ts';
import type { Entry, RecordSummary, RecordView } from '../client/generated/openapi.ts';

/**
 * What the jobs get from the program that runs them, besides their input. A worker makes its own ports: functions cannot be sent to it.
 */

/** A stream, with the kind of its records by name. */
export interface NamedStream {
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
}

/** What a new record has to know of its ledger. */
export interface DraftPorts {
  /** Returns the ledger for which the record is signed. */
  readonly readDomain: () => Promise<Domain>;
  /** Returns the newest accepted version in a stream; null where it has none. */
  readonly readNewest: (stream: NamedStream) => Promise<StreamPlace | null>;
  /** Returns a record, whose id was compared. */
  readonly readRecord: (
    id: Hex,
  ) => Promise<{ readonly record: LedgerRecord; readonly statement: JsonObject }>;
}

/** Gets each temporary failure that is followed by another attempt, and the pause in milliseconds. */
export type OnRetry = (error: ApiError, pause: number) => void;

/** What signs a record and sends it. */
export interface RegisterPorts {
  readonly api: Api;
  /** Signs what is not signed yet. */
  readonly signer?: Signer | null;
  readonly onRetry: OnRetry;
}

/** What a server says; `unasked` is why none could be asked. */
export type Asked<Answer> = { readonly answer: Answer } | { readonly unasked: string };

/** Asks the server of a ledger, if one is known, answers, and is of this ledger. */
export type AskPort = <Answer>(domain: Domain, ask: (api: Api) => Promise<Answer>) => Promise<Asked<Answer>>;

/** Gets how far a job is, or a part of what it found. */
export type Progress<State> = (state: State) => void;

/** Waits a number of milliseconds, or until the signal ends it. Never rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Reads records of a ledger: through its API, or from what a page keeps of it. Each function throws ApiError. */
export interface LedgerReads {
  readonly readRecord: (id: Hex) => Promise<RecordView>;
  /** Returns the entries of a record, compared with the root that was signed. */
  readonly readEntries: (id: Hex) => Promise<readonly Entry[]>;
  /** Returns the place of the newest version in a stream, sealed or not; null where it has none. */
  readonly readNewest: (stream: NamedStream) => Promise<StreamPlace | null>;
  /** Returns the newest records of a kind, of one party or of all, at most 100. */
  readonly listRecords: (kind: KindName, party?: Hex) => Promise<readonly RecordSummary[]>;
  /** Returns the roles that a party has now. */
  readonly readRoles: (party: Hex) => Promise<readonly string[]>;
}

/** An account of a wallet that is connected, EIP-55. */
export interface WalletAccount {
  readonly provider: WalletProvider;
  readonly account: string;
}

/** What a registrar asks about a party before changing it. */
export interface ReviewPorts {
  readonly account: WalletAccount;
  /** The address of the registry. */
  readonly registry: string;
  /** Returns the time: unix seconds. */
  readonly now: () => number;
  /** Returns the parties that have, or had, an address as a key. */
  readonly findKeyHolders: (
    key: string,
  ) => Promise<readonly { readonly party: Hex; readonly identifier: string }[]>;
}
