import { describe, expect, it } from 'vitest';
import { formatSummary } from '../../../cli/output/verification/summary-text.ts';
import { showHead } from '../../helpers/bundle-builder.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import { signReplayOf } from '../proof-vectors/plain.ts';
import {
  addAnswer,
  addVersion,
  defaultPolicy,
  openMarket,
  showMarket,
  sumUp,
  verifyMarket,
} from './market.ts';

describe('An adverse opinion on the result that a disclosure cites', () => {
  const tell = () => {
    const market = openMarket();
    const { stranger } = market.parties;
    const adverse = addAnswer(market, stranger, market.inventory, { opinion: 'adverse' });
    const bundle = showMarket(market, { also: [adverse], judges: [stranger] });
    return { market, adverse, bundle, judges: [stranger.party] };
  };

  it('warns, and is listed with the result', async () => {
    const { market, adverse, bundle } = tell();
    const { inventory, disclosure } = market;
    const verification = await verifyMarket(market, bundle);
    expect(sumUp(verification)).toEqual(['verified', ['answers warn answer-adverse']]);
    const { answers, otherAnswers } = verification.summary!;
    expect(answers).toEqual([]);
    expect(otherAnswers).toMatchObject([
      {
        record: adverse.id,
        says: 'adverse',
        about: 'cited',
        counts: true,
        version: { record: inventory.id },
      },
    ]);
    expect(otherAnswers[0]!.version).toMatchObject({ kind: 'result', sequence: 1 });
    const text = formatSummary(verification.summary!, bundle, { parties: [], checks: [] }, 'en').replaceAll(
      /\s+/g,
      ' ',
    );
    expect(text).toContain('assured by nobody, as far as the file shows');
    expect(text).toMatch(new RegExp(`others adverse by 0x.{64}, .*; for the cited result .*${inventory.id}`));
    expect(text).not.toContain(`for this version ${disclosure.id}`);
  });

  it('fails if its party is a judge, and is no answer to the disclosure', async () => {
    const { market, bundle, judges } = tell();
    expect(sumUp(await verifyMarket(market, bundle, defaultPolicy({ judges })))).toEqual([
      'not-verified',
      ['answers fail answer-adverse'],
    ]);
    const wanted = defaultPolicy({ judges, refuse: [], require: ['answers'] });
    expect(sumUp(await verifyMarket(market, bundle, wanted))).toEqual([
      'not-verified',
      ['answers fail no-answer'],
    ]);
  });
});

describe('A newer head of a judge that nobody replayed', () => {
  it('does not stand for the answer that a policy requires', async () => {
    const market = openMarket();
    const { ledger, disclosure, inventory } = market;
    const { auditor, exchange } = market.parties;
    const replay = signReplayOf(auditor, ledger.batches.at(-1)!, 'assurance');
    sealBatch(ledger, [replay]);
    const rejected = addAnswer(market, exchange, disclosure, { outcome: 'rejected', reason: 'late' });
    const silent = showMarket(market, {
      also: [replay],
      heads: [disclosure, inventory],
      judges: [exchange],
      asOf: 2,
    });
    const policy = defaultPolicy({
      judges: [exchange.party],
      replays: { parties: [auditor.party], quorum: 1 },
      require: ['answers'],
    });
    expect(sumUp(await verifyMarket(market, silent, policy))).toEqual([
      'not-verified',
      ['answers fail no-answer'],
    ]);
    const hinted = { ...silent, heads: [...silent.heads, showHead(ledger, rejected, 4)] };
    expect(sumUp(await verifyMarket(market, hinted, policy))).toEqual([
      'not-verified',
      ['answers fail no-answer', 'answers warn head-newer'],
    ]);
  });
});

describe('An assurance whose object was withdrawn', () => {
  it('has a warning where only a head in the file names the withdrawal', async () => {
    const market = openMarket();
    const { company, auditor } = market.parties;
    const fine = addAnswer(market, auditor, market.inventory, { opinion: 'unqualified' });
    const before = showMarket(market, { subject: fine, heads: [fine, market.inventory] });
    expect(sumUp(await verifyMarket(market, before))).toEqual(['verified', []]);
    const withdrawn = addVersion(market, company, market.inventory, {
      change: 'withdrawal',
      reason: 'a wrong meter',
    });
    const after = showMarket(market, { subject: fine, heads: [fine, withdrawn] });
    const verification = await verifyMarket(market, after);
    expect(sumUp(verification)).toEqual(['verified', ['currentness warn basis-superseded']]);
    expect(verification.checks.find(({ code }) => code === 'basis-superseded')).toMatchObject({
      record: market.inventory.id,
      actual: withdrawn.id,
    });
  });
});
