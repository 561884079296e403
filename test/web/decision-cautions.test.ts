import { describe, expect, it } from 'vitest';
import { chooseDisclosures, findChangeAfter } from '../../web/pages/exchange/choose-disclosures.ts';
import { listDecisionCautions, listLacks, listUnknown } from '../../web/pages/exchange/decision-cautions.ts';
import { listExported } from '../../web/pages/exchange/export-disclosures.ts';
import { CHECKS } from '../../core/verify/policy.ts';

const PARTY = '0xaa';
const [SUBJECT, SOURCE, NEWER, DECISION] = ['0x01', '0x02', '0x03', '0x04'] as const;

interface Given {
  readonly verdict?: 'verified' | 'not-verified' | 'unchecked';
  readonly opinions?: readonly string[];
  readonly hasFigures?: boolean;
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
  const inBatch = (id: string, number: number) => ({ id, inclusion: { header: { number } }, statement: {} });
  return {
    policy: null,
    outcome: {
      ...{ verdict, unchecked: [] },
      checks:
        failed === undefined ? passed : [...passed, { check: 'currentness', result: 'fail', code: failed }],
      summary: {
        ...{
          record: SUBJECT,
          figures: hasFigures ? [{ key: 'total', value: '1', unit: 't', from: 0, until: 0 }] : [],
        },
        standing: standing(),
        basis: [{ record: SOURCE, standing: standing(failed === undefined ? null : NEWER) }],
        answers: [...opinions.map((says) => ({ kind: 'assurance', says, counts: true })), ...own],
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

const replaced = (given: Given) => judge({ verdict: 'not-verified', failed: 'basis-superseded', ...given });
const accepted = { says: 'accepted', about: SUBJECT };

describe('what speaks against accepting a disclosure', () => {
  it('is nothing where it is verified, shows figures and is assured without qualification', () => {
    expect(listDecisionCautions(judge())).toEqual([]);
  });

  it('is a verdict that is not verified with its first reason, missing figures, and a missing or modified opinion', () => {
    expect(listDecisionCautions(replaced({ opinions: [], hasFigures: false }))).toEqual([
      { code: 'notVerified', reason: 'basis-superseded' },
      { code: 'noFigures' },
      { code: 'unassured' },
    ]);
    expect(listDecisionCautions(judge({ verdict: 'unchecked' }))).toEqual([
      { code: 'notVerified', reason: null },
    ]);
    expect(listDecisionCautions(judge({ opinions: ['unqualified', 'qualified'] }))).toEqual([
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
});
