import { type Policy, REQUIRED_CHECKS, requiredChecks, rulesOf } from '../../../core/verify/policy.ts';
import { Hash } from '../../components/hash.tsx';
import { type Format, useFormat } from '../../language/format.ts';
import { useCheckTexts } from '../words/check-texts.ts';
import type { ChosenPolicy } from './chosen-policy.ts';
import { usePolicySummaryTexts } from './policy-summary-texts.ts';

/** A policy in one line: the ledger, whom it asks, and what must hold besides what always must. */
export function PolicySummary({ chosen: { policy, ledgerFrom } }: { chosen: ChosenPolicy }) {
  const texts = usePolicySummaryTexts();
  const checks = useCheckTexts();
  const format = useFormat();
  const required = [...requiredChecks(policy)].filter((check) => !REQUIRED_CHECKS.includes(check));
  const rules = [
    ...required.map((check) => texts.required(checks[check].name)),
    ...listRules(policy, texts, format),
  ];
  return (
    <>
      {texts.ledger(String(policy.chainId))} <Hash value={policy.ledger} />
      {' · '}
      {ledgerFrom !== 'user' && <>{texts.words[ledgerFrom]} · </>}
      {listEndpoints(policy, texts, format)}
      {rules.map((rule) => ` · ${rule}`).join('')}
    </>
  );
}

type Texts = ReturnType<typeof usePolicySummaryTexts>;

function listEndpoints({ rpc: { urls, quorum } }: Policy, texts: Texts, format: Format): string {
  if (urls.length === 0) return texts.noEndpoint;
  // The path of an endpoint may hold a secret.
  const hosts = urls.map((url) => new URL(url).host).join(', ');
  return urls.length === 1
    ? texts.endpoint(hosts)
    : texts.endpoints(hosts, format.number(quorum), format.number(urls.length));
}

function listRules(policy: Policy, texts: Texts, format: Format): string[] {
  const { basis, broken, judges, subjectParty } = rulesOf(policy);
  const { maxAge, replays, keys } = policy;
  return [
    ...(broken === 'fail' && basis === 'fail' ? [texts.basis] : []),
    ...(judges.length > 0 ? [texts.judges(format.number(judges.length))] : []),
    ...(replays.parties.length > 0
      ? [texts.replays(format.number(replays.quorum), format.number(replays.parties.length))]
      : []),
    ...(subjectParty === null ? [] : [texts.oneParty]),
    ...(keys.length > 0 ? [texts.keys(format.number(keys.length))] : []),
    maxAge === null ? texts.anyAge : texts.maxAge(format.number(maxAge / 86_400, 1)),
  ];
}
