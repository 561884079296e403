import { describe, expect, it } from 'vitest';
import type { Bundle } from '../../../core/proofs/bundle.ts';
import { formatBundle } from '../../../core/proofs/bundle.ts';
import { BadInput } from '../../../core/errors.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { checkAsOf } from '../../../core/verify/as-of.ts';
import { DEFAULT_MAX_AGE, type Policy } from '../../../core/verify/policy.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { linkRecord } from '../../helpers/bundle-builder.ts';
import { FIRST_SEAL, readFacts, UNTIL_ANCHORED } from '../../helpers/memory-ledger.ts';
import {
  addAnswer,
  addVersion,
  type Market,
  openMarket,
  defaultPolicy,
  showMarket,
  sumUp,
  verifyMarket,
} from './market.ts';

const HOUR = 3600;
const restated = { change: 'restatement', reason: 'new factors' };
const rejection = { outcome: 'rejected', reason: 'no meter' };

/** When a batch was anchored. */
function anchoredAt(number: number): number {
  return FIRST_SEAL + number * HOUR + UNTIL_ANCHORED;
}

/** Verifies a proof file of a market as of a time, a year after its newest block. */
function verifyAt(
  { ledger: { facts } }: Market,
  bundle: Bundle,
  at: number,
  policy: Policy = defaultPolicy(),
): Promise<Verification> {
  const file = new TextEncoder().encode(formatBundle(bundle));
  const now = facts.vouched.time + 365 * 86_400;
  return verifyBundle(file, { policy, reader: readFacts(facts), now, at });
}

/** A market whose disclosure, in batch 2, has further versions from batch 3 on. */
function tellOf(...versions: readonly JsonObject[]) {
  const market = openMarket();
  let last = market.disclosure;
  const later = versions.map((version) => {
    last = addVersion(market, market.parties.company, last, version);
    return last;
  });
  return { market, later };
}

describe('A proof file that is judged as of a past time', () => {
  it('verifies as of a time within maxAge of its heads, though it is too old today', async () => {
    const market = openMarket();
    const bundle = showMarket(market);
    const { vouched } = market.ledger.facts;
    const today = await verifyMarket(market, bundle, defaultPolicy(), 365 * 86_400);
    expect(sumUp(today)).toEqual(['not-verified', ['currentness fail too-old']]);
    const then = await verifyAt(market, bundle, vouched.time + DEFAULT_MAX_AGE);
    expect(sumUp(then)).toEqual(['verified', []]);
    expect(then.at).toBe(vouched.time + DEFAULT_MAX_AGE);
    const after = await verifyAt(market, bundle, vouched.time + DEFAULT_MAX_AGE + 1);
    expect(sumUp(after)[1]).toEqual(['currentness fail too-old']);
  });

  it('is not verified as of a time before its record was anchored', async () => {
    const market = openMarket();
    const bundle = showMarket(market);
    expect((await verifyAt(market, bundle, anchoredAt(2))).verdict).toBe('verified');
    const early = await verifyAt(market, bundle, anchoredAt(2) - 1);
    expect(early.verdict).toBe('not-verified');
    expect(sumUp(early)[1]).toContain('anchor fail anchored-later');
    expect(early.summary!.standing.state).toBe('later');
  });

  it('takes a batch that was sealed before and anchored after that time for later', async () => {
    const market = openMarket();
    const at = FIRST_SEAL + 2 * HOUR + 1;
    expect(sumUp(await verifyAt(market, showMarket(market), at))[1]).toContain('anchor fail anchored-later');
  });
});

describe('A restatement after that time', () => {
  it('does not supersede, as later heads prove what was the newest then', async () => {
    const { market, later } = tellOf(restated);
    const bundle = showMarket(market, { also: later });
    const then = await verifyAt(market, bundle, anchoredAt(3) - 1);
    expect(sumUp(then)).toEqual(['verified', []]);
    expect(then.summary!.standing).toMatchObject({ state: 'current', batch: 3, asOf: anchoredAt(3) - 1 });
    const on = await verifyAt(market, bundle, anchoredAt(3));
    expect(sumUp(on)).toEqual(['not-verified', ['currentness fail superseded']]);
  });

  it('supersedes as of each time by the version of then', async () => {
    const { market, later } = tellOf(restated, { change: 'withdrawal', reason: 'a wrong meter' });
    const bundle = showMarket(market, { also: later });
    const states = await Promise.all(
      [anchoredAt(3) - 1, anchoredAt(3), anchoredAt(4)].map(async (at) => {
        const { summary } = await verifyAt(market, bundle, at);
        return [summary!.standing.state, summary!.standing.by];
      }),
    );
    expect(states).toEqual([
      ['current', null],
      ['superseded', later[0]!.id],
      ['withdrawn', later[1]!.id],
    ]);
  });

  it('leaves it unchecked where the version between is missing, and not with a link for it', async () => {
    const { market, later } = tellOf(restated, restated);
    const [second, third] = later as [(typeof later)[0], (typeof later)[0]];
    const bundle = showMarket(market, { also: [third] });
    const at = anchoredAt(4) - 1;
    const unknown = await verifyAt(market, bundle, at);
    expect(sumUp(unknown)).toEqual(['unchecked', ['currentness skipped head-later']]);
    const linked = { ...bundle, history: [linkRecord(market.ledger, second)] };
    expect((await verifyAt(market, linked, at)).summary!.standing).toMatchObject({
      state: 'superseded',
      by: second.id,
    });
    expect((await verifyAt(market, linked, anchoredAt(3) - 1)).verdict).toBe('verified');
  });

  it('says nothing against a cited result of then', async () => {
    const market = openMarket();
    const later = addVersion(market, market.parties.company, market.inventory, restated);
    const bundle = showMarket(market, { also: [later] });
    expect(sumUp(await verifyAt(market, bundle, anchoredAt(3)))[1]).toEqual([
      'currentness fail basis-superseded',
    ]);
    expect(sumUp(await verifyAt(market, bundle, anchoredAt(3) - 1))).toEqual(['verified', []]);
  });
});

describe('An answer of a judge after that time', () => {
  const judgedBy = ({ parties }: Market): Policy => defaultPolicy({ judges: [parties.exchange.party] });

  it('is shown as later and does not count', async () => {
    const market = openMarket();
    const answer = addAnswer(market, market.parties.exchange, market.disclosure, rejection);
    const bundle = showMarket(market, { also: [answer], judges: [market.parties.exchange] });
    const policy = judgedBy(market);
    expect(sumUp(await verifyAt(market, bundle, anchoredAt(3), policy))[1]).toContain(
      'answers fail answer-rejected',
    );
    const then = await verifyAt(market, bundle, anchoredAt(3) - 1, policy);
    expect(sumUp(then)).toEqual(['verified', ['answers pass answer-later']]);
    expect(then.summary!.answers).toMatchObject([{ counts: false, standing: { state: 'later' } }]);
  });

  it('leaves an earlier answer of the judge in force', async () => {
    const market = openMarket();
    const { exchange } = market.parties;
    const first = addAnswer(market, exchange, market.disclosure, { outcome: 'accepted', reason: 'complete' });
    const second = addVersion(market, exchange, first, rejection);
    const policy = { ...judgedBy(market), require: ['answers' as const] };
    const both = showMarket(market, { also: [first, second], judges: [exchange] });
    expect(sumUp(await verifyAt(market, both, anchoredAt(4) - 1, policy))[0]).toBe('verified');
    expect(sumUp(await verifyAt(market, both, anchoredAt(4), policy))[0]).toBe('not-verified');
    const one = showMarket(market, { also: [second], judges: [exchange] });
    expect(sumUp(await verifyAt(market, one, anchoredAt(4) - 1, policy))).toEqual([
      'unchecked',
      expect.arrayContaining(['answers skipped answer-not-shown']),
    ]);
  });
});

describe('checkAsOf', () => {
  it('refuses a time in the future, and a number that is not a time', () => {
    checkAsOf(100, 100);
    for (const at of [101, -1, 1.5, Number.NaN])
      expect(() => checkAsOf(at, 100)).toThrow(
        expect.objectContaining({ name: BadInput.name, code: 'uint-range' }),
      );
  });
});
