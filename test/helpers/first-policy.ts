import { FIRST_POLICY_FORMAT, type FirstPolicy, type Policy } from '../../core/verify/policy.ts';

/** Returns a policy as the format before it would state it: a newer version of a record then only warns. */
export function toFirstPolicy(policy: Policy): FirstPolicy {
  if (policy.format === FIRST_POLICY_FORMAT) return policy;
  const { subjectParty: _, judges: __, refuse: ___, basis: ____, ...common } = policy;
  return { ...common, format: FIRST_POLICY_FORMAT, maxAge: null, require: [] };
}
