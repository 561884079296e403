import { describe, expect, it } from 'vitest';
import {
  type DecisionMatter,
  findException,
  findObjection,
  listDecisionCautions,
  listLacks,
  listUnknown,
} from '../../../jobs/decide/decision-cautions.ts';
import { findChangeAfter } from '../../../jobs/decide/judged-disclosure.ts';
import { listSourceAnswers, type SourceAnswers } from '../../../jobs/decide/source-answers.ts';
import { type Given, judge, NEWER, PARTY, SOURCE, SUBJECT } from './judged.ts';

const accepted = { says: 'accepted', about: SUBJECT };
const REPLACED: Given = { verdict: 'not-verified', failed: 'basis-superseded' };
const replaced = (given: Given) => judge({ ...REPLACED, ...given });

const NOTHING: SourceAnswers = { answers: [], isWhole: true };
const matter = (given: Given = {}, sources = NOTHING): DecisionMatter => ({
  ...{ judged: judge(given), sources, own: PARTY },
  warnings: (given.warned ?? []).map((code) => ({ code })),
});

/** An answer to a cited result, as a list and its record give it. */
function answer(sequence: number, says: string, { party = '0xbb', state = 'final', kind = 4 } = {}) {
  return {
    id: `0x${party.slice(2)}${kind}${sequence}`,
    state,
    acceptedAt: sequence,
    record: { party, kind, subject: 'ab', sequence },
    statement: { answers: SOURCE, reason: 'why', [kind === 4 ? 'opinion' : 'outcome']: says },
  };
}
const answersOf = (...views: unknown[]) => listSourceAnswers(SOURCE, views as never);
const countsOf = (...views: unknown[]) =>
  answersOf(...views).map(({ says, counts, objects }) => `${says} ${counts} ${objects}`);

describe('the answers of a cited result', () => {
  it('object where an opinion or decision that counts is not favourable', () => {
    expect(countsOf(answer(1, 'adverse'), answer(1, 'rejected', { party: '0xcc', kind: 5 }))).toEqual([
      'adverse true true',
      'rejected true true',
    ]);
    expect(countsOf(answer(1, 'qualified'))).toEqual(['qualified true true']);
    expect(countsOf(answer(1, 'queried', { kind: 5 }))).toEqual(['queried true true']);
    expect(countsOf(answer(1, 'unqualified'), answer(1, 'accepted', { kind: 5 }))).toEqual([
      'unqualified true false',
      'accepted true false',
    ]);
  });

  it('count no longer once their party replaced or withdrew them, and not before that is sealed', () => {
    expect(countsOf(answer(2, 'withdrawn'), answer(1, 'adverse'))).toEqual([
      'withdrawn true false',
      'adverse false false',
    ]);
    expect(countsOf(answer(2, 'unqualified', { state: 'rejected' }), answer(1, 'adverse'))).toEqual([
      'adverse true true',
    ]);
    expect(countsOf(answer(2, 'unqualified', { party: '0xdd' }), answer(1, 'adverse'))).toEqual([
      'unqualified true false',
      'adverse true true',
    ]);
  });

  it('are only those that answer it', () => {
    const other = { ...answer(1, 'adverse'), statement: { answers: '0x99', opinion: 'adverse' } };
    expect(answersOf(other)).toEqual([]);
  });
});

describe('accepting several disclosures at once', () => {
  const except = (given: Given, sources = NOTHING) => {
    const found = findException(matter(given, sources));
    return typeof found === 'object' ? (found?.map(({ code }) => code) ?? null) : found;
  };

  it('takes only those against which nothing speaks', () => {
    expect(except({})).toBeNull();
    expect(except({ decision: accepted })).toBe('decided');
    expect(findException(undefined)).toBe('failed');
    expect(except({ verdict: 'unchecked' })).toEqual(['notVerified']);
    expect(except({ opinions: [] })).toEqual(['unassured']);
    expect(except({ opinions: ['qualified'] })).toEqual(['modified']);
  });

  it('leaves what shows no figures, what its verdict warns of, and figures under other names', () => {
    expect(except({ hasFigures: false })).toEqual(['noFigures']);
    for (const code of ['answer-rejected', 'figure-uncited', 'figure-not-of-run', 'ledger-closed'])
      expect(except({ warned: [code] })).toEqual(['warned']);
    expect(except({ renamed: 'scope2/market' })).toEqual(['relabelled']);
  });

  it('leaves what somebody rejected or queried, also where the policy does not warn of it', () => {
    expect(except({ regulator: 'queried' })).toEqual(['objected']);
    expect(except({ regulator: 'accepted' })).toBeNull();
    expect(except({ regulator: 'rejected', warned: ['answer-rejected'] })).toEqual(['warned']);
  });

  it('leaves what cites a result that somebody objects to, or whose answers could not all be read', () => {
    const answers = answersOf(answer(1, 'adverse'));
    expect(except({}, { answers, isWhole: true })).toEqual(['sourceObjected']);
    expect(except({}, { answers: [], isWhole: false })).toEqual(['sourceUnread']);
    const over = answersOf(answer(2, 'withdrawn'), answer(1, 'adverse'));
    expect(except({}, { answers: over, isWhole: true })).toBeNull();
  });

  it('has an exception wherever the page of one disclosure has a caution', () => {
    for (const given of [
      { hasFigures: false },
      { warned: ['other-version'] },
      { regulator: 'rejected' },
      { opinions: ['adverse'] },
    ])
      expect(findException(matter(given))).toEqual(listDecisionCautions(matter(given)));
  });
});

describe('what speaks against accepting a disclosure', () => {
  it('is nothing where it is verified, shows figures and is assured without qualification', () => {
    expect(listDecisionCautions(matter())).toEqual([]);
  });

  it('is a verdict that is not verified with its first reason, missing figures, and a missing or modified opinion', () => {
    expect(listDecisionCautions(matter({ ...REPLACED, opinions: [], hasFigures: false }))).toEqual([
      { code: 'notVerified', reason: 'basis-superseded' },
      { code: 'noFigures' },
      { code: 'unassured' },
    ]);
    expect(listDecisionCautions(matter({ verdict: 'unchecked' }))).toEqual([
      { code: 'notVerified', reason: null },
    ]);
    expect(listDecisionCautions(matter({ opinions: ['unqualified', 'qualified'] }))).toEqual([
      { code: 'modified' },
    ]);
    expect(listLacks(judge({ opinions: ['qualified'], hasFigures: false }))).toEqual(['noFigures']);
  });
});

describe('the objection in the headline of a verified disclosure', () => {
  const found = (given: Given, sources = NOTHING) =>
    findObjection(listDecisionCautions(matter(given, sources)));

  it('is the gravest: to the disclosure, to what it cites, or that nobody assured it', () => {
    const sources = { answers: answersOf(answer(1, 'adverse')), isWhole: true };
    expect(found({ regulator: 'queried', opinions: [] }, sources)).toBe('objected');
    expect(found({ warned: ['answer-qualified'] }, sources)).toBe('objected');
    expect(found({ opinions: [] }, sources)).toBe('sourceObjected');
    expect(found({ opinions: [] })).toBe('unassured');
  });

  it('is none where only other warnings are there', () => {
    expect(found({ warned: ['ledger-closed', 'answer-later'] })).toBeNull();
    expect(found({ hasFigures: false })).toBeNull();
  });
});

describe('a disclosure that was accepted', () => {
  it('must be decided again when its source was replaced after the decision, not when that was known', () => {
    expect(findChangeAfter(replaced({ decision: accepted, replacedIn: 6 }), 'sourceReplaced', PARTY)).toBe(
      'sourceReplaced',
    );
    expect(
      findChangeAfter(replaced({ decision: accepted, replacedIn: 4 }), 'sourceReplaced', PARTY),
    ).toBeNull();
    expect(findChangeAfter(replaced({ decision: accepted }), 'sourceReplaced', PARTY)).toBe('unknown');
    expect(findChangeAfter(judge({ decision: accepted }), 'sourceReplaced', PARTY)).toBeNull();
    const queried = { ...accepted, says: 'queried' };
    expect(
      findChangeAfter(replaced({ decision: queried, replacedIn: 6 }), 'sourceReplaced', PARTY),
    ).toBeNull();
    const earlier = { ...accepted, about: '0x99' };
    expect(
      findChangeAfter(replaced({ decision: earlier, replacedIn: 6 }), 'sourceReplaced', PARTY),
    ).toBeNull();
  });
});

describe('a change after the decision', () => {
  it('is unknown for a cause that no newer version explains', () => {
    const judged = replaced({ decision: accepted, replacedIn: 6 });
    expect(findChangeAfter(judged, 'policy', PARTY)).toBe('unknown');
    expect(findChangeAfter(judged, 'withdrawn', '0xbb')).toBeNull();
  });
});

describe('a verdict', () => {
  it('does not know of a newer version of the disclosure or of its source until its proof file shows it', () => {
    const sources = [{ source: SOURCE, newest: NEWER } as const];
    expect(listUnknown(judge(), { own: SUBJECT, sources })).toEqual([NEWER]);
    expect(listUnknown(judge(), { own: '0x05', sources: [] })).toEqual(['0x05']);
    expect(listUnknown(replaced({}), { own: null, sources })).toEqual([]);
    // A source that the file does not show cannot become known by another file.
    expect(listUnknown(judge(), { own: null, sources: [{ source: '0x77', newest: NEWER }] })).toEqual([]);
  });
});
