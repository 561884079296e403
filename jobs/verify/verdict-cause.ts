import type { CheckName } from '../../core/verify/policy.ts';
import type { CheckResult, VerifyCode } from '../../core/verify/result.ts';
import type { Verification } from '../../core/verify/verify.ts';

/** Why a file is not verified, the gravest first: a file that has several causes is named by the first of them. */
export const CAUSES = [
  'unreadable',
  'otherLedger',
  'altered',
  'unanchored',
  'unauthorised',
  'inconsistent',
  'figures',
  'withdrawn',
  'replaced',
  'sourceWithdrawn',
  'sourceReplaced',
  'outdated',
  'objected',
  'policy',
  'incomplete',
  'other',
] as const;
export type Cause = (typeof CAUSES)[number];

/** What a genuine file can still lack: it was signed and anchored as it is shown. */
export const LATE_CAUSES = [
  ...(['withdrawn', 'replaced', 'sourceWithdrawn', 'sourceReplaced'] as const),
  ...(['outdated', 'objected', 'policy', 'incomplete'] as const),
] as const;
export type LateCause = (typeof LATE_CAUSES)[number];

/** Why a file is unchecked: what the first required check lacked. */
export type Lack = 'notFinal' | 'noChain' | 'silentChain' | 'noEngine' | 'unmet';

/** A verdict with its cause. */
export type Why =
  | { readonly verdict: 'verified' }
  | { readonly verdict: 'unchecked'; readonly lack: Lack }
  | { readonly verdict: 'not-verified'; readonly cause: Cause; readonly isGenuine: false }
  | { readonly verdict: 'not-verified'; readonly cause: LateCause; readonly isGenuine: true };

/** Returns a verdict with its cause, as the checks give it. It never says more than the checks: only those that passed make a file genuine. */
export function explainVerdict({
  verdict,
  checks,
  unchecked,
}: Pick<Verification, 'verdict' | 'checks' | 'unchecked'>): Why {
  if (verdict === 'verified') return { verdict };
  if (verdict === 'unchecked') return { verdict, lack: lackOf({ checks, unchecked }) };
  const gravest = findGravest(checks);
  const cause = gravest === undefined ? 'other' : causeOf(gravest);
  return isLate(cause) && isGenuine(checks)
    ? { verdict, cause, isGenuine: true }
    : { verdict, cause, isGenuine: false };
}

/** Returns the failed check that stands for the cause of a verdict: of the gravest cause, and the first of these; undefined where none failed. */
export function findGravest(checks: readonly CheckResult[]): CheckResult | undefined {
  const failed = checks.filter(({ result }) => result === 'fail');
  const rankOf = (found: CheckResult): number => CAUSES.indexOf(causeOf(found));
  const least = Math.min(...failed.map(rankOf));
  return failed.find((found) => rankOf(found) === least);
}

function isLate(cause: Cause): cause is LateCause {
  return (LATE_CAUSES as readonly Cause[]).includes(cause);
}

/** What must have passed, for every record of a file, before it is called genuine. */
const GENUINE: readonly CheckName[] = [
  ...(['format', 'entries', 'statement', 'record', 'signature'] as const),
  ...(['inclusion', 'anchor', 'finality', 'authority'] as const),
];

function isGenuine(checks: Verification['checks']): boolean {
  return GENUINE.every((name) => {
    const results = checks.filter(({ check }) => check === name);
    return results.length > 0 && results.every(({ result }) => result === 'pass' || result === 'warn');
  });
}

type Found = Pick<CheckResult, 'check' | 'code'>;

/** What codes mean, whatever check they are of. */
const CODES: Readonly<Partial<Record<Cause, readonly VerifyCode[]>>> = {
  altered: [
    ...(['proof-length', 'proof-root', 'proof-end', 'record-id', 'signer'] as const),
    ...(['chain-start', 'chain-link', 'chain-time'] as const),
    ...(['link-differs', 'anchor-differs', 'window-differs'] as const),
  ],
  otherLedger: ['wrong-domain'],
  unanchored: ['not-anchored', 'code-differs', 'registry-differs', 'checkpoint-differs'],
  unauthorised: ['unknown-key', 'closed-key', 'no-role'],
  inconsistent: ['own-source', 'source-later', 'order-falls', 'answer-too-early', 'record-repeated'],
  figures: [
    ...(['run-malformed', 'run-refused', 'engine-differs', 'inputs-differ', 'outputs-differ'] as const),
    ...(['figure-differs', 'citation-malformed', 'citation-source'] as const),
    ...(['citation-key', 'citation-absent'] as const),
  ],
  withdrawn: ['withdrawn', 'answer-withdrawn'],
  replaced: ['superseded', 'answer-superseded', 'head-newer'],
  sourceWithdrawn: ['basis-withdrawn'],
  sourceReplaced: ['basis-superseded'],
  outdated: ['too-old', 'anchored-later'],
  objected: ['answer-adverse', 'answer-rejected', 'answer-qualified', 'answer-queried'],
  policy: ['wrong-party', 'key-not-shown', 'no-answer', 'figure-not-of-run', 'figure-uncited'],
  incomplete: ['source-missing', 'not-head'],
};

const BY_CODE = new Map(
  CAUSES.flatMap((cause) => (CODES[cause] ?? []).map((code) => [code, cause] as const)),
);

/** What it means that a check failed with a code that has no meaning of its own: a value that the protocol does not allow. */
const BY_CHECK: ReadonlyMap<CheckName, Cause> = new Map([
  ['format', 'unreadable'],
  ['entries', 'altered'],
  ['statement', 'altered'],
  ['record', 'altered'],
  ['signature', 'altered'],
  ['inclusion', 'altered'],
]);

/** Returns the cause that a failed check stands for. */
export function causeOf({ check, code }: Found): Cause {
  return BY_CODE.get(code) ?? BY_CHECK.get(check) ?? 'other';
}

function lackOf({ checks, unchecked }: Pick<Verification, 'checks' | 'unchecked'>): Lack {
  const codes = new Set<string>(
    checks
      .filter(({ check, result }) => result === 'skipped' && unchecked.includes(check))
      .map(({ code }) => code),
  );
  if (codes.has('no-chain')) return 'noChain';
  if ([...codes].some((code) => code.startsWith('rpc-') || code === 'wrong-chain' || code === 'no-contract'))
    return 'silentChain';
  if (codes.has('not-final') || codes.has('no-final-block')) return 'notFinal';
  return codes.has('engine-missing') ? 'noEngine' : 'unmet';
}
