import { Button, CopyButton } from '@mantine/core';
import { formatJson } from '../../../core/encoding/json.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useFormat } from '../../language/format.ts';
import type { PolicyWords } from '../policy/chosen-policy.ts';
import { EndpointCaution } from '../policy/endpoint-caution.tsx';
import { PolicyRules } from '../policy/policy-rules.tsx';
import type { Changed, Outcome } from '../work/messages.ts';
import { Changes } from './changes.tsx';
import { CheckList } from './check-list.tsx';
import { OwnTitle } from './file-facts.tsx';
import { Figures } from './figures.tsx';
import { Limits } from './limits.tsx';
import { SummaryFacts } from './summary-facts.tsx';
import { listWarnings, VerdictHead } from './verdict-head.tsx';
import { formatVerdictJson, hideSecrets } from './verdict-json.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import { WarningItems } from './warning-items.tsx';
import classes from './verdict.module.css';

/** A file that was verified, by which policy and when. */
export interface Judged extends PolicyWords {
  readonly name: string;
  readonly size: number;
  readonly outcome: Outcome;
  /** Null where the user has named no ledger: the file was then judged by the one that it names. */
  readonly policy: Policy | null;
  /** Unix seconds. */
  readonly checkedAt: number;
  /** What differs from what was signed; null while that is not known. */
  readonly changed: readonly Changed[] | null;
}

/** The whole report on a file: the verdict first. */
export function Report({ judged, linkOf }: { judged: Judged; linkOf: ((id: string) => string) | null }) {
  return (
    <div className={classes['report']}>
      <VerdictHead
        outcome={judged.outcome}
        ledgerFrom={judged.ledgerFrom}
        hasEndpoints={(judged.policy?.rpc.urls.length ?? 0) > 0}
      >
        <EndpointCaution words={judged} policy={judged.policy} />
      </VerdictHead>
      <ReportBody judged={judged} linkOf={linkOf} />
    </div>
  );
}

/** The report on a file below its verdict: what was changed, what the file says, each check, and what is left open. */
export function ReportBody({ judged, linkOf }: { judged: Judged; linkOf: ((id: string) => string) | null }) {
  const texts = useVerdictTexts();
  const { outcome, policy, changed } = judged;
  const { verdict, summary, checks, parties, notRequired } = outcome;
  const isProven = verdict === 'verified';
  return (
    <article className={classes['report']} aria-label={judged.name}>
      <Actions judged={judged} linkOf={linkOf} />
      <Changes outcome={outcome} changed={changed} />
      {summary !== null && (
        <section className="card" aria-labelledby="says-title">
          <h2 id="says-title">{isProven ? texts.saysIfHolds : texts.saysUnproven}</h2>
          <OwnTitle outcome={outcome} />
          <Figures outcome={outcome} changed={changed} />
          <SummaryFacts outcome={outcome} />
        </section>
      )}
      <Warnings outcome={outcome} />
      <section className="card" aria-labelledby="checks-title">
        <h2 id="checks-title">{texts.checks}</h2>
        <CheckList checks={checks} parties={parties} notRequired={notRequired} isRunning={false} />
      </section>
      <section className="card" aria-labelledby="limits-title">
        <h2 id="limits-title">{texts.limits}</h2>
        <Limits outcome={outcome} policy={policy} />
      </section>
      <section className="card" aria-labelledby="policy-used-title">
        <h2 id="policy-used-title">{texts.policyTitle}</h2>
        <PolicyFacts judged={judged} />
      </section>
    </article>
  );
}

function Actions({ judged, linkOf }: { judged: Judged; linkOf: ((id: string) => string) | null }) {
  const texts = useVerdictTexts();
  const { sha256, summary } = judged.outcome;
  return (
    <div className={`row ${classes['actions']}`}>
      <Button variant="default" size="compact-sm" onClick={() => globalThis.print()}>
        {texts.print}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() =>
          saveFile(`verdict-${sha256.slice(0, 12)}.json`, 'application/json', formatVerdictJson(judged))
        }
      >
        {texts.download}
      </Button>
      {linkOf !== null && summary !== null && (
        <CopyButton value={linkOf(summary.record)}>
          {({ copied, copy }) => (
            <Button variant="default" size="compact-sm" onClick={copy}>
              {copied ? texts.copied : texts.copyLink}
            </Button>
          )}
        </CopyButton>
      )}
    </div>
  );
}

function Warnings({ outcome }: { outcome: Outcome }) {
  const texts = useVerdictTexts();
  const warnings = listWarnings(outcome);
  if (warnings.length + (outcome.summary?.relabelled.length ?? 0) === 0) return null;
  return (
    <section className={`card ${classes['warnings']}`} aria-labelledby="warnings-title">
      <h2 id="warnings-title">{texts.warnings}</h2>
      <ul className={classes['limits']}>
        <WarningItems warnings={warnings} summary={outcome.summary} />
      </ul>
    </section>
  );
}

function PolicyFacts({ judged }: { judged: Judged }) {
  const { name, size, outcome, policy, checkedAt } = judged;
  const texts = useVerdictTexts();
  const format = useFormat();
  const domain = policy ?? outcome.bundle;
  const urls = policy?.rpc.urls ?? [];
  return (
    <>
      <Facts
        facts={[
          [texts.file, `${name}, ${format.size(size)}`],
          [texts.sha256, <Hash key="sha256" value={outcome.sha256} isWhole />],
          [texts.checkedAt, format.time(checkedAt)],
          ...(domain === null
            ? []
            : [
                [texts.ledger, <Hash key="ledger" value={domain.ledger} isWhole />] as const,
                [texts.chain, String(domain.chainId)] as const,
              ]),
          [texts.endpoints, urls.length === 0 ? texts.none : urls.map(nameEndpoint).join(', ')],
          ...(policy === null ? [] : [[texts.quorum, format.number(policy.rpc.quorum)] as const]),
        ]}
      />
      {policy !== null && (
        <p className={classes['rules']}>
          <PolicyRules policy={policy} file={judged.policyFile} />
        </p>
      )}
      {policy !== null && (
        <details className={classes['policy']}>
          <summary>{texts.details}</summary>
          <pre>{formatJson(hideSecrets(policy)).replaceAll(/([,{[])(?=["{])/g, '$1\n')}</pre>
        </details>
      )}
    </>
  );
}

/** The path of an endpoint may hold a secret, so it is not printed. */
function nameEndpoint(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
