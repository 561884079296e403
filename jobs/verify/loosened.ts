import { DEFAULT_MAX_AGE, type Policy } from '../../core/verify/policy.ts';

/** A rule of a policy that is weaker than the default one. */
export type Loosened =
  | { readonly rule: 'newest' | 'adverse' | 'rejected' | 'basis' | 'notFinal' }
  /** Seconds. */
  | { readonly rule: 'age'; readonly maxAge: number };

/** What the answer of a judge must not say by default. */
const REFUSED = ['adverse', 'rejected'] as const;

/** Returns the rules of a policy that are weaker than those of the page: a reader of its verdict must know them. */
export function listLoosened(policy: Policy): Loosened[] {
  const { newest, refuse, basis, maxAge, finality } = policy;
  return [
    ...(newest === 'required' ? [] : [{ rule: 'newest' as const }]),
    ...REFUSED.filter((says) => !refuse.includes(says)).map((rule) => ({ rule })),
    ...(basis === 'fail' ? [] : [{ rule: 'basis' as const }]),
    ...(maxAge > DEFAULT_MAX_AGE ? [{ rule: 'age' as const, maxAge }] : []),
    ...(finality === 'finalized' ? [] : [{ rule: 'notFinal' as const }]),
  ];
}
