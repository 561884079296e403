import { describe, expect, it } from 'vitest';
import { GIVEN_OUTCOMES, stateDecision } from '../../../jobs/decide/decision-statement.ts';
import {
  asProven,
  findDecision,
  firstReason,
  listOpinions,
  periodOf,
} from '../../../jobs/decide/judged-disclosure.ts';
import { joinAnswers, listAsked } from '../../../jobs/decide/source-answers.ts';
import { judge, PARTY, SOURCE, SUBJECT } from './judged.ts';

describe('the statement of a decision', () => {
  it('has outcome and reason, and the period of what it answers', () => {
    const words = { outcome: 'queried', reason: ' which meter? ', standard: '', title: 'Decision' } as const;
    expect(stateDecision(words, { period: '2024' })).toEqual({
      ...{ title: 'Decision', period: '2024', standard: '', outcome: 'queried', reason: 'which meter?' },
    });
    expect(stateDecision(words, {})['period']).toBe('');
  });

  it('can accept, query or reject; a withdrawal is another one', () => {
    expect(GIVEN_OUTCOMES).toEqual(['accepted', 'queried', 'rejected']);
  });
});

describe('a verdict on a disclosure', () => {
  it('gives the decision of a party, and the opinions that stand on this version', () => {
    const judged = judge({ decision: { says: 'accepted', about: SUBJECT }, opinions: ['qualified'] });
    expect(findDecision(judged, PARTY)).toMatchObject({ says: 'accepted', counts: true });
    expect(findDecision(judged, '0xdd')).toBeUndefined();
    expect(listOpinions(judged).map(({ says }) => says)).toEqual(['qualified']);
  });

  it('has a first reason unless it is verified', () => {
    expect(firstReason(judge())).toBeNull();
    expect(firstReason(judge({ verdict: 'not-verified', failed: 'basis-superseded' }))).toBe(
      'basis-superseded',
    );
    const unchecked = {
      outcome: {
        ...{ verdict: 'unchecked', unchecked: ['anchor'] },
        checks: [
          { check: 'answers', result: 'skipped', code: 'no-judges' },
          { check: 'anchor', result: 'skipped', code: 'no-chain' },
        ],
      },
    } as never;
    expect(firstReason(unchecked)).toBe('no-chain');
  });

  it('shows a record as its proof file has it, whatever a list says', () => {
    const item = { id: SUBJECT, title: 'Listed', record: { party: '0xee', sources: [] } } as never;
    expect(asProven(item, undefined)).toBe(item);
    const record = { party: PARTY, sources: [SOURCE] };
    const found = (statement: object) =>
      ({ outcome: { bundle: { records: [{ record, statement }] } } }) as never;
    expect(asProven(item, found({ title: 'Signed' }))).toEqual({ id: SUBJECT, title: 'Signed', record });
    expect(asProven(item, found({}))).toMatchObject({ title: null });
    expect(periodOf(found({ period: '2024' }))).toBe('2024');
    expect(periodOf(found({ period: 2024 }))).toBe('');
  });
});

describe('the answers to all results that a disclosure cites', () => {
  const whole = { answers: [], isWhole: true };
  const many = { sources: Array.from({ length: 25 }, () => SOURCE) } as never;

  it('are whole only where those of each source are', () => {
    const two = { sources: [SOURCE, SOURCE] } as never;
    expect(joinAnswers(two, [whole, whole]).isWhole).toBe(true);
    expect(joinAnswers(two, [whole, undefined]).isWhole).toBe(false);
    expect(joinAnswers(two, [whole, { ...whole, isWhole: false }]).isWhole).toBe(false);
  });

  it('are never whole where it cites more results than are asked about', () => {
    expect(listAsked(many)).toHaveLength(24);
    expect(
      joinAnswers(
        many,
        listAsked(many).map(() => whole),
      ).isWhole,
    ).toBe(false);
  });
});
