import { DEFAULT_MAX_AGE, type Policy, rulesOf } from '../../../core/verify/policy.ts';

/** A rule of a policy that is weaker than the default one. */
export type Loosened =
  | { readonly rule: 'adverse' | 'rejected' | 'basis' | 'older' | 'anyAge' | 'notFinal' }
  /** Seconds. */
  | { readonly rule: 'age'; readonly maxAge: number };

/** What the answer of a judge must not say by default. */
const REFUSED = ['adverse', 'rejected'] as const;

/** Returns the rules of a policy that are weaker than those of the page: a reader of its verdict must know them. */
export function listLoosened(policy: Policy): Loosened[] {
  const { refuse, basis, broken } = rulesOf(policy);
  const { maxAge, finality } = policy;
  return [
    ...(broken === 'fail' ? [] : [{ rule: 'older' as const }]),
    ...REFUSED.filter((says) => !refuse.includes(says)).map((rule) => ({ rule })),
    ...(basis === 'fail' ? [] : [{ rule: 'basis' as const }]),
    ...(maxAge === null ? [{ rule: 'anyAge' as const }] : []),
    ...(maxAge !== null && maxAge > DEFAULT_MAX_AGE ? [{ rule: 'age' as const, maxAge }] : []),
    ...(finality === 'finalized' ? [] : [{ rule: 'notFinal' as const }]),
  ];
}
