import { describe, expect, it } from 'vitest';
import { type AuditFindings, listCautions, mustConfirm } from '../../../jobs/assure/cautions.ts';
import {
  GIVEN_OPINIONS,
  isModified,
  listMissingWords,
  type OpinionWords,
  stateOpinion,
} from '../../../jobs/assure/opinion-statement.ts';

const WORDS: OpinionWords = {
  ...{ opinion: 'unqualified', level: 'limited', standard: 'ISO 14064-3:2019' },
  ...{ scope: ' scope 1 and 2 ', materiality: '', findings: '' },
};
const ABOUT = { title: 'Assurance of Inventory', members: {} };

describe('the statement of an opinion', () => {
  it('has what the protocol asks for, and the period of what it is about', () => {
    expect(stateOpinion(WORDS, { period: '2024' }, ABOUT)).toEqual({
      ...{ title: 'Assurance of Inventory', period: '2024', standard: 'ISO 14064-3:2019' },
      ...{ level: 'limited', scope: 'scope 1 and 2', opinion: 'unqualified' },
    });
    expect(stateOpinion(WORDS, { period: 2024 }, ABOUT)['period']).toBe('');
  });

  it('has materiality and findings where they are given, and the members that name the working paper', () => {
    const members = { workingPaper: { size: 1 } };
    const words = { ...WORDS, materiality: ' 5 % ', findings: 'two meters' };
    expect(stateOpinion(words, {}, { ...ABOUT, members })).toMatchObject({
      ...{ materiality: '5 %', reason: 'two meters', ...members },
    });
  });

  it('can be anything but a withdrawal', () => {
    expect(GIVEN_OPINIONS).toEqual(['unqualified', 'qualified', 'adverse']);
    expect(GIVEN_OPINIONS.map(isModified)).toEqual([false, true, true]);
  });
});

describe('the words of an opinion', () => {
  it.each<[Partial<OpinionWords>, readonly string[]]>([
    [{}, []],
    [{ scope: ' ' }, ['scope']],
    [{ scope: '', standard: '' }, ['scope', 'standard']],
    [{ opinion: 'qualified' }, ['findings']],
    [{ opinion: 'adverse', findings: '  ' }, ['findings']],
    [{ opinion: 'adverse', findings: 'an error' }, []],
  ])('with %j lack %j', (part, missing) => {
    expect(listMissingWords({ ...WORDS, ...part })).toEqual(missing);
  });
});

describe('what speaks against an opinion', () => {
  const GOOD: AuditFindings = {
    ...{ verdict: 'verified', differing: 0, isAllComputed: true, usesOtherRows: false, isSeen: true },
    rows: ['agrees'],
  };
  const codes = (part: Partial<AuditFindings>): string[] =>
    listCautions({ ...GOOD, ...part }).map(({ code }) => code);

  it('is nothing once all was seen, computed and sampled', () => {
    expect(listCautions(GOOD)).toEqual([]);
    expect(codes({ verdict: 'unchecked' })).toEqual([]);
  });

  it.each<[Partial<AuditFindings>, readonly string[]]>([
    [{ differing: 2 }, ['differs']],
    [{ usesOtherRows: true }, ['otherRows']],
    [{ verdict: 'not-verified' }, ['notVerified']],
    [{ isSeen: false }, ['notSeen']],
    [{ isAllComputed: false }, ['notComputed']],
    [{ rows: [] }, ['noSample']],
    [{ rows: ['agrees', 'differs', 'no-evidence', 'open'] }, ['rowsDiffer', 'noEvidence', 'openRows']],
    [
      { verdict: null, isSeen: false, isAllComputed: false, rows: [] },
      ['notSeen', 'notComputed', 'noSample'],
    ],
  ])('%j: %j', (part, found) => {
    expect(codes(part)).toEqual(found);
  });

  it('is counted, and grave where an unqualified opinion contradicts it', () => {
    expect(listCautions({ ...GOOD, differing: 3, rows: ['open', 'open'] })).toEqual([
      { code: 'differs', isGrave: true, count: 3 },
      { code: 'openRows', isGrave: false, count: 2 },
    ]);
  });

  it('must be confirmed for an unqualified opinion, and for any that is given blindly', () => {
    const [blind, small] = [listCautions({ ...GOOD, isSeen: false }), listCautions({ ...GOOD, rows: [] })];
    expect(GIVEN_OPINIONS.map((opinion) => mustConfirm(opinion, blind))).toEqual([true, true, true]);
    expect(GIVEN_OPINIONS.map((opinion) => mustConfirm(opinion, small))).toEqual([true, false, false]);
    expect(mustConfirm('unqualified', [])).toBe(false);
  });
});
