import type { Policy } from '../../../core/verify/policy.ts';
import { listAdded } from '../../../jobs/verify/policy-fields.ts';
import { type Format, useFormat } from '../../language/format.ts';
import { useCheckTexts } from '../words/check-texts.ts';
import { usePolicySummaryTexts } from './policy-summary-texts.ts';

/** Returns a function that names what must hold by a policy, besides what always must. */
export function useRuleNames(): (policy: Policy) => string[] {
  const texts = usePolicySummaryTexts();
  const checks = useCheckTexts();
  const format = useFormat();
  return (policy) => [
    ...listAdded(policy).map((check) => texts.required(checks[check].name)),
    ...listRules(policy, texts, format),
  ];
}

type Texts = ReturnType<typeof usePolicySummaryTexts>;

function listRules(policy: Policy, texts: Texts, format: Format): string[] {
  const { newest, basis, judges, subjectParty, maxAge, replays, keys } = policy;
  return [
    ...(newest === 'required' && basis === 'fail' ? [texts.basis] : []),
    ...(judges.length > 0 ? [texts.judges(format.number(judges.length))] : []),
    ...(replays.parties.length > 0
      ? [texts.replays(format.number(replays.quorum), format.number(replays.parties.length))]
      : []),
    ...(subjectParty === null ? [] : [texts.oneParty]),
    ...(keys.length > 0 ? [texts.keys(format.number(keys.length))] : []),
    ...(newest === 'required' ? [texts.maxAge(format.number(maxAge / 86_400, 1))] : []),
  ];
}
