import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { recordQuery } from '../../data/queries.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { type Judged, ReportBody } from '../../verification/verdict/report.tsx';
import { Figures } from '../../verification/verdict/figures.tsx';
import { SummaryFacts } from '../../verification/verdict/summary-facts.tsx';
import { listWarnings, VerdictHead } from '../../verification/verdict/verdict-head.tsx';
import { PortalHints } from '../verify/portal-hints.tsx';
import { WarningItems } from '../../verification/verdict/warning-items.tsx';
import { useHeadline } from '../../verification/verdict/headline.ts';
import { Following } from '../../work/following.tsx';
import { SourceNotices } from '../../work/source-news.tsx';
import { useVerdict, useVerdictRules, type VerdictRules } from '../../work/use-verdict.ts';
import { type Lack, listLacks, requiresAnswers } from './decision-cautions.ts';
import { DecisionForm } from './decision-form.tsx';
import { useDecisionTexts } from './decision-texts.ts';
import classes from './exchange.module.css';
import { History } from './history.tsx';
import { pendingDecision, useOwnDecisions } from './known-verdicts.ts';
import { Checked } from './checked.tsx';
import { useNews } from './use-news.ts';

/** One disclosure: verified here, then accepted, queried or rejected with a signature. */
export function DecidePage() {
  const texts = useDecisionTexts();
  const id = useParams({ from: '/exchange/$id' }).id as Hex;
  const { data, error, isPending, refetch } = useQuery(recordQuery(id));
  if (isPending) return <Loading />;
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  const title = titleOf(data);
  return (
    <div className="stack">
      <PageHeading title={texts.heading(title)} lead={<Link to="/exchange">{texts.back}</Link>} />
      <RequireSession roles={['exchange', 'regulator']}>
        {(session) => <Decide session={session} answered={data} title={title} />}
      </RequireSession>
    </div>
  );
}

function titleOf({ statement, record }: RecordView): string {
  const { title } = statement;
  return typeof title === 'string' && title !== '' ? title : record.subject;
}

interface DecideProps {
  readonly session: PartySession;
  readonly answered: RecordView;
  readonly title: string;
}

function Decide({ session, answered, title }: DecideProps) {
  const texts = useDecisionTexts();
  const rules = useVerdictRules();
  const headline = useHeadline();
  const { data, error, refetch } = useVerdict(session, answered.id, rules);
  if (answered.state !== 'final')
    return (
      <>
        <Alert color="yellow" variant="light">
          {texts.early}
        </Alert>
        <Following id={answered.id} />
      </>
    );
  return (
    <>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading label={texts.checking} />}
      <div role="status" className="hidden-text">
        {data !== undefined && headline(data.outcome)}
      </div>
      {data !== undefined && rules !== undefined && (
        <PortalHints>
          <Judgement session={session} answered={answered} title={title} judged={data} rules={rules} />
        </PortalHints>
      )}
    </>
  );
}

interface JudgementProps extends DecideProps {
  readonly judged: Judged;
  readonly rules: VerdictRules;
}

/** What was found, and the form for the decision on it. */
function Judgement({ session, answered, title, judged: data, rules }: JudgementProps) {
  const texts = useDecisionTexts();
  const [signed, setSigned] = useState<Hex | null>(null);
  const decisions = useOwnDecisions(session.party);
  const pending = pendingDecision(decisions, answered.record, data, session.party);
  const news = useNews({ session, item: answered, rules, pending });
  return (
    <>
      <VerdictHead outcome={data.outcome} words={data} policy={data.policy} {...useLackWords(data)} />
      <Checked at={data.checkedAt} news={news} />
      <SourceNotices record={answered.record} />
      {data.outcome.summary !== null && (
        <section className="card" aria-labelledby="says">
          <h2 id="says">{texts.says}</h2>
          <Figures outcome={data.outcome} changed={data.changed} />
          <SummaryFacts outcome={data.outcome} />
        </section>
      )}
      <Warnings judged={data} />
      {data.outcome.summary?.figures.length === 0 && (
        <Alert color="gray" variant="light" title={texts.noFigures}>
          <p>{texts.noFiguresAdvice}</p>
          <Button variant="default" size="compact-sm" loading={news.isVerifying} onClick={news.verify}>
            {texts.again}
          </Button>
        </Alert>
      )}
      {pending !== null && pending.state !== 'final' && pending.id !== signed && (
        <section className="card stack" aria-labelledby="on-its-way">
          <h2 id="on-its-way">{texts.onItsWay}</h2>
          <Following id={pending.id} />
        </section>
      )}
      <DecisionForm
        session={session}
        answered={answered}
        title={title}
        judged={data}
        rules={rules}
        onRegistered={setSigned}
      />
      <History answered={answered} />
      <details className={classes['report']} open={data.outcome.verdict !== 'verified'}>
        <summary>{texts.report}</summary>
        <ReportBody judged={data} linkOf={(record) => `${location.origin}/verify?record=${record}`} />
      </details>
    </>
  );
}

/** What a verified disclosure lacks all the same, said with its verdict: verified is neither shown nor assured. */
function useLackWords(judged: Judged): { readonly word?: string; readonly note?: string } {
  const { lacking, noOpinionNeeded } = useDecisionTexts();
  const lacks = listLacks(judged);
  if (judged.outcome.verdict !== 'verified' || lacks.length === 0) return {};
  const key: Lack | 'both' = lacks.length === 2 ? 'both' : lacks[0]!;
  return {
    word: lacking[key],
    ...(lacks.includes('unassured') && !requiresAnswers(judged) ? { note: noOpinionNeeded } : {}),
  };
}

/** What the verdict warns of, beside what it says. */
function Warnings({ judged: { outcome } }: { judged: Judged }) {
  const texts = useDecisionTexts();
  const warnings = listWarnings(outcome);
  if (warnings.length + (outcome.summary?.relabelled.length ?? 0) === 0) return null;
  return (
    <Alert color="yellow" variant="light" title={texts.warnings}>
      <ul className={classes['exceptions']}>
        <WarningItems warnings={warnings} summary={outcome.summary} />
      </ul>
    </Alert>
  );
}
