import type { UseQueryResult } from '@tanstack/react-query';
import { Failure, Loading } from '../../components/states.tsx';
import { type Judged, Report } from '../../verification/verdict/report.tsx';
import { VerdictHead } from '../../verification/verdict/verdict-head.tsx';
import { useAssureTexts } from './shared/assure-texts.ts';
import classes from './shared/auditor.module.css';

/** The verdict on the proof of a record; all checks on demand. */
export function ProofSection({
  verdict: { data, error, refetch },
  isComputed,
}: {
  verdict: UseQueryResult<Judged>;
  /** Whether the figures were computed again on this page, which the proof file does not show. */
  isComputed: boolean;
}) {
  const texts = useAssureTexts();
  return (
    <section className={classes['section']} aria-labelledby="proof">
      <header>
        <h2 id="proof" tabIndex={-1}>
          {texts.proof}
        </h2>
        <p className="quiet">{texts.proofLead}</p>
      </header>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label={texts.verifying} />}
      {data !== undefined && (
        <>
          <VerdictHead
            outcome={data.outcome}
            ledgerFrom={data.ledgerFrom}
            hasEndpoints={(data.policy?.rpc.urls.length ?? 0) > 0}
          />
          <details>
            <summary>{texts.allChecks}</summary>
            {isComputed && (
              <p>
                {texts.computedHere} <a href="#figures">{texts.seeFigures}</a>
              </p>
            )}
            <Report judged={data} linkOf={(record) => `${location.origin}/verify?record=${record}`} />
          </details>
        </>
      )}
    </section>
  );
}
