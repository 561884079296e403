// Generated from the routes of the server by scripts/generate-client-types.ts. Change the routes, not this file.

import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';

/** A record to register. */
export interface Submission {
  readonly record: {
    readonly party: Hex;
    readonly kind: 1 | 2 | 3 | 4 | 5;
    readonly subject: string;
    readonly sequence: number;
    readonly previous: Hex;
    readonly entries: Hex;
    readonly sources: readonly Hex[];
    readonly statement: Hex;
  };
  readonly statement: JsonObject;
  readonly signature: Hex;
  readonly entries?:
    | readonly {
        readonly key: string;
        readonly value: string | null;
        readonly unit: string;
        readonly from: number;
        readonly until: number;
        readonly detail: JsonObject | null;
        readonly salt: Hex;
      }[]
    | undefined;
  readonly public?: boolean | undefined;
  readonly domain?: { readonly chainId: number; readonly ledger: string } | undefined;
}

/** A signed sign-in message. */
export interface SignIn {
  /** The signed text, in the format of EIP-4361. */
  readonly message: string;

  /** By `personal_sign` (EIP-191). */
  readonly signature: Hex;
}

/** A webhook to add. An event is sent if it passes all lists. */
export interface NewWebhook {
  /** An https URL on the public Internet. Redirects are not followed. */
  readonly url: string;

  /** The party that gets it. It can be left out where the key that signed in belongs to one party. */
  readonly party?: string | undefined;

  /** Types of events. Without it, `record.accepted` and `record.rejected`. Events of batches and of the whole ledger have no kind, party or addressee, so the other lists leave none of them out. */
  readonly types?:
    | readonly (
        | 'record.accepted'
        | 'record.rejected'
        | 'batch.sealed'
        | 'batch.anchored'
        | 'batch.final'
        | 'batch.reverted'
        | 'batch.void'
        | 'party.registered'
        | 'party.changed'
        | 'party.reverted'
        | 'ledger.halted'
        | 'ledger.resumed'
        | 'ledger.closed'
        | 'ledger.reopened'
      )[]
    | undefined;

  /** Kinds of records. Without it, all. */
  readonly kinds?: readonly ('dataset' | 'result' | 'disclosure' | 'assurance' | 'decision')[] | undefined;

  /** Parties whose records and changes are sent. Without it, those of all parties. */
  readonly parties?: readonly string[] | undefined;

  /** Parties for which a record is meant (`addressees` of its statement). Without it and without `parties`, the party itself; with null, records for anyone and for nobody are sent. */
  readonly addressees?: readonly string[] | null | undefined;

  /** The id of the event after which it begins; `0`: the beginning of the ledger. Without it, now. */
  readonly after?: string | undefined;
}

/** Whether events are sent. */
export interface WebhookState {
  readonly state: 'active' | 'paused';
}

/** Work for pools. */
export interface NewWork {
  /** The party that asks. It can be left out where the key that signed in belongs to one party. */
  readonly party?: string | undefined;

  /** The parties that compute it, each all of it. What several give is compared. */
  readonly pools: readonly string[];
  readonly task: Task;

  /** How many units the task has. */
  readonly units: number;
  readonly unit: UnitSize;
}

/** What is computed. `draws`: a unit is a slice of the random draws of a run. `solution`: its only unit is the solution of the equations of a run. `runs`: a unit is a run. `reperform`: a unit is a registered result that is computed again. Inputs are ids of records; a pool reads their entries from the ledger, if it may. */
export type Task = JsonObject;

/** What one unit takes: bytes of its result, bytes of memory, seconds of one core. */
export interface UnitSize {
  readonly bytes: number;
  readonly memory: number;
  readonly seconds: number;
}

/** What a worker can take. */
export interface LeaseRequest {
  /** The pool. It can be left out where the key that signed in belongs to one party. */
  readonly pool?: string | undefined;

  /** The name of the worker, for people. */
  readonly worker: string;

  /** Bytes of memory that it has for a unit. */
  readonly memory: number;

  /** The most units to take. */
  readonly most: number;

  /** The parties for which the pool works. Without it, for everyone. */
  readonly parties?: readonly string[] | undefined;

  /** The only work to take from. */
  readonly work?: string | undefined;
}

/** Why a unit could not be computed. */
export interface UnitFailure {
  readonly pool: Hex;
  readonly token: number;
  readonly code: string;
  readonly message: string;
  readonly scope: 'unit' | 'work';
}

/** The answer to a registered record. */
export interface Accepted {
  readonly id: Hex;
  readonly receipt: Receipt;

  /** The state of the record, from accepted to final (protocol §9). */
  readonly state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'final' | 'rejected';
}

/** The signed acknowledgement of the operator for an accepted record (protocol §9). */
export interface Receipt {
  readonly record: Hex;

  /** When the server accepted the record, unix seconds by its clock. `sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server. */
  readonly acceptedAt: number;

  /** The deadline: the batch is on the chain by this time, unix seconds. */
  readonly anchorBy: number;

  /** By the operator. */
  readonly signature: Hex;
}

/** The body of every error. */
export interface ErrorAnswer {
  /** The code of the error; docs/errors.md lists all of them. */
  readonly code: string;
  readonly message: string;
  readonly details: JsonObject;

  /** Identifies the request in the server log. */
  readonly errorId: string;
}

/** A record in a list, with its statement and signature. */
export interface RecordSummary {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;

  /** The title in the statement; null if it has none. */
  readonly title: string | null;

  /** The state of the record, from accepted to final (protocol §9). */
  readonly state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'final' | 'rejected';

  /** When the server accepted the record, unix seconds by its clock. `sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server. */
  readonly acceptedAt: number;
  readonly batch: number | null;
  readonly rejected: { readonly code: string; readonly message: string } | null;
}

/** A record: what a party signs (protocol §5). `kind` is its number there: 1 dataset, 2 result, 3 disclosure, 4 assurance, 5 decision. */
export interface LedgerRecord {
  readonly party: Hex;
  readonly kind: 1 | 2 | 3 | 4 | 5;
  readonly subject: string;
  readonly sequence: number;
  readonly previous: Hex;
  readonly entries: Hex;
  readonly sources: readonly Hex[];
  readonly statement: Hex;
}

/** The result of one line of the request. */
export type BulkResult =
  | {
      /** The number of the line in the request, counted from 1. */
      readonly line: number;
      readonly id: Hex;
      readonly receipt: Receipt;

      /** The state of the record, from accepted to final (protocol §9). */
      readonly state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'final' | 'rejected';

      /** False if the ledger had the record already. */
      readonly created: boolean;
    }
  | {
      /** The number of the line in the request, counted from 1. */
      readonly line: number;
      readonly error: {
        /** The code of the error; docs/errors.md lists all of them. */
        readonly code: string;
        readonly message: string;
        readonly details: JsonObject;
      };
    };

/** A record with its statement and signature, and how far it has come. */
export interface RecordView {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;

  /** The state of the record, from accepted to final (protocol §9). */
  readonly state: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'final' | 'rejected';

  /** When the server accepted the record, unix seconds by its clock. `sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server. */
  readonly acceptedAt: number;
  readonly publicEntries: boolean;
  readonly batch: { readonly number: number; readonly id: Hex; readonly header: BatchHeader } | null;
  readonly anchor: Anchor | null;
  readonly rejected: { readonly code: string; readonly message: string } | null;
}

/** The header of a batch (protocol §6). `sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server. */
export interface BatchHeader {
  readonly number: number;
  readonly previous: Hex;
  readonly records: Hex;
  readonly recordCount: number;
  readonly heads: Hex;
  readonly sealedAt: number;
}

/** The block and transaction that hold a batch. */
export interface Anchor {
  readonly anchoredAt: number;
  readonly transaction: Hex;
  readonly block: number;
  readonly blockHash: Hex;
}

/** All entries of a record. */
export interface Entries {
  readonly record: Hex;
  readonly root: Hex;
  readonly public: boolean;
  readonly entries: readonly Entry[];
}

/** One figure, row or document of a record (protocol §4). */
export interface Entry {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: JsonObject | null;
  readonly salt: Hex;
}

/** A proof file (protocol §11). */
export interface Bundle {
  readonly format: 'carbon-ledger-proof/1';
  readonly chainId: number;
  readonly ledger: string;
  readonly records: readonly {
    readonly id: Hex;
    readonly record: {
      readonly party: Hex;
      readonly kind: 1 | 2 | 3 | 4 | 5;
      readonly subject: string;
      readonly sequence: number;
      readonly previous: Hex;
      readonly entries: Hex;
      readonly sources: readonly Hex[];
      readonly statement: Hex;
    };
    readonly statement: JsonObject;
    readonly signature: Hex;
    readonly entries: {
      readonly all: boolean;
      readonly shown: readonly {
        readonly key: string;
        readonly value: string | null;
        readonly unit: string;
        readonly from: number;
        readonly until: number;
        readonly detail: JsonObject | null;
        readonly salt: Hex;
        readonly siblings: readonly Hex[] | null;
      }[];
      readonly absent: readonly {
        readonly key: string;
        readonly end: { readonly key: Hex; readonly leaf: Hex } | null;
        readonly siblings: readonly Hex[];
      }[];
    };
    readonly inclusion: {
      readonly header: {
        readonly number: number;
        readonly previous: Hex;
        readonly records: Hex;
        readonly recordCount: number;
        readonly heads: Hex;
        readonly sealedAt: number;
      };
      readonly proof: readonly Hex[];
    };
    readonly anchor: {
      readonly anchoredAt: number;
      readonly transaction: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };
  }[];
  readonly history: readonly {
    readonly id: Hex;
    readonly record: {
      readonly party: Hex;
      readonly kind: 1 | 2 | 3 | 4 | 5;
      readonly subject: string;
      readonly sequence: number;
      readonly previous: Hex;
      readonly entries: Hex;
      readonly sources: readonly Hex[];
      readonly statement: Hex;
    };
    readonly signature: Hex;
    readonly inclusion: {
      readonly header: {
        readonly number: number;
        readonly previous: Hex;
        readonly records: Hex;
        readonly recordCount: number;
        readonly heads: Hex;
        readonly sealedAt: number;
      };
      readonly proof: readonly Hex[];
    };
    readonly anchor: {
      readonly anchoredAt: number;
      readonly transaction: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };
  }[];
  readonly heads: readonly {
    readonly header: {
      readonly number: number;
      readonly previous: Hex;
      readonly records: Hex;
      readonly recordCount: number;
      readonly heads: Hex;
      readonly sealedAt: number;
    };
    readonly anchor: {
      readonly anchoredAt: number;
      readonly transaction: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };
    readonly next: {
      readonly header: {
        readonly number: number;
        readonly previous: Hex;
        readonly records: Hex;
        readonly recordCount: number;
        readonly heads: Hex;
        readonly sealedAt: number;
      };
      readonly anchor: {
        readonly anchoredAt: number;
        readonly transaction: Hex;
        readonly block: number;
        readonly blockHash: Hex;
      };
    } | null;
    readonly party: Hex;
    readonly holder: { readonly streams: Hex } | null;
    readonly holderEnd: { readonly key: Hex; readonly leaf: Hex } | null;
    readonly holderSiblings: readonly Hex[];
    readonly kind: 1 | 2 | 3 | 4 | 5;
    readonly subject: string;
    readonly head: { readonly sequence: number; readonly record: Hex } | null;
    readonly end: { readonly key: Hex; readonly leaf: Hex } | null;
    readonly siblings: readonly Hex[];
  }[];
  readonly parties: readonly {
    readonly header: {
      readonly number: number;
      readonly previous: Hex;
      readonly records: Hex;
      readonly recordCount: number;
      readonly heads: Hex;
      readonly sealedAt: number;
    };
    readonly anchor: {
      readonly anchoredAt: number;
      readonly transaction: Hex;
      readonly block: number;
      readonly blockHash: Hex;
    };
    readonly next: {
      readonly header: {
        readonly number: number;
        readonly previous: Hex;
        readonly records: Hex;
        readonly recordCount: number;
        readonly heads: Hex;
        readonly sealedAt: number;
      };
      readonly anchor: {
        readonly anchoredAt: number;
        readonly transaction: Hex;
        readonly block: number;
        readonly blockHash: Hex;
      };
    } | null;
    readonly party: Hex;
    readonly holderSiblings: readonly Hex[];
    readonly heads: readonly {
      readonly kind: 1 | 2 | 3 | 4 | 5;
      readonly subject: string;
      readonly sequence: number;
      readonly record: Hex;
    }[];
  }[];
  readonly windows: readonly {
    readonly party: Hex;
    readonly role: 1 | 2 | 4 | 8 | 16 | 32 | null;
    readonly key: string | null;
    readonly index: number;
    readonly from: number;
    readonly until: number;
  }[];
  readonly stateProofs: readonly {
    readonly block: string;
    readonly address: string;
    readonly accountProof: readonly string[];
    readonly storage: readonly {
      readonly slot: Hex;
      readonly value: Hex;
      readonly proof: readonly string[];
    }[];
  }[];
}

/** What depends on a record, and whether it is stale. */
export interface Impact {
  readonly record: Hex;

  /** The newest version in its stream, with which it is compared; null where it is the newest. */
  readonly successor: Hex | null;

  /** Whether the newest version is a withdrawal. Then everything in the record counts as changed. */
  readonly withdrawn: boolean;

  /** Keys that the newest version added, removed or changed. Null where this cannot be determined: the entries are private or not stored, or the record has none. */
  readonly changed: readonly string[] | null;

  /** The number of records that depend on this one or on an earlier version of it. */
  readonly total: number;

  /** Whether there may be more dependents than `total`. */
  readonly truncated: boolean;

  /** `links`, `time`: following the sources took more than one request may; the next page continues, even if this one is empty. `dependents`: there are more than are followed. `versions`: the stream has more versions than are followed. Null where `truncated` is false. */
  readonly truncatedBy: 'links' | 'time' | 'dependents' | 'versions' | null;
  readonly dependents: {
    readonly items: readonly {
      readonly id: Hex;
      readonly party: Hex;

      /** The first identifier of the party; null where the registry does not know it. */
      readonly identifier: string | null;

      /** The title in the statement; empty where it has none. */
      readonly title: string;
      readonly kind: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision';
      readonly subject: string;
      readonly sequence: number;

      /** Sequence of the version on which it depends: the first record of `path`. Null where `path` is empty. */
      readonly version: number | null;

      /** `stale`: depends on changed data. `restated`: its newest version no longer does. `unaffected`: does not. `withdrawn`: it is a withdrawal, or its newest version is one, so that nobody should use it. */
      readonly state: 'stale' | 'restated' | 'unaffected' | 'withdrawn';

      /** `rows`: judged by its rows and figures. `record`: compared as a whole, because it has no figures or you may not read them. */
      readonly by: 'rows' | 'record';

      /** Its figures that depend on changed data; null where it is compared as a whole. */
      readonly keys: readonly string[] | null;

      /** From the version on which it depends to this record; empty where it is too long to follow. */
      readonly path: readonly Hex[];

      /** Its newest version, where `state` is `restated`; else null. */
      readonly restatedBy: Hex | null;

      /** The withdrawal, which may be this record itself, where `state` is `withdrawn`; else null. */
      readonly withdrawnBy: Hex | null;
    }[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  };
}

/** A stream with a page of its records. */
export interface Stream {
  readonly stream: Hex;
  readonly party: Hex;
  readonly kind: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision';
  readonly subject: string;

  /** The newest sealed record. */
  readonly head: { readonly sequence: number; readonly record: Hex } | null;

  /** The newest accepted record: the next one continues it. */
  readonly accepted: { readonly sequence: number; readonly record: Hex } | null;
  readonly records: {
    readonly items: readonly RecordSummary[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  };
}

/** A party with its identifiers and open roles, as read from the chain. */
export interface Party {
  readonly party: Hex;

  /** The first identifier: the party id is its hash. */
  readonly identifier: string;
  readonly identifiers: readonly string[];

  /** Roles that are open: their window has no end. */
  readonly roles: readonly ('company' | 'provider' | 'auditor' | 'exchange' | 'regulator' | 'operator')[];
}

/** A party with its windows, as read from the chain. `until` is 2^53−1 while a window has no end. */
export interface PartyDetail {
  readonly party: Hex;

  /** The first identifier: the party id is its hash. */
  readonly identifier: string;
  readonly identifiers: readonly string[];

  /** Roles that are open: their window has no end. */
  readonly roles: readonly ('company' | 'provider' | 'auditor' | 'exchange' | 'regulator' | 'operator')[];
  readonly windows: {
    readonly roles: readonly {
      readonly role: 'company' | 'provider' | 'auditor' | 'exchange' | 'regulator' | 'operator';
      readonly index: number;
      readonly from: number;
      readonly until: number;
    }[];
    readonly keys: readonly {
      readonly key: string;
      readonly index: number;
      readonly from: number;
      readonly until: number;
    }[];
  };
}

/** A stream with its newest records. */
export interface StreamSummary {
  readonly stream: Hex;
  readonly party: Hex;
  readonly kind: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision';
  readonly subject: string;

  /** The newest sealed record. */
  readonly head: { readonly sequence: number; readonly record: Hex } | null;

  /** The newest accepted record: the next one continues it. */
  readonly accepted: { readonly sequence: number; readonly record: Hex } | null;
}

/** A batch with its header, and where it is anchored. */
export interface Batch {
  readonly number: number;
  readonly id: Hex;
  readonly header: BatchHeader;
  readonly state: 'sealed' | 'submitted' | 'anchored' | 'final';
  readonly anchor: Anchor | null;
}

/** One line: a record of a batch with its statement and signature. */
export interface SealedRecord {
  readonly id: Hex;
  readonly record: LedgerRecord;
  readonly statement: JsonObject;
  readonly signature: Hex;
}

/** What a search found. */
export interface SearchResult {
  /** What was searched for: without blanks, in lower case. */
  readonly text: string;

  /** Batches, records, parties and streams, in this order. */
  readonly hits: readonly SearchHit[];

  /** The types that have more hits than are shown. A longer text finds others. */
  readonly more: readonly ('party' | 'stream' | 'record' | 'batch')[];
}

/** Something that a search found, as lists show it. */
export type SearchHit = JsonObject;

/** A page of factors. */
export interface FactorSearch {
  readonly items: readonly Factor[];

  /** The cursor of the next page; null on the last page. */
  readonly next: string | null;

  /** What was searched, and for what. */
  readonly searched: {
    readonly words: readonly string[];

    /** The places whose factors are found, the narrowest first; an empty text for factors of any place. Null where no place is asked for. */
    readonly places: readonly string[] | null;
    readonly starterRows: number;

    /** Datasets that the search does not know yet; 1,000 also if there are more. */
    readonly unread: number;

    /** Whether the reader has grants for more than 1000 datasets: then those granted first are not searched. */
    readonly grantsLeftOut: boolean;
  };

  /** If nothing was found: words that no factor has, and the nearest word of the starter data. */
  readonly unknown: readonly { readonly word: string; readonly near: string | null }[];
}

/** A factor that a search found. */
export interface Factor {
  readonly key: string;

  /** The row type (docs/datasets.md). */
  readonly type: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;

  /** 0 where the factor holds at any time. */
  readonly until: number;
  readonly title: string | null;

  /** The members that tell it from others, and its year. */
  readonly detail: JsonObject;
  readonly source: {
    readonly title: string;
    readonly url: string | null;
    readonly licence: string | null;
    readonly published: string | null;
  } | null;

  /** Whether all words are its subject, or in its name, or some only in its source; `any` without words. */
  readonly match: 'subject' | 'name' | 'source' | 'any';

  /** Where it is in the starter data, if it is there. */
  readonly starter: {
    /** The file in the folder `data` of the project. */
    readonly file: string;
    readonly line: number;

    /** Whether only a secondary source was at hand. */
    readonly isSecondary: boolean;
  } | null;

  /** The record that holds it, unless it is starter data. */
  readonly record: {
    readonly id: Hex;
    readonly party: Hex;

    /** The first identifier of the party. */
    readonly identifier: string | null;
    readonly subject: string;
    readonly title: string | null;

    /** Whether anyone may read the entries. */
    readonly public: boolean;

    /** The newest version in the stream; null if this is it. */
    readonly newest: Hex | null;
    readonly withdrawnBy: Hex | null;
  } | null;
}

/** Something that happened in the ledger. */
export type LedgerEvent =
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'record.accepted';
      readonly record: EventRecord;
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'record.rejected';
      readonly record: EventRecord;
      readonly rejected: { readonly code: string; readonly message: string };
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'batch.sealed' | 'batch.anchored' | 'batch.final' | 'batch.reverted' | 'batch.void';
      readonly batch: EventBatch;
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'party.registered' | 'party.changed' | 'party.reverted';
      readonly party: EventParty;
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'ledger.halted';
      readonly halted: { readonly code: string; readonly message: string };
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'ledger.closed';
      readonly closed: { readonly batch: number; readonly successor: string };
    }
  | {
      /** The cursor of this event. */
      readonly id: string;

      /** When it happened, unix seconds by the clock of the server. */
      readonly at: number;
      readonly type: 'ledger.resumed' | 'ledger.reopened';
    };

/** What an event says about a record: nothing about its entries. */
export interface EventRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision';
  readonly subject: string;
  readonly stream: Hex;
  readonly sequence: number;

  /** What this version is, as the statement of a dataset, result or disclosure says: `withdrawal` takes the record back. Null where it says nothing, as the first version. */
  readonly change: 'correction' | 'restatement' | 'withdrawal' | null;

  /** What an assurance says; null for a replay, and for every other kind. */
  readonly opinion: 'unqualified' | 'qualified' | 'adverse' | 'withdrawn' | null;

  /** What a decision says; null for a replay, and for every other kind. */
  readonly outcome: 'accepted' | 'queried' | 'rejected' | 'withdrawn' | null;

  /** The record that this assurance or decision answers; null if it answers none. */
  readonly answers: Hex | null;

  /** The parties for which it is meant, as its statement names them. */
  readonly addressees: readonly Hex[];
}

/** What an event says about a batch. */
export interface EventBatch {
  readonly number: number;
  readonly id: Hex;

  /** How many records it has. */
  readonly records: number;

  /** The block that holds it, or held it before. */
  readonly block: number | null;
  readonly transaction: Hex | null;
}

/** What changed of a party. */
export interface EventParty {
  readonly id: Hex;

  /** An identifier that was added. */
  readonly identifier: string | null;

  /** A role whose window opened or closed. */
  readonly role: 'company' | 'provider' | 'auditor' | 'exchange' | 'regulator' | 'operator' | null;

  /** A key whose window opened or closed. */
  readonly key: string | null;

  /** When that window opens, unix seconds of block time. */
  readonly from: number | null;

  /** When that window closes. */
  readonly until: number | null;

  /** The block that says so. */
  readonly block: number;
}

/** A nonce for one sign-in. */
export interface Nonce {
  readonly nonce: string;
  readonly expiresAt: number;
}

/** A session of a signed-in key. */
export interface Session {
  /** Send it as `Authorization: Bearer …`. It is shown only here. */
  readonly token: string;
  readonly address: string;
  readonly expiresAt: number;

  /** The parties that have the address as an open key. */
  readonly parties: readonly Hex[];
}

/** The parties that may read the entries of a private record. */
export interface Grants {
  readonly record: Hex;
  readonly grants: readonly { readonly party: Hex; readonly grantedAt: number }[];
}

/** A private record whose entries a party may read by a grant. */
export interface ReceivedGrant {
  readonly record: Hex;
  readonly grantedAt: number;
}

/** How much of a document has arrived. */
export interface DocumentState {
  readonly sha256: string;

  /** The size of the document, in bytes. */
  readonly size: number;

  /** How many bytes of it have arrived. */
  readonly received: number;

  /** Whether the document is stored. */
  readonly isComplete: boolean;
}

/** A webhook with its new secret. */
export interface WebhookWithSecret {
  /** The id of the webhook. */
  readonly id: string;
  readonly party: Hex;
  readonly url: string;
  readonly types:
    | readonly (
        | 'record.accepted'
        | 'record.rejected'
        | 'batch.sealed'
        | 'batch.anchored'
        | 'batch.final'
        | 'batch.reverted'
        | 'batch.void'
        | 'party.registered'
        | 'party.changed'
        | 'party.reverted'
        | 'ledger.halted'
        | 'ledger.resumed'
        | 'ledger.closed'
        | 'ledger.reopened'
      )[]
    | null;
  readonly kinds: readonly ('dataset' | 'result' | 'disclosure' | 'assurance' | 'decision')[] | null;
  readonly parties: readonly Hex[] | null;
  readonly addressees: readonly Hex[] | null;

  /** `active`; `paused` by its party; `failed`: paused after days without success; `gone`: the receiver answered 410. Events wait while it is not active. */
  readonly state: 'active' | 'paused' | 'failed' | 'gone';
  readonly createdAt: number;

  /** Attempts that failed in a row. */
  readonly failures: number;
  readonly failingSince: number | null;

  /** When the next attempt is due; null if none has failed. */
  readonly retryAt: number | null;

  /** Until when the secret before the last rotation signs too; null if it does not. */
  readonly formerSecretUntil: number | null;

  /** Signs what is sent: `whsec_` and base64. It is shown only here. */
  readonly secret: string;
}

/** A webhook. */
export interface Webhook {
  /** The id of the webhook. */
  readonly id: string;
  readonly party: Hex;
  readonly url: string;
  readonly types:
    | readonly (
        | 'record.accepted'
        | 'record.rejected'
        | 'batch.sealed'
        | 'batch.anchored'
        | 'batch.final'
        | 'batch.reverted'
        | 'batch.void'
        | 'party.registered'
        | 'party.changed'
        | 'party.reverted'
        | 'ledger.halted'
        | 'ledger.resumed'
        | 'ledger.closed'
        | 'ledger.reopened'
      )[]
    | null;
  readonly kinds: readonly ('dataset' | 'result' | 'disclosure' | 'assurance' | 'decision')[] | null;
  readonly parties: readonly Hex[] | null;
  readonly addressees: readonly Hex[] | null;

  /** `active`; `paused` by its party; `failed`: paused after days without success; `gone`: the receiver answered 410. Events wait while it is not active. */
  readonly state: 'active' | 'paused' | 'failed' | 'gone';
  readonly createdAt: number;

  /** Attempts that failed in a row. */
  readonly failures: number;
  readonly failingSince: number | null;

  /** When the next attempt is due; null if none has failed. */
  readonly retryAt: number | null;

  /** Until when the secret before the last rotation signs too; null if it does not. */
  readonly formerSecretUntil: number | null;
}

/** A message that will be sent once. */
export interface WebhookMessage {
  /** Its `webhook-id`, as the log will show it. */
  readonly message: string;
}

/** An attempt to deliver. */
export interface WebhookAttempt {
  readonly id: number;

  /** `webhook-id`: the same in every attempt to deliver one event. */
  readonly message: string;
  readonly type: string;

  /** What was sent. */
  readonly body: string;
  readonly attemptedAt: number;
  readonly milliseconds: number;

  /** The status that the receiver answered; null without an answer. */
  readonly status: number | null;

  /** Why there was no answer; null if there was one. */
  readonly error: string | null;

  /** The beginning of the body of the answer: 1,024 bytes at most. */
  readonly answer: string;
}

/** Work on pools. */
export interface Work {
  /** The id of the work. */
  readonly id: string;
  readonly party: Hex;
  readonly kind: string;
  readonly units: number;
  readonly unit: UnitSize;
  readonly state: 'open' | 'done' | 'cancelled';
  readonly createdAt: number;
  readonly endedAt: number | null;

  /** How far each pool is. */
  readonly lines: readonly {
    readonly pool: Hex;

    /** Units that a worker has taken at least once. */
    readonly begun: number;
    readonly done: number;

    /** Units that are given up. */
    readonly dead: number;

    /** Why the pool computes no more of it. */
    readonly refused: { readonly code: string; readonly message: string } | null;
  }[];
}

/** Units that the worker has for itself for a while; null: nothing waits. */
export interface Lease {
  readonly lease: {
    /** The id of the work. */
    readonly work: string;
    readonly pool: Hex;
    readonly party: Hex;
    readonly task: Task;
    readonly size: UnitSize;
    readonly units: readonly {
      readonly unit: number;

      /** Sent with the result: it says which taking of the unit it is of. */
      readonly token: number;
    }[];

    /** For how long the units are yours, unless you renew. */
    readonly seconds: number;
  } | null;

  /** Whether units of the pool are computed now, or wait for another attempt: ask again later. */
  readonly isWaiting: boolean;
}

/** What pools gave, by unit, and units that they gave up. */
export interface UnitResults {
  readonly items: readonly {
    readonly unit: number;
    readonly pool: Hex;

    /** SHA-256 of the bytes. */
    readonly sha256: string;
    readonly size: number;
    readonly worker: string;
    readonly milliseconds: number;
  }[];
  readonly dead: readonly {
    readonly unit: number;
    readonly pool: Hex;
    readonly code: string;
    readonly message: string;
  }[];
}

/** The state of the ledger: chain, batches, records that wait. */
export interface Status {
  /** The chain as read by the indexer; null before its first reading. */
  readonly chain: {
    readonly chainId: number;
    readonly ledger: string;
    readonly registry: string;
    readonly head: { readonly number: number; readonly time: number } | null;
    readonly final: { readonly number: number; readonly time: number; readonly hash: Hex } | null;
  } | null;

  /** Number of the newest sealed batch; 0 before the first. */
  readonly sealed: number;

  /** Number of the newest anchored batch. */
  readonly anchored: number;

  /** Number of the newest final batch. */
  readonly final: number;
  readonly queue: { readonly waiting: number; readonly since: number | null };

  /** Why the ledger is halted and seals nothing until its operator acts; null while it works. */
  readonly halted: { readonly code: string; readonly message: string } | null;

  /** How the ledger ended: it accepts no more records, and stays readable. Null while it is open. */
  readonly closed: {
    /** Number of the last batch; 0 if there is none. */
    readonly batch: number;

    /** The ledger that continues this one; the zero address if none does. */
    readonly successor: string;
  } | null;

  /** The clock of the server. */
  readonly now: number;
}

/** The operations without a request body. All throw ApiError with a code of docs/errors.md. Times are unix seconds. */
export interface Operations {
  /** List records. Records as signed, in the order of acceptance, the newest first, of all or of those that meet every filter given. A page ends at 1 MiB. A state is that of now: a record can change it between two pages. A page can be short or empty before the last one: `next` tells whether more follow. */
  listRecords(parameters?: {
    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
    readonly id?: Hex | undefined;
    readonly party?: string | undefined;
    readonly kind?: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision' | undefined;
    readonly subject?: string | undefined;

    /** Only records that name this record as a source. */
    readonly source?: Hex | undefined;

    /** Only the assurances and decisions that answer this record. */
    readonly answers?: Hex | undefined;

    /** Only records whose statement names this party among its `addressees`: the party id, or any identifier of the party. */
    readonly addressee?: string | undefined;

    /** Only records accepted at or after this time: unix seconds, or an ISO day or moment in UTC such as `2024-01-31T08:00:00Z`. */
    readonly since?: string | undefined;

    /** Only records accepted before this time, given as in `since`. It lets a reader start in the middle of a long list. */
    readonly until?: string | undefined;

    /** Only records that are in this state now (protocol §9). */
    readonly state?: 'accepted' | 'sealed' | 'submitted' | 'anchored' | 'final' | 'rejected' | undefined;
  }): Promise<{
    readonly items: readonly RecordSummary[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Read a record and its state. The record as signed, the batch it is sealed in and where the chain holds that batch. Entries have a route of their own. `sealedAt` can be earlier than `acceptedAt`: `sealedAt` is chain time, one second before the newest final block when the batch was sealed, while `acceptedAt` is the clock of the server. */
  readRecord(parameters: {
    /** The record id. */
    readonly id: Hex;
  }): Promise<RecordView>;

  /** Read the entries of a record. Anyone may read the entries of a public record. Those of a private record are for its party, signed in with an open key, and for parties with a grant. */
  readRecordEntries(parameters: {
    /** The record id. */
    readonly id: Hex;
  }): Promise<Entries>;

  /** Download a proof file. A proof file (`*.carbon-proof.json`, protocol §11) lets anyone verify a record with nothing but the chain. It contains the record, its sources, the assurances and decisions about it (withdrawn ones too), newer versions, and the newest heads. Entries of a private record are included only for those who may read them. */
  readBundle(parameters: {
    /** The record id. */
    readonly id: Hex;

    /** Entries to show: `all`, `none`, or keys separated by commas (percent-encode `+` as `%2B`). By default all entries that are stored and that you may read. */
    readonly entries?: string | undefined;

    /** Keys, separated by commas, for which to prove that the record has no such entry. */
    readonly absent?: string | undefined;

    /** How many levels of sources to include. Default: 1; with reperformable all, because figures can come from results that have sources themselves. */
    readonly depth?: number | undefined;

    /** Include everything needed to compute the figures again: the run of the result, and from each source exactly the rows that the run uses. You must be allowed to read all of them. */
    readonly reperformable?: 'true' | undefined;

    /** Ids of parties, separated by commas. For each, show its newest assurance and decision about the stream of the record, or prove that there is none. */
    readonly judges?: string | undefined;

    /** Include every version of the stream, from the shown head down to sequence 1, as links: the check `order` needs them. */
    readonly history?: 'true' | undefined;

    /** List all streams of the party, as of the batch of the heads: the check `completeness` needs them. */
    readonly complete?: 'true' | undefined;

    /** Streams, separated by commas, each `kind:subject` of the party of the record, or `party:kind:subject` with the id of a party, such as `result:inventory/2024`. For each, show its newest version, or prove that there is no such stream. */
    readonly streams?: string | undefined;

    /** Ids of parties, separated by commas. Show heads and lists as of the newest final batch that they replayed, and not as of the newest one, with their replays. */
    readonly replays?: string | undefined;

    /** How many of `replays` must have replayed that batch. Default: 1. */
    readonly quorum?: number | undefined;
  }): Promise<Bundle>;

  /** The dependents of a record, and which of them are stale. Lists every record that depends on this one or on an earlier version of it, directly or through others, each with its path. Each is compared with the newest version in the stream: by rows and figures where you may read the entries, else as a whole. Where this is much work, `truncated` is true and later pages continue: read `total` on the last one. */
  readImpact(parameters: {
    /** The record id. */
    readonly id: Hex;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<Impact>;

  /** Read a stream. The newest sealed record (`head`), the newest accepted record (`accepted`), and all versions by sequence. In a stream without records both are null. The subject may contain slashes, encoded or not. */
  readStream(parameters: {
    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;

    /** The kind: dataset, result, disclosure, assurance or decision. */
    readonly kind: 'dataset' | 'result' | 'disclosure' | 'assurance' | 'decision';
    readonly subject: string;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<Stream>;

  /** List parties. Registered parties with their identifiers and roles, ordered by identifier. */
  listParties(parameters?: {
    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly Party[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Read a party. Identifiers, roles and keys of a party, with the windows in which they are valid, as read from the chain. */
  readParty(parameters: {
    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;
  }): Promise<PartyDetail>;

  /** List the streams of a party. Streams ordered by kind and subject, each with its newest version. */
  listStreamsOfParty(parameters: {
    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly StreamSummary[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** List batches. Batches with their headers, the newest first, each with the block that holds it; also by their state. */
  listBatches(parameters?: {
    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;

    /** Only batches that are in this state now (protocol §9). */
    readonly state?: 'sealed' | 'submitted' | 'anchored' | 'final' | undefined;
  }): Promise<{
    readonly items: readonly Batch[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Read a batch. The header of a batch, its state, and the block and transaction that hold it. */
  readBatch(parameters: {
    /** The number of the batch, counted from 1. */
    readonly number: number;
  }): Promise<Batch>;

  /** Read the records of a batch. One record per line, in the order of the leaves of the batch. This is all that a replay needs (protocol §7): ids and signatures give the tree of the batch, the records give its new heads. */
  readBatchRecords(parameters: {
    /** The number of the batch, counted from 1. */
    readonly number: number;
  }): AsyncGenerator<SealedRecord>;

  /** List the records of a batch. A page of the records of a batch, in the order of its leaves, without statements and signatures. */
  listRecordsOfBatch(parameters: {
    /** The number of the batch, counted from 1. */
    readonly number: number;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly RecordSummary[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Search for a party, stream, record or batch. Finds parties by the beginning of an identifier (with or without its scheme), by their id or by an address that is or was their key; streams by the beginning of their subject or by their id; records by their id; and batches by their number, their id or the transaction that anchored them. The first 8 or more digits of a hash are enough. Case and blanks do not matter. There are at most 10 hits of each type. */
  search(parameters: {
    /** What to search for, at most 128 characters. */
    readonly q: string;
  }): Promise<SearchResult>;

  /** Search for factors. Finds factors in the starter data and in datasets of the ledger, by words and filters that all must hold: the best matches first, of equal ones first the starter data, then the rows read last. Rows of private records are found by their party, signed in, and by parties with a grant. A page has at most 50 factors. A dataset is found some seconds after it was registered. */
  searchFactors(parameters?: {
    /** Words that a factor must have in its subject, title, key or source: at most 24. Case, width and English plurals do not matter. Of Chinese and Japanese, which have no blanks, every two neighbouring characters are a word. */
    readonly q?: string | undefined;

    /** Factors of this place, of its country, and of any place: a code of ISO 3166-1 or 3166-2. */
    readonly place?: string | undefined;

    /** Factors that hold in some part of this year, or at any time. */
    readonly year?: string | undefined;

    /** The same for a period, instead of the year: `2023-Q2`, `2023-05` or `2023-04-01/2024-04-01`, whose end is the first day after it. */
    readonly period?: string | undefined;

    /** Factors of this row type. */
    readonly type?: string | undefined;

    /** Factors that weigh this gas, alone or in a sum; CO2e for sums. */
    readonly gas?: string | undefined;

    /** Factors whose unit converts to this one, or that are per something that does. */
    readonly unit?: string | undefined;

    /** Factors with this basis. */
    readonly basis?: string | undefined;

    /** Words that the title of the source must have. */
    readonly source?: string | undefined;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<FactorSearch>;

  /** List events. The events behind a cursor, the oldest first, for clients that ask again and again. Events of records name the record, its party, kind and place in its stream, the record that it answers and the parties for which it is meant, never its entries. Events of batches, and of the ledger as a whole, pass every filter but `types`. The order never changes: what a reorganisation of the chain takes back is a further event. `next` is the cursor for the next request, even where nothing follows yet. A page can be short or empty although more follow: `more` tells. */
  listEvents(parameters?: {
    /** The id of the last event that you have, or 0 for the beginning. Leave it out for what happens from now on. */
    readonly after?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
    readonly types?: string | undefined;
    readonly party?: string | undefined;
    readonly kind?: string | undefined;
    readonly record?: string | undefined;
    readonly addressee?: string | undefined;
  }): Promise<{
    readonly items: readonly LedgerEvent[];

    /** The cursor behind this page. */
    readonly next: string;

    /** Whether more events may follow now. */
    readonly more: boolean;
  }>;

  /** Get a nonce. A new nonce for a sign-in message. It can be used once. */
  giveNonce(): Promise<Nonce>;

  /** Sign out. Ends the session. Its token is no longer valid. */
  signOut(): Promise<void>;

  /** List grants. The parties that may read the entries of a private record. Only the party of the record may see them. */
  readGrants(parameters: {
    /** The record id. */
    readonly id: Hex;
  }): Promise<Grants>;

  /** Grant a party. Lets a party read the entries of a private record. Granting twice has no further effect. */
  grantReading(parameters: {
    readonly id: Hex;

    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;
  }): Promise<Grants>;

  /** Revoke a grant. The party can no longer read the entries. It keeps copies that it made before. */
  revokeReading(parameters: {
    readonly id: Hex;

    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;
  }): Promise<Grants>;

  /** List the grants of a party. The private records whose entries the party may read by a grant, the last granted first. Only the party itself may see them. */
  listGrantsReceived(parameters: {
    /** The party id, or any identifier of the party, such as `lei:529900T8BM49AURSDO55`. */
    readonly party: string;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly ReceivedGrant[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** List webhooks. The webhooks of the parties that have the key that signed in, by id. */
  listWebhooks(parameters?: {
    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly Webhook[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Read a webhook. What it is sent, and whether that succeeds. Only its party may see it. */
  readWebhook(parameters: {
    /** The id of the webhook. */
    readonly id: string;
  }): Promise<Webhook>;

  /** Remove a webhook. Nothing more is sent; an attempt that has begun may still arrive. Its log is deleted too. */
  removeWebhook(parameters: {
    /** The id of the webhook. */
    readonly id: string;
  }): Promise<void>;

  /** Rotate the secret of a webhook. Makes a new secret. For a day the one before signs too, so that a receiver can change without a gap; then only the new one does. Rotating twice ends the first secret at once. */
  rotateWebhookSecret(parameters: {
    /** The id of the webhook. */
    readonly id: string;
  }): Promise<WebhookWithSecret>;

  /** Send a test event. Sends an event of the type `webhook.test` once, also while the webhook is paused. The log shows what the receiver answered. */
  testWebhook(parameters: {
    /** The id of the webhook. */
    readonly id: string;
  }): Promise<WebhookMessage>;

  /** Read the delivery log. Every attempt to deliver, the last first, with what was sent and what the receiver answered. It has the last 10,000 attempts of 30 days. */
  listWebhookAttempts(parameters: {
    /** The id of the webhook. */
    readonly id: string;

    /** `next` of the previous page. Leave it out for the first page. */
    readonly cursor?: string | undefined;

    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{
    readonly items: readonly WebhookAttempt[];

    /** The cursor of the next page; null on the last page. */
    readonly next: string | null;
  }>;

  /** Deliver again. Sends what an attempt of the log sent once more, with the same `webhook-id`, also while the webhook is paused. */
  repeatWebhookAttempt(parameters: {
    /** The id of the webhook. */
    readonly id: string;

    /** The id of the attempt in the log. */
    readonly attempt: number;
  }): Promise<WebhookMessage>;

  /** List work. The work for which the parties of the key that signed in have asked, the newest first. */
  listWork(parameters?: {
    /** The most items on the page, 50 by default. The server may return fewer. */
    readonly limit?: number | undefined;
  }): Promise<{ readonly items: readonly Work[] }>;

  /** Read how far work is. How far each pool is. */
  readWork(parameters: {
    /** The id of the work. */
    readonly id: string;
  }): Promise<Work>;

  /** List results of units. What pools gave: of each unit and pool the hash of the bytes, by unit. Units that pools gave up are listed beside. */
  listWorkResults(parameters: {
    /** The id of the work. */
    readonly id: string;
    readonly from?: number | undefined;
  }): Promise<UnitResults>;

  /** Read the status of the ledger. The chain as read by the indexer, the newest sealed, anchored and final batch, and the records that wait to be sealed. */
  showStatus(): Promise<Status>;

  /** Check that the process runs. Answers as long as the process runs, whatever the state of database and chain. For liveness probes. */
  showHealth(): Promise<{ readonly ok: true }>;

  /** Check that the process is ready. For readiness probes. Answers 200 if, on a connection of its own, the database stores a small write within two seconds, the indexer has read a final block, and the clock of the process does not differ from the chain by more than `maxDelay`. Reading and registering then work: they need the chain as it was read, and go on while the chain does not answer. A halted or closed ledger stays ready, because it can be read. A process without the role `api` also must have reached the chain since it started. `details.part` names what is missing. */
  showReadiness(): Promise<{ readonly ok: true }>;
}

/** Where each of these operations is, and what it answers. Parameters that the path does not name go into the query. */
export const OPERATIONS = {
  listRecords: { method: 'GET', path: '/v1/records', answer: 'object' },
  readRecord: { method: 'GET', path: '/v1/records/{id}', answer: 'object' },
  readRecordEntries: { method: 'GET', path: '/v1/records/{id}/entries', answer: 'object' },
  readBundle: { method: 'GET', path: '/v1/records/{id}/bundle', answer: 'object' },
  readImpact: { method: 'GET', path: '/v1/records/{id}/impact', answer: 'object' },
  readStream: { method: 'GET', path: '/v1/streams/{party}/{kind}/{subject}', answer: 'object' },
  listParties: { method: 'GET', path: '/v1/parties', answer: 'object' },
  readParty: { method: 'GET', path: '/v1/parties/{party}', answer: 'object' },
  listStreamsOfParty: { method: 'GET', path: '/v1/parties/{party}/streams', answer: 'object' },
  listBatches: { method: 'GET', path: '/v1/batches', answer: 'object' },
  readBatch: { method: 'GET', path: '/v1/batches/{number}', answer: 'object' },
  readBatchRecords: { method: 'GET', path: '/v1/batches/{number}/records', answer: 'lines' },
  listRecordsOfBatch: { method: 'GET', path: '/v1/batches/{number}/summaries', answer: 'object' },
  search: { method: 'GET', path: '/v1/search', answer: 'object' },
  searchFactors: { method: 'GET', path: '/v1/factors', answer: 'object' },
  listEvents: { method: 'GET', path: '/v1/events/page', answer: 'object' },
  giveNonce: { method: 'GET', path: '/v1/session/nonce', answer: 'object' },
  signOut: { method: 'DELETE', path: '/v1/session', answer: 'nothing' },
  readGrants: { method: 'GET', path: '/v1/records/{id}/grants', answer: 'object' },
  grantReading: { method: 'PUT', path: '/v1/records/{id}/grants/{party}', answer: 'object' },
  revokeReading: { method: 'DELETE', path: '/v1/records/{id}/grants/{party}', answer: 'object' },
  listGrantsReceived: { method: 'GET', path: '/v1/parties/{party}/grants', answer: 'object' },
  listWebhooks: { method: 'GET', path: '/v1/webhooks', answer: 'object' },
  readWebhook: { method: 'GET', path: '/v1/webhooks/{id}', answer: 'object' },
  removeWebhook: { method: 'DELETE', path: '/v1/webhooks/{id}', answer: 'nothing' },
  rotateWebhookSecret: { method: 'POST', path: '/v1/webhooks/{id}/secret', answer: 'object' },
  testWebhook: { method: 'POST', path: '/v1/webhooks/{id}/test', answer: 'object' },
  listWebhookAttempts: { method: 'GET', path: '/v1/webhooks/{id}/attempts', answer: 'object' },
  repeatWebhookAttempt: {
    method: 'POST',
    path: '/v1/webhooks/{id}/attempts/{attempt}/again',
    answer: 'object',
  },
  listWork: { method: 'GET', path: '/v1/work', answer: 'object' },
  readWork: { method: 'GET', path: '/v1/work/{id}', answer: 'object' },
  listWorkResults: { method: 'GET', path: '/v1/work/{id}/results', answer: 'object' },
  showStatus: { method: 'GET', path: '/v1/status', answer: 'object' },
  showHealth: { method: 'GET', path: '/healthz', answer: 'object' },
  showReadiness: { method: 'GET', path: '/readyz', answer: 'object' },
} as const satisfies Record<keyof Operations, { method: string; path: string; answer: string }>;
