import { describe, expect, it } from 'vitest';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import { formatVerification } from '../../../cli/output/verification/verification-text.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { linkRecord, showHead, showParty, showRecord } from '../../helpers/bundle-builder.ts';
import { named, readFacts, sealBatch } from '../../helpers/memory-ledger.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import {
  addAnswer,
  addVersion,
  cite,
  type Market,
  openMarket,
  defaultPolicy,
  showMarket,
  sumUp,
  verifyMarket,
} from './market.ts';
import { signReplay } from './story.ts';

const withdrawal = { change: 'withdrawal', reason: 'wrong meter' };
const rejection = { outcome: 'rejected', reason: 'no meter' };

/** Verifies a proof file as of a time. */
function verifyAt({ ledger: { facts } }: Market, bundle: Bundle, at: number): Promise<Verification> {
  const file = new TextEncoder().encode(formatBundle(bundle));
  return verifyBundle(file, {
    policy: defaultPolicy(),
    reader: readFacts(facts),
    now: facts.vouched.time + 86_400,
    at,
  });
}

/** A market whose batch 2 the exchange replayed; the replay is in batch 3. Returns the policy that asks for it. */
function openReplayed(): { market: Market; policy: Policy; replay: ReturnType<typeof signRecord> } {
  const market = openMarket();
  const replay = signReplay(market.parties.exchange, market.ledger.batches[1]!);
  sealBatch(market.ledger, [replay]);
  const policy = defaultPolicy({ replays: { parties: [market.parties.exchange.party], quorum: 1 } });
  return { market, policy, replay };
}

describe('A proof file with heads of different batches', () => {
  it('is unchecked where the head of a cited result is earlier than that of the subject, which may hide its withdrawal', async () => {
    const market = openMarket();
    const { ledger, parties, inventory } = market;
    addVersion(market, parties.company, inventory, withdrawal);
    const late = signRecord({
      by: parties.company,
      kind: 'disclosure',
      subject: 'exchange/late',
      sources: [inventory],
      entries: [cite(inventory, 'total', '22.5')],
    });
    sealBatch(ledger, [late]);
    const bundle = showMarket(market, { subject: late, heads: [] });
    const mixed = { ...bundle, heads: [showHead(ledger, late, 4), showHead(ledger, inventory, 1)] };
    expect(sumUp(await verifyMarket(market, mixed))).toEqual(['unchecked', ['currentness skipped no-head']]);
    const honest = { ...bundle, heads: [late, inventory].map((record) => showHead(ledger, record, 4)) };
    expect(sumUp(await verifyMarket(market, honest))[1]).toContain('currentness fail basis-superseded');
  });

  it('does not prove completeness by a list that is earlier than the head of the subject', async () => {
    const market = openMarket();
    const { ledger, parties } = market;
    const bundle = showMarket(market);
    const policy = defaultPolicy({ require: ['completeness'] });
    const listed = (asOf: number): Bundle => ({
      ...bundle,
      parties: [showParty(ledger, parties.company.party, asOf)],
    });
    expect((await verifyMarket(market, listed(2), policy)).verdict).toBe('verified');
    const early = await verifyMarket(market, listed(1), policy);
    expect([early.verdict, early.unchecked]).toEqual(['unchecked', ['completeness']]);
  });

  it('does not name a stream as absent that another head in the file shows, or as of an earlier batch than its subject', async () => {
    const market = openMarket();
    const { ledger, parties, disclosure } = market;
    const absent = showHead(ledger, disclosure, 1);
    const bundle = showMarket(market);
    const { summary } = await verifyMarket(market, { ...bundle, heads: [...bundle.heads, absent] });
    expect(absent.head).toBeNull();
    expect(summary!.absentStreams).toEqual([]);
    const other = showHead(ledger, signRecord({ by: parties.company, subject: 'other' }), 2);
    const shown = await verifyMarket(market, { ...bundle, heads: [...bundle.heads, other] });
    expect(shown.summary!.absentStreams).toHaveLength(1);
  });
});

describe('A newer version in the proof file', () => {
  it('counts though the policy asks for a replay, and the replayed head is earlier', async () => {
    const { market, policy, replay } = openReplayed();
    const { ledger, parties, disclosure } = market;
    const gone = addVersion(market, parties.company, disclosure, withdrawal);
    const bundle = showMarket(market, { also: [replay], asOf: 2 });
    expect(sumUp(await verifyMarket(market, bundle, policy))).toEqual(['verified', []]);
    const shown = { ...bundle, records: [...bundle.records, showRecord(ledger, gone)] };
    const verification = await verifyMarket(market, shown, policy);
    expect(sumUp(verification)).toEqual(['not-verified', ['currentness fail withdrawn']]);
    expect(verification.summary!.standing).toMatchObject({ state: 'withdrawn', by: gone.id, batch: 4 });
    const linked = { ...bundle, history: [linkRecord(ledger, gone)] };
    expect(sumUp(await verifyMarket(market, linked, policy))[1]).toContain('currentness fail superseded');
  });

  it('that only a head without a replay names gives a warning', async () => {
    const { market, policy, replay } = openReplayed();
    const { ledger, parties, disclosure } = market;
    addVersion(market, parties.company, disclosure, withdrawal);
    const bundle = showMarket(market, { also: [replay], asOf: 2 });
    const hinted = { ...bundle, heads: [...bundle.heads, showHead(ledger, disclosure, 4)] };
    expect(sumUp(await verifyMarket(market, hinted, policy))).toEqual([
      'verified',
      ['currentness warn head-newer'],
    ]);
  });

  it('of a judge’s answer that only a head without a replay names gives a warning', async () => {
    const { market, policy, replay } = openReplayed();
    const { ledger, parties, disclosure } = market;
    const answer = addAnswer(market, parties.auditor, disclosure, { opinion: 'adverse' });
    const bundle = showMarket(market, { also: [replay], judges: [parties.auditor], asOf: 2 });
    const hinted = { ...bundle, heads: [...bundle.heads, showHead(ledger, answer, 4)] };
    const judged = { ...policy, judges: [parties.auditor.party] };
    expect(sumUp(await verifyMarket(market, hinted, judged))).toEqual([
      'verified',
      ['answers warn head-newer'],
    ]);
  });

  it('of the object of an assurance gives a warning', async () => {
    const market = openMarket();
    const { parties, disclosure, inventory } = market;
    const assurance = addAnswer(market, parties.auditor, disclosure, { opinion: 'unqualified' });
    const gone = addVersion(market, parties.company, disclosure, withdrawal);
    const bundle = showMarket(market, {
      subject: assurance,
      heads: [assurance, inventory],
      also: [disclosure, gone],
    });
    expect(sumUp(await verifyMarket(market, bundle))).toEqual([
      'verified',
      ['currentness warn basis-withdrawn'],
    ]);
  });
});

describe('A cited result', () => {
  it('that is not in the file makes currentness unchecked, though the policy asks for no sources', async () => {
    const market = openMarket();
    const bundle = showMarket(market);
    const alone = { ...bundle, records: bundle.records.slice(0, 1) };
    expect((await verifyMarket(market, alone, defaultPolicy({ depth: 0 }))).unchecked).toEqual([
      'currentness',
    ]);
    expect(
      (await verifyMarket(market, alone, defaultPolicy({ depth: 0, newest: 'not-asked' }))).verdict,
    ).toBe('verified');
  });
});

describe('A proof file judged as of a past time', () => {
  it('ends at once where links name themselves, or have another sequence than the head says', async () => {
    const market = openMarket();
    const { ledger, disclosure } = market;
    addVersion(market, market.parties.company, disclosure, {});
    const bundle = showMarket(market);
    const head = bundle.heads[0]!;
    const endless = Number.MAX_SAFE_INTEGER;
    const link = linkRecord(ledger, disclosure);
    const itself = {
      ...link,
      id: named('loop'),
      record: { ...link.record, previous: named('loop'), sequence: 2 },
    };
    const hostile = {
      ...bundle,
      heads: [{ ...head, head: { sequence: endless, record: named('loop') } }, ...bundle.heads.slice(1)],
      history: [itself],
    };
    const { verdict } = await verifyAt(market, hostile, bundle.records[0]!.anchor.anchoredAt);
    expect(verdict).toBe('not-verified');
  });

  it('is not verified where an answer was sealed a second time, so that it looks later than it is', async () => {
    const market = openMarket();
    const { ledger, parties, disclosure } = market;
    const answer = addAnswer(market, parties.exchange, disclosure, rejection);
    const then = ledger.batches.at(-1)!.anchor.anchoredAt + 60;
    const again = sealBatch(ledger, [answer]);
    const bundle = showMarket(market, { also: [answer], asOf: 3, judges: [parties.exchange] });
    const later = { header: again.header, proof: [] };
    const records = bundle.records.map((record) =>
      record.id === answer.id ? { ...record, inclusion: later, anchor: again.anchor } : record,
    );
    const { verdict } = await verifyAt(market, { ...bundle, records }, then);
    expect(verdict).toBe('not-verified');
  });

  it('says as of which time the newest version was the newest, and whose heads say so', async () => {
    const market = openMarket();
    const second = addVersion(market, market.parties.company, market.disclosure, {});
    const bundle = showMarket(market);
    const at = bundle.records[0]!.anchor.anchoredAt + 60;
    const linked = { ...bundle, history: [linkRecord(market.ledger, second)] };
    const verification = await verifyAt(market, linked, at);
    expect(verification.verdict).toBe('verified');
    const text = formatVerification(
      { ...verification, parties: [], hidesFigures: false, latest: 3 },
      'full',
      'en',
    ).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(/newest version in its stream as of \S+ \S+Z, from the heads of batch 3/);
  });
});
