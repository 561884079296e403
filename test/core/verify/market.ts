import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { recoverByNoble, recoverOnce } from '../../../core/hashing/signature.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import {
  type MemoryLedger,
  createLedger,
  readFacts,
  registerParty,
  sealBatch,
} from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

/** A ledger with an inventory and a disclosure that cites it, and the parties that may answer. */
export interface Market {
  readonly ledger: MemoryLedger;
  readonly parties: Record<'company' | 'auditor' | 'exchange' | 'stranger', TestParty>;
  readonly inventory: SignedRecord;
  readonly disclosure: SignedRecord;
}

/** Returns an entry that cites a figure of a result. */
export function cite(result: SignedRecord, key: string, value: string, changes: JsonObject = {}): Entry {
  return { ...makeEntry(key, value), detail: { derivation: { result: result.id, key, ...changes } } };
}

/** Returns a ledger whose batch 1 has the inventory, and batch 2 the disclosure with these entries, by default one that cites it. */
export function openMarket(entriesOf?: (inventory: SignedRecord) => Entry[]): Market {
  const ledger = createLedger();
  const parties = {
    company: registerParty(ledger, 'urn:company', 'company'),
    auditor: registerParty(ledger, 'urn:auditor', 'auditor'),
    exchange: registerParty(ledger, 'urn:exchange', 'exchange'),
    stranger: registerParty(ledger, 'urn:stranger', 'auditor'),
  };
  const inventory = signRecord({
    by: parties.company,
    kind: 'result',
    entries: [makeEntry('scope1', '12.5'), makeEntry('total', '22.5')],
  });
  const disclosure = signRecord({
    by: parties.company,
    kind: 'disclosure',
    subject: 'exchange/2023',
    sources: [inventory],
    entries: entriesOf?.(inventory) ?? [cite(inventory, 'total', '22.5')],
  });
  sealBatch(ledger, [inventory]);
  sealBatch(ledger, [disclosure]);
  return { ledger, parties, inventory, disclosure };
}

/** Seals the next version of a record alone in a batch. */
export function addVersion(
  { ledger }: Pick<Market, 'ledger'>,
  by: TestParty,
  after: SignedRecord,
  statement: JsonObject,
): SignedRecord {
  const { kind, subject, sources } = after.submission.record;
  const later = signRecord({
    by,
    after,
    subject,
    statement: { ...after.submission.statement, ...statement },
    record: { kind, sources },
  });
  sealBatch(ledger, [later]);
  return later;
}

/** Seals an assurance or decision about a record. */
export function addAnswer(
  { ledger }: Market,
  by: TestParty,
  answers: SignedRecord,
  statement: JsonObject,
): SignedRecord {
  const kind = 'outcome' in statement ? 'decision' : 'assurance';
  const answer = signRecord({ by, kind, answers, statement });
  sealBatch(ledger, [answer]);
  return answer;
}

/** What a proof file of the disclosure shows besides it and its inventory. */
export interface MarketSketch {
  /** Further records. */
  readonly also?: readonly SignedRecord[];
  /** Records whose streams have a head in the file, by default all. */
  readonly heads?: readonly SignedRecord[];
  /** Parties whose two streams of answers the file shows, as a head or as absent. */
  readonly judges?: readonly TestParty[];
  /** The batch as of which heads are shown; by default the newest. */
  readonly asOf?: number;
  readonly subject?: SignedRecord;
  /** Whether the inventory shows its figures. */
  readonly open?: boolean;
}

/** Returns the proof file of the disclosure. */
export function showMarket(market: Market, sketch: MarketSketch = {}): Bundle {
  const { ledger, inventory } = market;
  const { also = [], judges = [], subject = market.disclosure, open = false } = sketch;
  const asOf = sketch.asOf ?? ledger.batches.length;
  const heads = sketch.heads ?? [subject, inventory, ...also];
  const streams = new Map(heads.map((record) => [record.stream, record]));
  const answerable = judges.flatMap((by) => [
    signRecord({ by, kind: 'assurance', answers: market.disclosure }),
    signRecord({ by, kind: 'decision', answers: market.disclosure }),
  ]);
  for (const record of answerable) streams.set(record.stream, record);
  return {
    ...buildBundle([
      showRecord(ledger, subject, { all: subject.submission.entries !== undefined }),
      showRecord(ledger, inventory, { all: open }),
      ...also.map((record) => showRecord(ledger, record)),
    ]),
    heads: [...streams.values()].map((record) => showHead(ledger, record, asOf)),
  };
}

/** Returns the policy that is written by default, with changes. */
export function defaultPolicy(changes: Partial<Policy> = {}): Policy {
  return { ...createPolicy({ ...TEST_DOMAIN, urls: [] }), ...changes };
}

const recover = recoverOnce(recoverByNoble);

/** Verifies a proof file of a market, `age` seconds after its newest final block. */
export function verifyMarket(
  { ledger }: Market,
  bundle: Bundle,
  policy = defaultPolicy(),
  age = 60,
): Promise<Verification> {
  const file = new TextEncoder().encode(formatBundle(bundle));
  const { facts } = ledger;
  return verifyBundle(file, { policy, reader: readFacts(facts), now: facts.vouched.time + age, recover });
}

/** Returns the verdict, and what is worth a line: `check result code`, each once. */
export function sumUp({ verdict, checks }: Verification): [string, string[]] {
  const ignored = ['no-run', 'no-engines', 'no-faults', 'no-party', 'no-judges', 'no-history', 'ok'];
  const lines = checks
    .filter(({ code }) => !ignored.includes(code))
    .map(({ check, result, code }) => `${check} ${result} ${code}`);
  return [verdict, [...new Set(lines)].sort()];
}
