import { hashHeader } from '../../../core/batches/batch.ts';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import type { ChainReader } from '../../../core/verify/chain-reader.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { type CheckName, DEFAULT_REFUSE, type Policy, POLICY_FORMAT } from '../../../core/verify/policy.ts';
import { recoverByNoble, recoverOnce } from '../../../core/hashing/signature.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { type Verification, type VerifyOptions, verifyBundle } from '../../../core/verify/verify.ts';
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
  MEMORY_REGISTRY,
  createLedger,
  named,
  readFacts,
  registerParty,
  sealBatch,
} from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

/**
 * A ledger of six parties: factors and activity data, an inventory and its restatement, an assurance and a decision on the
 * restatement, and a replay of the batch that holds them.
 */
export interface Story {
  readonly ledger: MemoryLedger;
  readonly parties: Record<'provider' | 'company' | 'auditor' | 'exchange' | 'regulator', TestParty>;
  readonly records: Record<
    'factors' | 'activity' | 'first' | 'second' | 'assurance' | 'decision' | 'replay',
    SignedRecord
  >;
}

/** Returns a new story, whose facts a test may change. */
export function tellStory(): Story {
  const ledger = createLedger();
  const parties = {
    provider: registerParty(ledger, 'urn:provider', 'provider'),
    company: registerParty(ledger, 'urn:company', 'company'),
    auditor: registerParty(ledger, 'urn:auditor', 'auditor'),
    exchange: registerParty(ledger, 'urn:exchange', 'exchange'),
    regulator: registerParty(ledger, 'urn:regulator', 'regulator'),
  };
  const { provider, company, auditor, exchange, regulator } = parties;
  const rows = ['coal', 'power', 'leak'].map((key, index) => makeEntry(`activity/${key}`, `${index + 1}.5`));
  const figures = ['scope1', 'scope2', 'total'].map((key, index) => makeEntry(key, `${index + 1}2.5`));
  const inventory = { by: company, kind: 'result', subject: 'inventory/2023' } as const;
  const factors = signRecord({
    by: provider,
    subject: 'grid-factors/cn',
    entries: [makeEntry('CN/2022', '0.5')],
  });
  const activity = signRecord({ by: company, subject: 'activity/2023', entries: rows });
  const sources = [factors, activity];
  const first = signRecord({ ...inventory, sources, entries: figures.slice(0, 2) });
  const restated = { change: 'restatement', reason: 'new factors' };
  const second = signRecord({ ...inventory, sources, entries: figures, after: first, statement: restated });
  const assurance = signRecord({ by: auditor, kind: 'assurance', answers: second });
  const decision = signRecord({ by: exchange, kind: 'decision', answers: second, sources: [assurance] });
  sealBatch(ledger, [factors, activity, first]);
  sealBatch(ledger, [second]);
  const replayed = sealBatch(ledger, [assurance, decision]);
  const replay = signReplay(regulator, replayed);
  sealBatch(ledger, [replay]);
  return { ledger, parties, records: { factors, activity, first, second, assurance, decision, replay } };
}

/** Returns a party's replay of a batch. */
export function signReplay(by: TestParty, { header }: MemoryBatch): SignedRecord {
  const statement = { replay: { number: header.number, header: hashHeader(header) } };
  return signRecord({ by, subject: 'replay', statement, record: { kind: KINDS.decision } });
}

/** Returns a proof file of the restatement with all evidence that the ledger has. */
export function showStory({ ledger, parties, records }: Story): Bundle {
  const { factors, activity, first, second, assurance, decision, replay } = records;
  const bundle = buildBundle([
    showRecord(ledger, second, { keys: ['total'], absent: ['scope3'] }),
    showRecord(ledger, factors, { all: true }),
    ...[activity, assurance, decision, replay].map((record) => showRecord(ledger, record)),
  ]);
  return {
    ...bundle,
    history: [linkRecord(ledger, first)],
    heads: [second, assurance, decision].map((record) => showHead(ledger, record, 3)),
    parties: [showParty(ledger, parties.company.party, 3)],
    windows: [showWindow(ledger, parties.company)],
  };
}

/** Returns a policy that requires every check of a story, with changes. */
export function strictPolicy({ parties }: Story, changes: Partial<Policy> = {}): Policy {
  return {
    format: POLICY_FORMAT,
    ...TEST_DOMAIN,
    codeHash: named('ledger code'),
    registry: { address: MEMORY_REGISTRY, codeHash: named('registry code') },
    faults: null,
    finality: 'finalized',
    rpc: { urls: [], quorum: 1 },
    checkpoints: [],
    replays: { parties: [parties.regulator.party], quorum: 1 },
    maxAge: 86_400,
    depth: 1,
    engines: [],
    keys: ['total'],
    require: ['order', 'completeness'],
    newest: 'required',
    subjectParty: null,
    judges: [],
    refuse: [...DEFAULT_REFUSE],
    basis: 'fail',
    ...changes,
  };
}

/** Recovers each signature only once in all tests. */
const recover = recoverOnce(recoverByNoble);

/** What a test changes in a verification. */
export interface VerifySketch {
  readonly policy?: Partial<Policy>;
  readonly bundle?: Bundle;
  readonly file?: Uint8Array;
  readonly reader?: ChainReader | null;
  readonly now?: number;
  readonly hints?: boolean;
  readonly limits?: VerifyOptions['limits'];
}

/** Verifies the proof file of a story. */
export async function verifyStory(story: Story, sketch: VerifySketch = {}): Promise<Verification> {
  const { bundle = showStory(story), reader = readFacts(story.ledger.facts) } = sketch;
  const file = sketch.file ?? new TextEncoder().encode(formatBundle(bundle));
  const policy = strictPolicy(story, sketch.policy);
  const now = sketch.now ?? story.ledger.facts.vouched.time + 60;
  return verifyBundle(file, {
    policy,
    reader,
    now,
    recover,
    hints: sketch.hints ?? false,
    limits: sketch.limits ?? {},
  });
}

/** Returns a copy of a value with members replaced, each named by its path, such as `records.0.signature`. */
export function alter<Value>(value: Value, changes: Readonly<Record<string, unknown>>): Value {
  const copy = structuredClone(value);
  for (const [path, member] of Object.entries(changes)) {
    const steps = path.split('.');
    const last = steps.pop()!;
    const holder = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy);
    (holder as Record<string, unknown>)[last] = member;
  }
  return copy;
}

/** Returns the results of a check, of one record where an id is given. */
export function resultsOf({ checks }: Verification, check: CheckName, record?: Hex): CheckResult[] {
  return checks.filter((each) => each.check === check && (record === undefined || each.record === record));
}

/** Returns the results that are not a pass, as `check result code`. */
export function troubles({ checks }: Verification): string[] {
  const bad = checks.filter(({ result }) => result !== 'pass');
  return bad.map(({ check, result, code }) => `${check} ${result} ${code}`);
}
