import { CHECKS } from '../../../core/verify/policy.ts';
import { explainVerdict } from '../../../jobs/verify/verdict-cause.ts';

export const PARTY = '0xaa';
export const SUBJECT = '0x01';
export const SOURCE = '0x02';
export const NEWER = '0x03';
const DECISION = '0x04';

export interface Given {
  readonly verdict?: 'verified' | 'not-verified' | 'unchecked';
  readonly opinions?: readonly string[];
  readonly hasFigures?: boolean;
  /** The codes of warnings. */
  readonly warned?: readonly string[];
  /** The key of the result's figure that the disclosure shows under another. */
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
export function judge({
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
