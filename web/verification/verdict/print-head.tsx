import { Facts } from '../../components/facts.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { PolicySummary } from '../policy/policy-summary.tsx';
import { hasDefaultRules } from '../policy/policy-for.ts';
import { usePrintTexts } from './print-texts.ts';
import type { Judged } from './report.tsx';
import classes from './print.module.css';

/** What a printed verdict begins with: the page, the record and how it was checked. On paper only. */
export function PrintHead({ judged: { name, outcome, policy, ledgerFrom, checkedAt } }: { judged: Judged }) {
  const texts = usePrintTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  const { summary, bundle } = outcome;
  const domain = policy ?? bundle;
  const title =
    summary === null ? name : summary.title === '' ? untitled : showOutside(summary.title, MOST_OF_TITLE);
  // The path of an endpoint may hold a secret.
  const hosts = (policy?.rpc.urls ?? []).map((url) => (URL.canParse(url) ? new URL(url).host : url));
  return (
    <div className={classes['paper']}>
      <h1>{texts.title(title)}</h1>
      <Facts
        facts={[
          [texts.site, location.protocol === 'file:' ? texts.fromDisk : location.origin],
          [texts.file, name],
          [texts.sha256, outcome.sha256],
          ...(summary === null
            ? []
            : ([[texts.record, <code key="record">{summary.record}</code>]] as const)),
          ...(domain === null
            ? []
            : ([
                [texts.ledger, <code key="ledger">{domain.ledger}</code>],
                [texts.chain, String(domain.chainId)],
              ] as const)),
          [texts.endpoints, hosts.length === 0 ? texts.none : hosts.join(', ')],
          [texts.checkedAt, format.zonedTime(checkedAt)],
          [
            texts.policy,
            policy === null ? (
              texts.none
            ) : (
              <span key="policy">
                {hasDefaultRules(policy) && `${texts.byDefault} `}
                <PolicySummary chosen={{ policy, ledgerFrom }} />
              </span>
            ),
          ],
        ]}
      />
    </div>
  );
}
