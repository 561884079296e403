import { hashHeader } from '../../../core/batches/batch.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { Entry } from '../../../core/records/entry.ts';
import { KINDS } from '../../../core/records/kind.ts';
import {
  buildBundle,
  linkRecord,
  showHead,
  showParty,
  showRecord,
  showWindow,
} from '../../helpers/bundle-builder.ts';
import {
  type MemoryBatch,
  type MemoryLedger,
  createLedger,
  registerParty,
  sealBatch,
} from '../../helpers/memory-ledger.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { defaultPolicy } from '../verify/market.ts';
import type { Scene } from './sketch.ts';

/**
 * The scene of most vectors. Batch 1 holds a provider's factors, and a company's activity data and inventory. Batch 2 holds the
 * inventory's restatement, the subject of the file. Batches 3 and 4 hold replays of batch 2 by a regulator and an auditor.
 */
export interface Plain extends Scene {
  readonly ledger: MemoryLedger;
  readonly parties: Readonly<Record<'provider' | 'company' | 'auditor' | 'regulator', TestParty>>;
  readonly records: Readonly<
    Record<'factors' | 'first' | 'second' | 'replay' | 'secondReplay', SignedRecord>
  >;
}

/** Returns a public entry: its salt is zero. */
export function publicEntry(key: string, value: string): Entry {
  return { ...makeEntry(key, value), salt: ZERO_HASH };
}

/** Returns a party's replay of a batch. */
export function signReplayOf(
  by: TestParty,
  { header }: MemoryBatch,
  kind: 'assurance' | 'decision',
): SignedRecord {
  const statement = {
    title: 'replay',
    period: '',
    standard: '',
    replay: { number: header.number, header: hashHeader(header) },
  };
  return signRecord({ by, subject: 'replay', statement, record: { kind: KINDS[kind] } });
}

/** Returns a new scene, whose ledger a vector may continue. */
export function openPlain(): Plain {
  const ledger = createLedger();
  const parties = {
    provider: registerParty(ledger, 'urn:provider', 'provider'),
    company: registerParty(ledger, 'urn:company', 'company'),
    auditor: registerParty(ledger, 'urn:auditor', 'auditor'),
    regulator: registerParty(ledger, 'urn:regulator', 'regulator'),
  };
  const factors = signRecord({
    by: parties.provider,
    subject: 'grid-factors/cn',
    entries: [publicEntry('CN/2022', '0.5')],
  });
  const figures = ['scope1', 'scope2', 'total'].map((key, index) => makeEntry(key, `${index + 1}2.5`));
  const inventory = {
    by: parties.company,
    kind: 'result',
    subject: 'inventory/2023',
    sources: [factors],
  } as const;
  const first = signRecord({ ...inventory, entries: figures.slice(0, 2) });
  const statement = { change: 'restatement', reason: 'new factors' };
  const second = signRecord({ ...inventory, entries: figures, after: first, statement });
  const activity = signRecord({ by: parties.company, subject: 'activity/2023' });
  sealBatch(ledger, [factors, activity, first]);
  const replayed = sealBatch(ledger, [second]);
  const replay = signReplayOf(parties.regulator, replayed, 'decision');
  const secondReplay = signReplayOf(parties.auditor, replayed, 'assurance');
  sealBatch(ledger, [replay]);
  sealBatch(ledger, [secondReplay]);
  const records = { factors, first, second, replay, secondReplay };
  const plain = { ledger, parties, records };
  const policy = defaultPolicy({ keys: ['total'], require: ['order', 'completeness'] });
  return { ...plain, file: showPlain(plain), policy };
}

/** Returns the proof file of the restatement, with all evidence besides replays, as of batch 2 or another one. */
export function showPlain(
  { ledger, parties, records }: Omit<Plain, 'file' | 'policy'>,
  others: readonly SignedRecord[] = [],
  asOf = 2,
): Bundle {
  const { factors, first, second } = records;
  return {
    ...buildBundle([
      showRecord(ledger, second, { keys: ['total'], absent: ['scope3'] }),
      showRecord(ledger, factors, { all: true }),
      ...others.map((record) => showRecord(ledger, record)),
    ]),
    history: [linkRecord(ledger, first)],
    heads: [showHead(ledger, second, asOf)],
    parties: [showParty(ledger, parties.company.party, asOf)],
    windows: [showWindow(ledger, parties.company)],
  };
}
