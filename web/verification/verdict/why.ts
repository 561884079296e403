import type { CheckName } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import type { Outcome } from '../work/messages.ts';

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
}: Pick<Outcome, 'verdict' | 'checks' | 'unchecked'>): Why {
  if (verdict === 'verified') return { verdict };
  if (verdict === 'unchecked') return { verdict, lack: lackOf(checks, unchecked) };
  const causes = new Set(checks.filter(({ result }) => result === 'fail').map(causeOf));
  const cause = CAUSES.find((each) => causes.has(each)) ?? 'other';
  return isLate(cause) && isGenuine(checks)
    ? { verdict, cause, isGenuine: true }
    : { verdict, cause, isGenuine: false };
}

function isLate(cause: Cause): cause is LateCause {
  return (LATE_CAUSES as readonly Cause[]).includes(cause);
}

/** What must have passed, for every record of a file, before it is called genuine. */
const GENUINE: readonly CheckName[] = [
  ...(['format', 'entries', 'statement', 'record', 'signature'] as const),
  ...(['inclusion', 'anchor', 'finality', 'authority'] as const),
];

function isGenuine(checks: Outcome['checks']): boolean {
  return GENUINE.every((name) => {
    const results = checks.filter(({ check }) => check === name);
    return results.length > 0 && results.every(({ result }) => result === 'pass' || result === 'warn');
  });
}

type Found = Pick<CheckResult, 'check' | 'code'>;

/** Codes that mean the same in every check. */
const BY_CODE: ReadonlyMap<string, Cause> = new Map<string, Cause>([
  ...(
    [
      'proof-length',
      'proof-root',
      'proof-end',
      'record-id',
      'signer',
      'chain-start',
      'chain-link',
      'chain-time',
    ] as const
  ).map((code) => [code, 'altered'] as const),
  ...(['link-differs', 'anchor-differs', 'window-differs'] as const).map(
    (code) => [code, 'altered'] as const,
  ),
  ['wrong-domain', 'otherLedger'],
  ...(['not-anchored', 'code-differs', 'registry-differs', 'checkpoint-differs'] as const).map(
    (code) => [code, 'unanchored'] as const,
  ),
  ...(['unknown-key', 'closed-key', 'no-role'] as const).map((code) => [code, 'unauthorised'] as const),
  ...(['own-source', 'source-later', 'order-falls', 'answer-too-early', 'record-repeated'] as const).map(
    (code) => [code, 'inconsistent'] as const,
  ),
  ...(['run-malformed', 'run-refused', 'engine-differs', 'inputs-differ', 'outputs-differ'] as const).map(
    (code) => [code, 'figures'] as const,
  ),
  ...(
    ['figure-differs', 'citation-malformed', 'citation-source', 'citation-key', 'citation-absent'] as const
  ).map((code) => [code, 'figures'] as const),
  ...(['withdrawn', 'answer-withdrawn'] as const).map((code) => [code, 'withdrawn'] as const),
  ...(['superseded', 'answer-superseded', 'head-newer'] as const).map((code) => [code, 'replaced'] as const),
  ['basis-withdrawn', 'sourceWithdrawn'],
  ['basis-superseded', 'sourceReplaced'],
  ['too-old', 'outdated'],
  ['anchored-later', 'outdated'],
  ...(['answer-adverse', 'answer-rejected', 'answer-qualified', 'answer-queried'] as const).map(
    (code) => [code, 'objected'] as const,
  ),
  ...(['wrong-party', 'key-not-shown', 'no-answer'] as const).map((code) => [code, 'policy'] as const),
  ...(['figure-not-of-run', 'figure-uncited'] as const).map((code) => [code, 'policy'] as const),
  ...(['source-missing', 'not-head'] as const).map((code) => [code, 'incomplete'] as const),
]);

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

function lackOf(checks: Outcome['checks'], unchecked: Outcome['unchecked']): Lack {
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
