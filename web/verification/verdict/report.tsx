import { Button, CopyButton } from '@mantine/core';
import { formatJson } from '../../../core/encoding/json.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { saveFile } from '../../components/save-file.ts';
import { useFormat } from '../../language/format.ts';
import type { PolicyWords } from '../policy/chosen-policy.ts';
import { PolicyRules } from '../policy/policy-rules.tsx';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Changed } from '../../../jobs/verify/compare-copies.ts';
import { Changes } from './changes.tsx';
import { CheckList } from './check-list.tsx';
import { OwnTitle } from './file-facts.tsx';
import { Figures } from './figures.tsx';
import { Limits } from './limits.tsx';
import { chooseShown, type Present } from '../../../jobs/verify/present.ts';
import { usePresentTexts } from './present-texts.ts';
import { PrintFoot } from './print-foot.tsx';
import { SummaryFacts } from './summary-facts.tsx';
import { listWarnings, VerdictHead } from './verdict-head.tsx';
import { formatVerdictJson, hideSecrets } from './verdict-json.ts';
import type { LateCause } from '../../../jobs/verify/verdict-cause.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import { WarningItems } from './warning-items.tsx';
import classes from './verdict.module.css';

/** A file that was verified, by which policy and when. */
export interface Judged extends PolicyWords {
  readonly name: string;
  readonly size: number;
  readonly outcome: ProofVerification;
  /** Null where the user has named no ledger: the file was then judged by the one that it names. */
  readonly policy: Policy | null;
  /** Unix seconds. */
  readonly checkedAt: number;
  /** What differs from what was signed; null while that is not known. */
  readonly changed: readonly Changed[] | null;
}

interface ReportProps {
  readonly judged: Judged;
  readonly linkOf: ((id: string) => string) | null;
}

/** The whole report on a file: the verdict first. */
export function Report({ judged, linkOf }: ReportProps) {
  return (
    <div className={classes['report']}>
      <VerdictHead outcome={judged.outcome} words={judged} policy={judged.policy} />
      <ReportBody judged={judged} linkOf={linkOf} />
    </div>
  );
}

/** The report on a file below its verdict: what was changed, what the file says, each check, and what is left open. */
export function ReportBody({ judged, linkOf, present = null }: ReportProps & { present?: Present | null }) {
  const texts = useVerdictTexts();
  const { outcome, policy, changed } = judged;
  const { summary, checks, parties, notRequired, bundle } = outcome;
  const format = useFormat();
  const batch = summary?.standing.batch ?? null;
  const now = present?.state === 'known' ? present.outcome : null;
  const shown = chooseShown(outcome, present).outcome;
  return (
    <article className={classes['report']} aria-label={judged.name}>
      <Actions judged={judged} present={present} linkOf={linkOf} />
      <Changes outcome={outcome} changed={changed} />
      {summary !== null && (
        <section className="card" aria-labelledby="says-title">
          <h2 id="says-title">{texts[nameSays(shown)]}</h2>
          <OwnTitle outcome={outcome} />
          <Figures outcome={outcome} changed={changed} present={present} />
          <SummaryFacts outcome={outcome} present={present} />
        </section>
      )}
      <Warnings outcome={shown} file={outcome} />
      <section className="card" aria-labelledby="checks-title">
        <h2 id="checks-title">
          {now === null || batch === null ? texts.checks : texts.checksOfFile(format.number(batch))}
        </h2>
        <CheckList {...{ checks, parties, bundle, batch, notRequired }} isRunning={false} />
        {now !== null && <ChecksOfNow now={now} />}
      </section>
      <section className="card" aria-labelledby="limits-title">
        <h2 id="limits-title">{texts.limits}</h2>
        <Limits outcome={outcome} policy={policy} batch={shown.summary?.standing.batch ?? null} />
      </section>
      <section className="card" aria-labelledby="policy-used-title">
        <h2 id="policy-used-title">{texts.policyTitle}</h2>
        <PolicyFacts judged={judged} />
      </section>
      <PrintFoot />
    </article>
  );
}

/** Names the heading of what a file says: only what is not genuine is unproven. */
function nameSays(shown: ProofVerification): 'saysIfHolds' | 'saysUnproven' | 'saysGenuine' | 'saysOutdated' {
  const { why } = shown;
  if (why.verdict === 'verified') return 'saysIfHolds';
  if (why.verdict === 'unchecked' || !why.isGenuine) return 'saysUnproven';
  return OUTDATED.includes(why.cause) ? 'saysOutdated' : 'saysGenuine';
}

const OUTDATED: readonly LateCause[] = [
  ...(['withdrawn', 'replaced', 'sourceWithdrawn', 'sourceReplaced', 'outdated'] as const),
];

/** The checks of the fresh file by which it is known how the record stands today. */
function ChecksOfNow({ now: { checks, parties, bundle, notRequired, summary } }: { now: ProofVerification }) {
  const texts = usePresentTexts();
  const format = useFormat();
  const batch = summary?.standing.batch ?? null;
  return (
    <details className={classes['policy']}>
      <summary>{texts.checks(format.number(batch ?? 0))}</summary>
      <CheckList {...{ checks, parties, bundle, batch, notRequired }} isRunning={false} />
    </details>
  );
}

interface ActionsProps extends ReportProps {
  readonly present: Present | null;
}

function Actions({ judged, present, linkOf }: ActionsProps) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const { summary } = judged.outcome;
  const now = present?.state === 'known' ? present : null;
  const batch = now?.outcome.summary?.standing.batch ?? 0;
  return (
    <div className={`row ${classes['actions']}`}>
      <Button variant="default" size="compact-sm" onClick={() => globalThis.print()}>
        {texts.print}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => saveVerdict(judged, formatVerdictJson(judged), '')}
      >
        {now === null ? texts.download : texts.downloadOfFile}
      </Button>
      {now !== null && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => saveVerdict(judged, formatVerdictJson(judged, now), `-as-of-batch-${batch}`)}
        >
          {texts.downloadOfNow(format.number(batch))}
        </Button>
      )}
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

/** Saves a verdict under a name with the hash of the file; `end` names the batch of a verdict on its record today. */
function saveVerdict({ outcome: { sha256 } }: Judged, json: string, end: string): void {
  saveFile(`verdict-${sha256.slice(0, 12)}${end}.json`, 'application/json', json);
}

/** What a reader must know: by the verdict of today, and of the figures that the file shows. */
function Warnings({ outcome, file }: { outcome: ProofVerification; file: ProofVerification }) {
  const texts = useVerdictTexts();
  const { summary } = file;
  const warnings = listWarnings(outcome, file);
  if (warnings.length + (summary?.relabelled.length ?? 0) === 0) return null;
  return (
    <section className={`card ${classes['warnings']}`} aria-labelledby="warnings-title">
      <h2 id="warnings-title">{texts.warnings}</h2>
      <ul className={classes['limits']}>
        <WarningItems warnings={warnings} summary={summary} />
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
          [texts.checkedAt, format.zonedTime(checkedAt)],
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
