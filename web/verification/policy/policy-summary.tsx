import type { Policy } from '../../../core/verify/policy.ts';
import { Hash } from '../../components/hash.tsx';
import { type Format, useFormat } from '../../language/format.ts';
import type { ChosenPolicy } from './chosen-policy.ts';
import { LoosenedRules } from './policy-rules.tsx';
import { usePolicySummaryTexts } from './policy-summary-texts.ts';
import { useRuleNames } from './rule-names.ts';

/** A policy in one line: the ledger, whom it asks, and what must hold besides what always must. */
export function PolicySummary({
  chosen: { policy, ledgerFrom },
}: {
  chosen: Pick<ChosenPolicy, 'policy' | 'ledgerFrom'>;
}) {
  const texts = usePolicySummaryTexts();
  const format = useFormat();
  const rules = useRuleNames()(policy);
  return (
    <>
      {texts.ledger(String(policy.chainId))} <Hash value={policy.ledger} />
      {' · '}
      {ledgerFrom !== 'user' && <>{texts.words[ledgerFrom]} · </>}
      {listEndpoints(policy, texts, format)}
      {rules.map((rule) => ` · ${rule}`).join('')} <LoosenedRules policy={policy} />
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
