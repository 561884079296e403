import type { JsonObject } from '../../../core/encoding/json.ts';
import { describe, expect, it } from 'vitest';
import { DEFAULT_MAX_AGE } from '../../../core/verify/policy.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { sealBatch } from '../../helpers/memory-ledger.ts';
import {
  addAnswer,
  addVersion,
  defaultPolicy,
  openMarket,
  showMarket,
  sumUp,
  verifyMarket,
} from './market.ts';

const NOT_ASKED = defaultPolicy({ newest: 'not-asked' });
const restated = { change: 'restatement', reason: 'new factors' };
const withdrawal = { change: 'withdrawal', reason: 'a wrong meter' };

/** A story in which the company adds a version of a record, with the files fetched before and after. */
function tellOf(name: 'disclosure' | 'inventory', statement: JsonObject) {
  const market = openMarket();
  const before = showMarket(market);
  const later = addVersion(market, market.parties.company, market[name], statement);
  return { market, before, later, after: showMarket(market, { also: [later] }) };
}

describe('A disclosure that cites a current inventory', () => {
  it('is verified', async () => {
    const market = openMarket();
    expect(sumUp(await verifyMarket(market, showMarket(market)))).toEqual(['verified', []]);
  });

  it('is unchecked without the head of its stream, or of the inventory', async () => {
    const market = openMarket();
    for (const heads of [[market.inventory], [market.disclosure]])
      expect(sumUp(await verifyMarket(market, showMarket(market, { heads })))).toEqual([
        'unchecked',
        expect.arrayContaining(['currentness skipped no-head']),
      ]);
    const { unchecked } = await verifyMarket(market, showMarket(market, { heads: [] }));
    expect(unchecked).toEqual(['currentness']);
  });

  it('is not verified once its heads are older than 30 days', async () => {
    const market = openMarket();
    const verify = (age: number) => verifyMarket(market, showMarket(market), defaultPolicy(), age);
    expect((await verify(DEFAULT_MAX_AGE)).verdict).toBe('verified');
    const old = await verify(DEFAULT_MAX_AGE + 1);
    expect(sumUp(old)).toEqual(['not-verified', ['currentness fail too-old']]);
    expect(old.checks.find(({ code }) => code === 'too-old')!.basis).toContain(
      `fetch the proof file again: ledger proof ${market.disclosure.id}`,
    );
  });

  it('is not verified for a policy that names another party', async () => {
    const market = openMarket();
    const { company, auditor } = market.parties;
    const verify = (subjectParty: typeof company.party) =>
      verifyMarket(market, showMarket(market), defaultPolicy({ subjectParty }));
    expect((await verify(company.party)).verdict).toBe('verified');
    expect(sumUp(await verify(auditor.party))[1]).toContain('record fail wrong-party');
  });

  it('says how many batches an old head lags', async () => {
    const market = openMarket();
    const bundle = showMarket(market);
    for (const subject of ['a', 'b'])
      sealBatch(market.ledger, [signRecord({ by: market.parties.company, subject })]);
    const { checks } = await verifyMarket(market, bundle);
    expect(checks.find(({ check }) => check === 'currentness')!.basis).toContain(
      '2 batches before the newest',
    );
  });

  it('has a warning that names the successor once the ledger was closed', async () => {
    const market = openMarket();
    market.ledger.facts.successor = '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512';
    const verification = await verifyMarket(market, showMarket(market));
    expect(sumUp(verification)).toEqual(['verified', ['currentness warn ledger-closed']]);
    expect(verification.checks.find(({ code }) => code === 'ledger-closed')!.basis).toContain('0xe7f1725E');
  });
});

describe.each([
  ['restated', restated, 'superseded'],
  ['withdrawn', withdrawal, 'withdrawn'],
] as const)('A disclosure that was %s', (_, statement, code) => {
  const tell = () => tellOf('disclosure', statement);

  it('is not verified in the file fetched after, which says by which record and why', async () => {
    const { market, later, after } = tell();
    const verification = await verifyMarket(market, after);
    expect(sumUp(verification)).toEqual(['not-verified', [`currentness fail ${code}`]]);
    expect(verification.summary!.standing).toMatchObject({ state: code, by: later.id, ...statement });
    expect(verification.checks.find((each) => each.code === code)!.basis).toContain(statement.reason);
  });

  it('is verified in the file fetched before, until that is too old', async () => {
    const { market, before } = tell();
    expect((await verifyMarket(market, before)).verdict).toBe('verified');
    const old = await verifyMarket(market, before, defaultPolicy(), DEFAULT_MAX_AGE + 7200);
    expect(sumUp(old)[1]).toEqual(['currentness fail too-old']);
  });

  it('is not verified without the newer record, and unchecked without the head', async () => {
    const { market, after, later } = tell();
    const unexplained = { ...after, records: after.records.filter(({ id }) => id !== later.id) };
    expect(sumUp(await verifyMarket(market, unexplained))).toEqual([
      'not-verified',
      ['currentness fail superseded'],
    ]);
    const headless = { ...after, heads: after.heads.filter(({ kind }) => kind !== 3) };
    expect(sumUp(await verifyMarket(market, headless))).toEqual([
      'unchecked',
      ['currentness skipped no-head', 'order skipped no-head'],
    ]);
  });

  it('is verified with a warning where the policy does not ask for the newest version', async () => {
    const { market, after } = tell();
    expect(sumUp(await verifyMarket(market, after, NOT_ASKED))).toEqual([
      'verified',
      [`currentness warn ${code}`],
    ]);
  });
});

describe.each([
  ['restated', restated, 'superseded'],
  ['withdrawn', withdrawal, 'withdrawn'],
] as const)('A disclosure whose inventory was %s', (_, statement, code) => {
  const tell = () => tellOf('inventory', statement);

  it('is not verified in the file fetched after', async () => {
    const { market, before, after, later } = tell();
    const verification = await verifyMarket(market, after);
    expect(sumUp(verification)).toEqual(['not-verified', [`currentness fail basis-${code}`]]);
    expect(verification.summary!.basis[0]!.standing).toMatchObject({ state: code, by: later.id });
    expect((await verifyMarket(market, before)).verdict).toBe('verified');
  });

  it('is verified with a warning where the policy says so, or does not ask for the newest version', async () => {
    const { market, after } = tell();
    for (const policy of [defaultPolicy({ basis: 'warn' }), NOT_ASKED])
      expect(sumUp(await verifyMarket(market, after, policy))).toEqual([
        'verified',
        [`currentness warn basis-${code}`],
      ]);
  });

  it('is unchecked without the head of the inventory', async () => {
    const { market, after } = tell();
    const headless = { ...after, heads: after.heads.filter(({ kind }) => kind !== 2) };
    expect(sumUp(await verifyMarket(market, headless))).toEqual([
      'unchecked',
      ['currentness skipped no-head'],
    ]);
  });

  it('is found where the file shows no figure that cites it', async () => {
    const { market, after } = tell();
    const [subject, ...others] = after.records;
    const entries = { all: false, shown: [], absent: [] };
    const bundle = { ...after, records: [{ ...subject!, entries }, ...others] };
    expect(sumUp(await verifyMarket(market, bundle))[1]).toEqual([`currentness fail basis-${code}`]);
  });
});

describe.each([
  ['auditor', { opinion: 'adverse' }, 'answer-adverse'],
  ['exchange', { outcome: 'rejected', reason: 'late' }, 'answer-rejected'],
] as const)('An answer of the %s: %j', (name, statement, code) => {
  const tell = () => {
    const market = openMarket();
    const judge = market.parties[name];
    const before = showMarket(market, { judges: [judge] });
    const answer = addAnswer(market, judge, market.disclosure, statement);
    const after = showMarket(market, { also: [answer], judges: [judge] });
    return { market, judge, before, answer, after, policy: defaultPolicy({ judges: [judge.party] }) };
  };

  it('fails if the party is a judge, and not in the file from before the answer', async () => {
    const { market, before, after, policy } = tell();
    expect(sumUp(await verifyMarket(market, after, policy))).toEqual([
      'not-verified',
      [`answers fail ${code}`],
    ]);
    expect(sumUp(await verifyMarket(market, before, policy))).toEqual(['verified', []]);
  });

  it('warns if the party is not a judge', async () => {
    const { market, after } = tell();
    for (const policy of [defaultPolicy(), NOT_ASKED])
      expect(sumUp(await verifyMarket(market, after, policy))).toEqual([
        'verified',
        [`answers warn ${code}`],
      ]);
  });

  it('does not fail if the policy does not refuse it', async () => {
    const { market, after, policy } = tell();
    expect(sumUp(await verifyMarket(market, after, { ...policy, refuse: [] }))).toEqual(['verified', []]);
  });

  it('cannot be left out of the file, nor its stream', async () => {
    const { market, judge, answer, after, policy } = tell();
    const hidden = { ...after, records: after.records.filter(({ id }) => id !== answer.id) };
    const without = showMarket(market);
    const older = showMarket(market, { judges: [judge], asOf: 2 });
    const mixed = { ...without, heads: [...without.heads, ...older.heads.filter(({ kind }) => kind > 3)] };
    for (const bundle of [hidden, without, mixed])
      expect(sumUp(await verifyMarket(market, bundle, policy))).toEqual([
        'unchecked',
        ['answers skipped answer-not-shown'],
      ]);
  });

  it('counts for its own version alone', async () => {
    const { market, judge, answer, policy } = tell();
    const second = addVersion(market, market.parties.company, market.disclosure, restated);
    const bundle = showMarket(market, {
      subject: second,
      also: [market.disclosure, answer],
      judges: [judge],
    });
    expect(sumUp(await verifyMarket(market, bundle, policy))).toEqual([
      'verified',
      ['answers pass other-version'],
    ]);
    const wanted = defaultPolicy({ judges: [judge.party], require: ['answers'] });
    expect(sumUp(await verifyMarket(market, bundle, wanted))[1]).toContain('answers fail no-answer');
  });
});

describe('A policy that does not ask for the newest version', () => {
  it('needs no heads, and its verdict names it', async () => {
    const market = openMarket();
    const headless = showMarket(market, { heads: [] });
    const verification = await verifyMarket(market, headless, NOT_ASKED);
    expect(sumUp(verification)[0]).toBe('verified');
    expect(verification).toMatchObject({ newest: 'not-asked', unchecked: [] });
    expect(verification.notRequired).toContain('currentness');
    expect((await verifyMarket(market, headless)).newest).toBe('required');
  });

  it('warns of a head that is too old, and of nothing else: a head that is wrong fails', async () => {
    const market = openMarket();
    const bundle = showMarket(market);
    const old = await verifyMarket(market, bundle, NOT_ASKED, DEFAULT_MAX_AGE + 1);
    expect(sumUp(old)).toEqual(['verified', ['currentness warn too-old']]);
    const [head, ...heads] = bundle.heads;
    const wrong = { ...head!, head: { ...head!.head!, sequence: 2 } };
    const changed = await verifyMarket(market, { ...bundle, heads: [wrong, ...heads] }, NOT_ASKED);
    expect(changed.verdict).toBe('not-verified');
  });
});

describe('An assurance that was withdrawn or replaced', () => {
  it.each([
    ['withdrawn', { opinion: 'withdrawn' }],
    ['superseded', { opinion: 'unqualified' }],
  ] as const)('(%s) is shown and counts as no answer', async (state, statement) => {
    const market = openMarket();
    const { auditor } = market.parties;
    const adverse = addAnswer(market, auditor, market.disclosure, { opinion: 'adverse' });
    const later = addVersion(market, auditor, adverse, statement);
    const bundle = showMarket(market, { also: [adverse, later], judges: [auditor] });
    const judges = [auditor.party];
    const verification = await verifyMarket(market, bundle, defaultPolicy({ judges }));
    expect(sumUp(verification)).toEqual(['verified', [`answers pass answer-${state}`]]);
    expect(verification.summary!.answers.map(({ standing, counts }) => [standing.state, counts])).toEqual([
      [state, false],
      state === 'withdrawn' ? ['withdrawn', false] : ['current', true],
    ]);
    const wanted = await verifyMarket(market, bundle, defaultPolicy({ judges, require: ['answers'] }));
    expect(wanted.verdict).toBe(state === 'withdrawn' ? 'not-verified' : 'verified');
  });

  it('warns where the answer that replaced it is not in the file', async () => {
    const market = openMarket();
    const { stranger } = market.parties;
    const fine = addAnswer(market, stranger, market.disclosure, { opinion: 'unqualified' });
    addVersion(market, stranger, fine, { opinion: 'adverse' });
    const bundle = showMarket(market, { also: [fine] });
    expect(sumUp(await verifyMarket(market, bundle))).toEqual([
      'verified',
      ['answers warn answer-superseded'],
    ]);
  });

  it('is unchecked without its head', async () => {
    const market = openMarket();
    const fine = addAnswer(market, market.parties.stranger, market.disclosure, { opinion: 'unqualified' });
    const bundle = showMarket(market, { also: [fine], heads: [market.disclosure, market.inventory] });
    expect(sumUp(await verifyMarket(market, bundle))).toEqual(['unchecked', ['currentness skipped no-head']]);
  });
});

describe('An answer of each judge', () => {
  it('is required with require: ["answers"], and judges are needed for that', async () => {
    const market = openMarket();
    const { auditor } = market.parties;
    const judges = [auditor.party];
    const silent = showMarket(market, { judges: [auditor] });
    const wanted = defaultPolicy({ judges, require: ['answers'] });
    expect(sumUp(await verifyMarket(market, silent, wanted))).toEqual([
      'not-verified',
      ['answers fail no-answer'],
    ]);
    expect((await verifyMarket(market, silent, defaultPolicy({ judges }))).verdict).toBe('verified');
    const answer = addAnswer(market, auditor, market.disclosure, { opinion: 'unqualified' });
    const answered = showMarket(market, { also: [answer], judges: [auditor] });
    expect(sumUp(await verifyMarket(market, answered, wanted))).toEqual(['verified', []]);
    expect((await verifyMarket(market, answered, defaultPolicy({ require: ['answers'] }))).verdict).toBe(
      'unchecked',
    );
  });
});

describe('An answer that was sealed before its object', () => {
  it('fails', async () => {
    const market = openMarket();
    const { company, auditor } = market.parties;
    const object = signRecord({ by: company, kind: 'disclosure', subject: 'late' });
    const answer = addAnswer(market, auditor, object, { opinion: 'unqualified' });
    sealBatch(market.ledger, [object]);
    const bundle = showMarket(market, { also: [object, answer] });
    expect(sumUp(await verifyMarket(market, bundle))).toEqual([
      'not-verified',
      ['answers fail answer-too-early'],
    ]);
  });
});
