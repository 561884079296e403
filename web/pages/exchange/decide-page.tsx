import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Notice } from '../../components/notice.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure, Loading, Unread } from '../../components/states.tsx';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { type Judged, ReportBody } from '../../verification/verdict/report.tsx';
import { Figures } from '../../verification/verdict/figures.tsx';
import { SummaryFacts } from '../../verification/verdict/summary-facts.tsx';
import { listWarnings, VerdictHead } from '../../verification/verdict/verdict-head.tsx';
import { useFormat } from '../../language/format.ts';
import { PortalHints } from '../verify/portal-hints.tsx';
import { WarningItems } from '../../verification/verdict/warning-items.tsx';
import { useHeadline } from '../../verification/verdict/headline.ts';
import { Following } from '../../work/following.tsx';
import { SourceNotices } from '../../work/source-news.tsx';
import { useVerdict, useVerdictRules, type VerdictRules } from '../../work/use-verdict.ts';
import {
  type DecisionCaution,
  findObjection,
  listDecisionCautions,
  listLacks,
  requiresAnswers,
} from '../../../jobs/decide/decision-cautions.ts';
import { matterOf } from './decision-matter.ts';
import { DecisionForm } from './decision-form.tsx';
import { useDecisionTexts } from './decision-texts.ts';
import { useExchangeTexts } from './exchange-texts.ts';
import classes from './exchange.module.css';
import { History } from './history.tsx';
import { pendingDecision, useOwnDecisions } from './known-verdicts.ts';
import { Checked } from './checked.tsx';
import { SourceHistory, SourceObjections } from './source-objections.tsx';
import { useNews } from './use-news.ts';
import { useSourceAnswers } from './use-source-answers.ts';

/** One disclosure: verified here, then accepted, queried or rejected with a signature. */
export function DecidePage() {
  const texts = useDecisionTexts();
  const id = useParams({ from: '/exchange/$id' }).id as Hex;
  const { record } = useRecordTexts();
  const query = useQuery(recordQuery(id));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={record} />;
  const title = titleOf(data);
  return (
    <div className="stack">
      <PageHeading outside={title} title={texts.heading} lead={<Link to="/exchange">{texts.back}</Link>} />
      <RequireSession roles={['exchange', 'regulator']}>
        {(session) => <Decide session={session} answered={data} title={title} />}
      </RequireSession>
    </div>
  );
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
        <Notice tone="unsure" title={texts.early} />
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
  const { isPending, ...sources } = useSourceAnswers(answered.record);
  const cautions = listDecisionCautions(matterOf(data, sources, session.party));
  return (
    <>
      <VerdictHead outcome={data.outcome} words={data} policy={data.policy} {...useWords(data, cautions)} />
      <Checked at={data.checkedAt} news={news} />
      <Warnings judged={data} />
      <SourceNotices record={answered.record} />
      <SourceObjections sources={sources} isPending={isPending} />
      {data.outcome.summary !== null && (
        <section className="card" aria-labelledby="says">
          <h2 id="says">{texts.says}</h2>
          <Figures outcome={data.outcome} changed={data.changed} />
          <SummaryFacts outcome={data.outcome} />
        </section>
      )}
      {data.outcome.hidesFigures && (
        <Notice title={texts.noFigures}>
          <p>{texts.noFiguresAdvice}</p>
          <Button variant="default" size="compact-sm" loading={news.isVerifying} onClick={news.verify}>
            {texts.again}
          </Button>
        </Notice>
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
        cautions={cautions}
        rules={rules}
        onRegistered={setSigned}
      />
      <History answered={answered} />
      <SourceHistory sources={sources} ids={answered.record.sources} />
      <details className={classes['report']} open={data.outcome.verdict !== 'verified'}>
        <summary>{texts.report}</summary>
        <ReportBody judged={data} linkOf={(record) => `${location.origin}/verify?record=${record}`} />
      </details>
    </>
  );
}

/** What speaks against a verified disclosure all the same, said with its verdict: verified is neither shown, assured nor accepted. */
function useWords(
  judged: Judged,
  cautions: readonly DecisionCaution[],
): { readonly word?: string; readonly note?: string } {
  const { lacking, noOpinionNeeded } = useDecisionTexts();
  const { withWarnings } = useExchangeTexts();
  const format = useFormat();
  const verdict = useHeadline()(judged.outcome);
  if (judged.outcome.verdict !== 'verified') return {};
  const lacks = listLacks(judged);
  const note = lacks.includes('unassured') && !requiresAnswers(judged) ? { note: noOpinionNeeded } : {};
  const key = findObjection(cautions);
  if (key !== null) return { word: lacking[key](verdict), ...note };
  if (judged.outcome.hidesFigures) return note;
  const { length } = listWarnings(judged.outcome);
  return length === 0 ? {} : { word: withWarnings(length, format.number(length)) };
}

/** What the verdict warns of, beside what it says. */
function Warnings({ judged: { outcome } }: { judged: Judged }) {
  const texts = useDecisionTexts();
  const warnings = listWarnings(outcome);
  if (warnings.length + (outcome.summary?.relabelled.length ?? 0) === 0) return null;
  return (
    <Notice tone="unsure" title={texts.warnings}>
      <ul className="marked">
        <WarningItems warnings={warnings} summary={outcome.summary} />
      </ul>
    </Notice>
  );
}
