import type { Hex } from '../../core/encoding/hex.ts';
import { type Kind, type KindName, KINDS, type RoleName } from '../../core/records/kind.ts';
import type { Change, Opinion, Outcome } from '../../core/records/statement.ts';

/** What an event says about a record: what anyone may know, and nothing about its entries. */
export interface EventRecord {
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
  readonly stream: Hex;
  readonly sequence: number;
  /** What a version of a dataset, result or disclosure is, as its statement says; null for a first or unnamed one, and other kinds. */
  readonly change: Change | null;
  /** What an assurance says; null for a replay and other kinds. */
  readonly opinion: Opinion | null;
  /** What a decision says; null for a replay and other kinds. */
  readonly outcome: Outcome | null;
  /** The record that its statement answers; null if it answers none. */
  readonly answers: Hex | null;
  /** The parties for which its statement is meant. */
  readonly addressees: readonly Hex[];
}

/** A batch; `block` and `transaction` are null where it is not on the chain. */
export interface EventBatch {
  readonly number: number;
  /** The header id. */
  readonly id: Hex;
  /** How many records it has. */
  readonly records: number;
  readonly block: number | null;
  readonly transaction: Hex | null;
}

/** What changed of a party: an identifier, or a role or key whose window opened (`from`) or closed (`until`). */
export interface EventParty {
  readonly id: Hex;
  readonly identifier: string | null;
  readonly role: RoleName | null;
  /** EIP-55. */
  readonly key: string | null;
  /** Unix seconds. */
  readonly from: number | null;
  readonly until: number | null;
  /** The block of the chain that says so. */
  readonly block: number;
}

/** Why a record was rejected, or the ledger halted. */
interface Reason {
  readonly code: string;
  readonly message: string;
}

export const BATCH_EVENTS = [
  'batch.sealed',
  'batch.anchored',
  'batch.final',
  'batch.reverted',
  'batch.void',
] as const;
export const PARTY_EVENTS = ['party.registered', 'party.changed', 'party.reverted'] as const;

/** The types of events. */
export const EVENT_TYPES = [
  'record.accepted',
  'record.rejected',
  ...BATCH_EVENTS,
  ...PARTY_EVENTS,
  'ledger.halted',
  'ledger.resumed',
  'ledger.closed',
  'ledger.reopened',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Something that happened in the ledger, with its place in the order of events. */
export type LedgerEvent = {
  readonly position: number;
  /** Unix seconds. */
  readonly at: number;
} & (
  | { readonly type: 'record.accepted'; readonly record: EventRecord }
  | { readonly type: 'record.rejected'; readonly record: EventRecord; readonly rejected: Reason }
  | { readonly type: (typeof BATCH_EVENTS)[number]; readonly batch: EventBatch }
  | { readonly type: (typeof PARTY_EVENTS)[number]; readonly party: EventParty }
  | { readonly type: 'ledger.halted'; readonly halted: Reason }
  | {
      readonly type: 'ledger.closed';
      /** The last batch (0: none), and the EIP-55 address of the successor (zero: none). */
      readonly closed: { readonly batch: number; readonly successor: string };
    }
  | { readonly type: 'ledger.resumed' | 'ledger.reopened' }
);

/** Which events are read. A list that is null lets all pass. */
export interface EventFilter {
  readonly types: readonly EventType[] | null;
  /** Events of these parties and of their records. */
  readonly parties: readonly Hex[] | null;
  /** Of events of records, those of these kinds. */
  readonly kinds: readonly Kind[] | null;
  /** Of events of records, those of these records. */
  readonly records: readonly Hex[] | null;
  /** Of events of records, those that are meant for one of these parties. */
  readonly addressees: readonly Hex[] | null;
}

/** Lets every event pass. */
export const ALL_EVENTS: EventFilter = {
  types: null,
  parties: null,
  kinds: null,
  records: null,
  addressees: null,
};

/** Tells whether an event passes a filter. What concerns the whole ledger, such as batches, passes unless its type is left out. */
export function passesFilter(event: LedgerEvent, filter: EventFilter): boolean {
  if (!isAmong(event.type, filter.types)) return false;
  if ('party' in event)
    return (
      isAmong(event.party.id, filter.parties) &&
      [filter.kinds, filter.records, filter.addressees].every((list) => list === null)
    );
  if (!('record' in event)) return true;
  const { id, party, kind, addressees } = event.record;
  return (
    isAmong(party, filter.parties) &&
    isAmong(KINDS[kind], filter.kinds) &&
    isAmong(id, filter.records) &&
    (filter.addressees?.some((one) => addressees.includes(one)) ?? true)
  );
}

function isAmong<Value>(value: Value, list: readonly Value[] | null): boolean {
  return list?.includes(value) ?? true;
}
