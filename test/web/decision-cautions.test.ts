import { describe, expect, it } from 'vitest';
import { explainVerdict } from '../../jobs/verify/verdict-cause.ts';
import { chooseDisclosures, findChangeAfter } from '../../web/pages/exchange/choose-disclosures.ts';
import {
  findException,
  listDecisionCautions,
  listLacks,
  listUnknown,
} from '../../web/pages/exchange/decision-cautions.ts';
import { listSourceAnswers, type SourceAnswers } from '../../web/pages/exchange/source-answers.ts';
import { listExported } from '../../web/pages/exchange/export-disclosures.ts';
import { CHECKS } from '../../core/verify/policy.ts';

const PARTY = '0xaa';
const [SUBJECT, SOURCE, NEWER, DECISION] = ['0x01', '0x02', '0x03', '0x04'] as const;

interface Given {
  readonly verdict?: 'verified' | 'not-verified' | 'unchecked';
  readonly opinions?: readonly string[];
  readonly hasFigures?: boolean;
  /** The codes of warnings, and the key of the result's figure that the disclosure shows under another. */
  readonly warned?: readonly string[];
  readonly renamed?: string;
  /** What a regulator has decided on this version. */
  readonly regulator?: string;
  /** The code with which currentness failed, and the batch of what replaced the source; undefined: not in the file. */
  readonly failed?: string;
  readonly replacedIn?: number | undefined;
  readonly decision?: { readonly says: string; readonly about: string } | undefined;
}

const standing = (by: string | null = null) => ({ state: by === null ? 'current' : 'superseded', by });

/** A verdict with the members that decisions read. The decision of the party is in batch 5. */
function judge({
  verdict = 'verified',
  opinions = ['unqualified'],
  hasFigures = true,
  warned = [],
  renamed,
  regulator,
  failed,
  replacedIn,
  decision,
}: Given = {}) {
  const passed = CHECKS.map((check) => ({ check, result: 'pass', code: 'ok' }));
  const own =
    decision === undefined
      ? []
      : [
          {
            ...{ kind: 'decision', party: PARTY, record: DECISION, says: decision.says },
            ...{ version: { record: decision.about }, counts: decision.about === SUBJECT },
          },
        ];
  const warnings = warned.map((code) => ({ check: 'answers', result: 'warn', code, basis: code }));
  const ofRegulator =
    regulator === undefined ? [] : [{ kind: 'decision', party: '0xcc', says: regulator, counts: true }];
  const inBatch = (id: string, number: number) => ({
    id,
    inclusion: { header: { number } },
    statement: {},
    entries: { shown: [] },
  });
  const checks = [
    ...passed,
    ...warnings,
    ...(failed === undefined ? [] : [{ check: 'currentness', result: 'fail', code: failed }]),
  ];
  return {
    policy: null,
    outcome: {
      ...{ verdict, checks, unchecked: [], shownFigures: hasFigures ? 1 : 0 },
      why: explainVerdict({ verdict, checks, unchecked: [] } as never),
      summary: {
        ...{
          record: SUBJECT,
          figures: hasFigures ? [{ key: 'total', value: '1', unit: 't', from: 0, until: 2 ** 53 - 1 }] : [],
          relabelled: renamed === undefined ? [] : [{ key: 'total', cited: renamed, reason: 'ours' }],
          origins: { recomputed: [], cited: ['total'], uncited: [], notOfRun: [], notRecomputed: [] },
        },
        standing: standing(),
        basis: [{ record: SOURCE, standing: standing(failed === undefined ? null : NEWER) }],
        answers: [
          ...opinions.map((says) => ({ kind: 'assurance', says, level: 'limited', counts: true })),
          ...ofRegulator,
          ...own,
        ],
        otherAnswers: [],
      },
      bundle: {
        records: [
          inBatch(SUBJECT, 3),
          inBatch(DECISION, 5),
          ...(replacedIn === undefined ? [] : [inBatch(NEWER, replacedIn)]),
        ],
      },
    },
  } as never;
}

const accepted = { says: 'accepted', about: SUBJECT };
const replaced = (given: Given) => judge({ verdict: 'not-verified', failed: 'basis-superseded', ...given });

const NOTHING: SourceAnswers = { answers: [], isWhole: true };

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
    const found = findException(judge(given), sources, PARTY);
    return typeof found === 'object' ? (found?.map(({ code }) => code) ?? null) : found;
  };

  it('takes only those against which nothing speaks', () => {
    expect(except({})).toBeNull();
    expect(except({ decision: accepted })).toBe('decided');
    expect(findException(undefined, NOTHING, PARTY)).toBe('failed');
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
      expect(findException(judge(given), NOTHING, PARTY)).toEqual(
        listDecisionCautions(judge(given), NOTHING, PARTY),
      );
  });
});

describe('what speaks against accepting a disclosure', () => {
  it('is nothing where it is verified, shows figures and is assured without qualification', () => {
    expect(listDecisionCautions(judge(), NOTHING, PARTY)).toEqual([]);
  });

  it('is a verdict that is not verified with its first reason, missing figures, and a missing or modified opinion', () => {
    expect(listDecisionCautions(replaced({ opinions: [], hasFigures: false }), NOTHING, PARTY)).toEqual([
      { code: 'notVerified', reason: 'basis-superseded' },
      { code: 'noFigures' },
      { code: 'unassured' },
    ]);
    expect(listDecisionCautions(judge({ verdict: 'unchecked' }), NOTHING, PARTY)).toEqual([
      { code: 'notVerified', reason: null },
    ]);
    expect(listDecisionCautions(judge({ opinions: ['unqualified', 'qualified'] }), NOTHING, PARTY)).toEqual([
      { code: 'modified' },
    ]);
    expect(listLacks(judge({ opinions: ['qualified'], hasFigures: false }))).toEqual(['noFigures']);
  });
});

describe('a disclosure that was accepted', () => {
  it('must be decided again when its source was replaced after the decision, not when that was known', () => {
    expect(findChangeAfter(replaced({ decision: accepted, replacedIn: 6 }), PARTY)).toBe('sourceReplaced');
    expect(findChangeAfter(replaced({ decision: accepted, replacedIn: 4 }), PARTY)).toBeNull();
    expect(findChangeAfter(replaced({ decision: accepted }), PARTY)).toBe('unknown');
    expect(findChangeAfter(judge({ decision: accepted }), PARTY)).toBeNull();
    const queried = { ...accepted, says: 'queried' };
    expect(findChangeAfter(replaced({ decision: queried, replacedIn: 6 }), PARTY)).toBeNull();
    const earlier = { ...accepted, about: '0x99' };
    expect(findChangeAfter(replaced({ decision: earlier, replacedIn: 6 }), PARTY)).toBeNull();
  });

  it('is found by a filter once it is not verified any more', () => {
    const items = [{ id: '0x0a' }, { id: '0x0b' }] as never;
    const verdicts: Record<string, never> = {
      '0x0a': judge({ decision: accepted }),
      '0x0b': replaced({ decision: accepted, replacedIn: 6 }),
    };
    const chosen = chooseDisclosures(items, (id) => verdicts[id], { again: true }, PARTY);
    expect(chosen.map(({ id }) => id)).toEqual(['0x0b']);
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

describe('an export of disclosures', () => {
  it('gives a decision on another version apart from one on this version', () => {
    const item = { id: SUBJECT, record: { party: PARTY, subject: 's', sequence: 2 }, acceptedAt: 0 } as never;
    const rowOf = (about: string) =>
      listExported([{ item, judged: judge({ decision: { says: 'queried', about } }) }], PARTY)[0];
    expect(rowOf(SUBJECT)).toMatchObject({ decision: 'queried', otherVersionDecision: '' });
    expect(rowOf('0x99')).toMatchObject({ decision: '', otherVersionDecision: 'queried' });
  });

  it('gives levels, warnings, the name in the result and the origin of figures, and periods that never end', () => {
    const item = { id: SUBJECT, record: { party: PARTY, subject: 's', sequence: 2 }, acceptedAt: 0 } as never;
    const given = { opinions: ['unqualified', ''], warned: ['answer-rejected'], renamed: 'scope2/market' };
    const answers = answersOf(answer(1, 'adverse'));
    const known = { item, judged: judge(given), sources: { answers, isWhole: true } };
    expect(listExported([known], PARTY)[0]).toMatchObject({
      level: 'limited limited',
      warnings: 'answer-rejected',
      citedKey: 'scope2/market',
      origin: 'cited',
      sourceAnswers: 'adverse',
      until: '9007199254740991',
    });
  });
});
