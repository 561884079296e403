import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../core/proofs/bundle.ts';
import { hasDefaultRules, policyFor } from '../../web/verification/policy/policy-for.ts';
import {
  chooseShown,
  countNewer,
  isDated,
  judgePresent,
  listReplaced,
  mergeSummary,
  policyOfPresent,
  type Present,
} from '../../jobs/verify/present.ts';
import { listWarnings } from '../../web/verification/verdict/verdict-head.tsx';
import { toneOfVerdict } from '../../web/verification/verdict/verdict-tone.ts';
import { explainVerdict } from '../../jobs/verify/verdict-cause.ts';
import type { ProofVerification } from '../../jobs/verify/verify-proof.ts';
import { hidesFigures } from '../../core/verify/figures.ts';
import {
  addAnswer,
  addVersion,
  type Market,
  type MarketSketch,
  openMarket,
  defaultPolicy,
  showMarket,
  verifyMarket,
} from '../core/verify/market.ts';
import { alter } from '../core/verify/story.ts';

const NOW = 1_800_000_000;

/** Verifies a proof file as the worker of the page does. */
async function verify(market: Market, bundle: Bundle, policy = defaultPolicy()): Promise<ProofVerification> {
  const verification = await verifyMarket(market, bundle, policy);
  const latest = market.ledger.batches.length;
  return {
    ...verification,
    ...{ party: null, parties: [], latest, sha256: '' },
    why: explainVerdict(verification),
    hidesFigures: hidesFigures(verification),
  };
}

const show = (
  market: Market,
  sketch: MarketSketch = {},
  policy = defaultPolicy(),
): Promise<ProofVerification> => verify(market, showMarket(market, sketch), policy);

/** A market whose proof file is of batch 2; whatever `later` adds comes after it. */
async function openOld(later: (market: Market) => unknown) {
  const market = openMarket();
  later(market);
  return { market, old: await show(market, { asOf: 2 }) };
}

/** Another company’s record comes after it, which changes nothing. */
const unrelated = (market: Market): unknown =>
  addAnswer(market, market.parties.stranger, market.inventory, { opinion: 'unqualified' });

const restate = (market: Market) =>
  addVersion(market, market.parties.company, market.inventory, {
    change: 'restatement',
    reason: 'new factors',
  });

const stateOf = (present: Present): string => (present.state === 'unknown' ? present.fault : present.state);

/** The same verification of a file that shows no figures. */
const hide = (outcome: ProofVerification): ProofVerification => ({
  ...outcome,
  ...{ shownFigures: 0, hidesFigures: true },
  summary: { ...outcome.summary!, figures: [] },
});

describe('a file that shows no figures', () => {
  it('has no good colour, though it is verified', async () => {
    const shown = await show(openMarket());
    expect(shown).toMatchObject({ verdict: 'verified', shownFigures: 1 });
    expect([toneOfVerdict(shown), toneOfVerdict(hide(shown))]).toEqual(['good', 'unsure']);
  });

  it('says nothing about the figures of another file of the record, which shows them', async () => {
    const { market, old } = await openOld(unrelated);
    const present = judgePresent(old, hide(await show(market)), NOW);
    expect(chooseShown(old, present)).toMatchObject({ isPresent: true, outcome: { shownFigures: 1 } });
    expect(chooseShown(hide(old), present)).toMatchObject({ isPresent: true, outcome: { shownFigures: 0 } });
  });
});

describe('an old proof file', () => {
  it('is dated where batches were anchored since, and a file of the newest batch is not', async () => {
    const { market, old } = await openOld(unrelated);
    expect([old.verdict, countNewer(old), isDated(old)]).toEqual(['verified', 1, true]);
    const fresh = await show(market);
    expect([fresh.verdict, countNewer(fresh), isDated(fresh)]).toEqual(['verified', 0, false]);
    expect(chooseShown(old, null)).toEqual({ outcome: old, newer: 1, isPresent: false });
  });

  it('is still the newest where a fresh file that was verified says so, as of its batch', async () => {
    const { market, old } = await openOld(unrelated);
    const fresh = await show(market);
    const present = judgePresent(old, fresh, NOW);
    expect(present).toEqual({ state: 'known', outcome: fresh, checkedAt: NOW });
    expect(chooseShown(old, present)).toEqual({ outcome: fresh, newer: 0, isPresent: true });
    expect(mergeSummary(old, present).summary?.standing).toMatchObject({ state: 'current', batch: 3 });
    expect(mergeSummary(old, present).summary?.figures).toBe(old.summary?.figures);
  });

  it('is not verified any more once its source was replaced, for the reason that is stated', async () => {
    const { market, old } = await openOld(unrelated);
    const newer = restate(market);
    const fresh = await show(market, { also: [newer] });
    const present = judgePresent(old, fresh, NOW);
    const { outcome } = chooseShown(old, present);
    expect([old.verdict, outcome.verdict, stateOf(present)]).toEqual(['verified', 'not-verified', 'known']);
    expect(listReplaced(outcome)).toMatchObject([
      {
        ...{ record: market.inventory.id, version: 2 },
        standing: { state: 'superseded', by: newer.id, reason: 'new factors' },
      },
    ]);
    const { summary } = mergeSummary(old, present);
    expect(summary?.basis.map(({ standing }) => standing.by)).toEqual([newer.id]);
  });

  it('keeps showing an opinion on its source that the fresh file lacks', async () => {
    const market = openMarket();
    const adverse = addAnswer(market, market.parties.stranger, market.inventory, { opinion: 'adverse' });
    const old = await show(market, { also: [adverse] });
    unrelated(market);
    const present = judgePresent(old, await show(market), NOW);
    expect(stateOf(present)).toBe('known');
    const { summary } = mergeSummary(old, present);
    expect(summary?.otherAnswers.map(({ record }) => record)).toEqual([adverse.id]);
    const { outcome } = chooseShown(old, present);
    expect(listWarnings(outcome, old).map(({ record, code }) => [record, code])).toEqual([
      [adverse.id, 'answer-adverse'],
    ]);
  });

  it('says as of when, where a server answers with a file that lags behind the chain', async () => {
    const { market, old } = await openOld(unrelated);
    const late = restate(market);
    const lagging = await show(market, { asOf: 3 });
    const present = judgePresent(old, lagging, NOW);
    expect(stateOf(present)).toBe('known');
    expect(chooseShown(old, present)).toMatchObject({
      newer: 1,
      isPresent: true,
      outcome: { verdict: 'verified' },
    });
    expect(late.submission.record.sequence).toBe(2);
  });

  it('takes no word of a server that answers with the same file, another record, or an altered one', async () => {
    const { market, old } = await openOld(unrelated);
    const judge = async (outcome: Promise<ProofVerification>): Promise<string> =>
      stateOf(judgePresent(old, await outcome, NOW));
    expect(await judge(show(market, { asOf: 2 }))).toBe('notNewer');
    const other = addVersion(market, market.parties.company, market.disclosure, {
      ...{ change: 'correction', reason: 'a wrong unit' },
    });
    expect(await judge(show(market, { subject: other }))).toBe('otherRecord');
    const bundle = showMarket(market, { also: [other] });
    expect(await judge(verify(market, bundle))).toBe('known');
    expect(
      await judge(verify(market, alter(bundle, { 'records.0.signature': `0x${'11'.repeat(65)}` }))),
    ).toBe('notGenuine');
    const altered = alter(bundle, {
      'heads.0.head.record': market.disclosure.id,
      'heads.0.head.sequence': 1,
    });
    expect(await judge(verify(market, altered))).toBe('notGenuine');
    expect(await judge(verify(market, { ...bundle, heads: [] }))).toBe('notVerified');
  });

  it('is not made better by a fresh file, but worse', async () => {
    const market = openMarket();
    unrelated(market);
    const policy = defaultPolicy({ maxAge: 1 });
    const old = await show(market, { asOf: 2 }, policy);
    const fresh = await show(market);
    expect([old.verdict, fresh.verdict]).toEqual(['not-verified', 'verified']);
    expect(chooseShown(old, judgePresent(old, fresh, NOW)).outcome).toBe(old);
    const newer = restate(market);
    const worse = await show(market, { also: [newer] });
    expect(chooseShown(old, judgePresent(old, worse, NOW)).outcome).toEqual(worse);
  });

  it('need not show its figures again, which it has proven for ever', async () => {
    const { market } = await openOld(unrelated);
    const policy = defaultPolicy({ keys: ['total'], require: ['currentness', 'reperformance'] });
    const closed = showMarket(market);
    const { entries } = closed.records[0]!;
    const hidden = alter(closed, { 'records.0.entries': { ...entries, all: false, shown: [] } });
    expect((await verify(market, hidden, policy)).verdict).toBe('not-verified');
    const asked = policyOfPresent(policy);
    expect(asked.require).toEqual(['currentness']);
    expect((await verify(market, hidden, asked)).verdict).toBe('verified');
  });
});

describe('the default conditions', () => {
  const usual = policyFor({ chainId: 1, ledger: `0x${'11'.repeat(20)}` }, []);

  it('stay the default ones where the user names endpoints, and nothing else', () => {
    expect(hasDefaultRules(usual)).toBe(true);
    expect(hasDefaultRules({ ...usual, rpc: { urls: ['http://node.example/'], quorum: 1 } })).toBe(true);
    expect(hasDefaultRules({ ...usual, maxAge: 60 })).toBe(false);
    expect(hasDefaultRules({ ...usual, require: ['order'] })).toBe(false);
  });
});
