import { Alert, Button, Radio, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Draft } from '../../../client/records/draft.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { recordQuery } from '../../data/queries.ts';
import { type PartySession, RequireSession } from '../../session/require-session.tsx';
import { type Judged, ReportBody } from '../../verification/verdict/report.tsx';
import { Figures } from '../../verification/verdict/figures.tsx';
import { SummaryFacts } from '../../verification/verdict/summary-facts.tsx';
import { listWarnings, VerdictHead } from '../../verification/verdict/verdict-head.tsx';
import { useHeadline } from '../../verification/verdict/headline.ts';
import { useCodeText } from '../../verification/words/code-texts.ts';
import { draftAnswer } from '../../work/answer-draft.ts';
import { Following } from '../../work/following.tsx';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { wordOf } from '../../language/word-of.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { SourceNotices } from '../../work/source-news.tsx';
import { useVerdict, useVerdictRules } from '../../work/use-verdict.ts';
import { useDecisionTexts } from './decision-texts.ts';
import { findDecision, listOpinions } from './choose-disclosures.ts';
import classes from './exchange.module.css';
import { History } from './history.tsx';
import { pendingDecision, useOwnDecisions } from './known-verdicts.ts';

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
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <>
      {data === undefined && <Loading label={texts.checking} />}
      <div role="status" className="hidden-text">
        {data !== undefined && headline(data.outcome)}
      </div>
      {data !== undefined && <Judgement session={session} answered={answered} title={title} judged={data} />}
    </>
  );
}

/** What was found, and the form for the decision on it. */
function Judgement({ session, answered, title, judged: data }: DecideProps & { readonly judged: Judged }) {
  const texts = useDecisionTexts();
  return (
    <>
      <VerdictHead
        outcome={data.outcome}
        ledgerFrom={data.ledgerFrom}
        hasEndpoints={(data.policy?.rpc.urls.length ?? 0) > 0}
      />
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
          {texts.noFiguresAdvice}
        </Alert>
      )}
      <OnItsWay session={session} answered={answered} judged={data} />
      <DecisionForm session={session} answered={answered} title={title} judged={data} />
      <History answered={answered} />
      <details className={classes['report']} open={data.outcome.verdict !== 'verified'}>
        <summary>{texts.report}</summary>
        <ReportBody judged={data} linkOf={(record) => `${location.origin}/verify?record=${record}`} />
      </details>
    </>
  );
}

/** What the verdict warns of, beside what it says. */
function Warnings({ judged: { outcome } }: { judged: Judged }) {
  const texts = useDecisionTexts();
  const explain = useCodeText();
  const warnings = listWarnings(outcome);
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" variant="light" title={texts.warnings}>
      <ul className={classes['exceptions']}>
        {warnings.map(({ code, basis }) => (
          <li key={`${code} ${basis}`}>{explain(code)}</li>
        ))}
      </ul>
    </Alert>
  );
}

/** A decision of the user that is registered, and that the proof file does not show yet. */
function OnItsWay({ session, answered, judged }: Omit<DecideProps, 'title'> & { readonly judged: Judged }) {
  const texts = useDecisionTexts();
  const decisions = useOwnDecisions(session.party);
  const pending = pendingDecision(decisions, answered.record, judged, session.party);
  if (pending === null || pending.state === 'final') return null;
  return (
    <section className="card stack" aria-labelledby="on-its-way">
      <h2 id="on-its-way">{texts.onItsWay}</h2>
      <Following id={pending.id} />
    </section>
  );
}

const OUTCOMES = ['accepted', 'queried', 'rejected'] as const;

interface Decision {
  /** Null until the user chooses: a preset would be a proposal. */
  readonly outcome: (typeof OUTCOMES)[number] | null;
  readonly reason: string;
  readonly standard: string;
}

function DecisionForm({ session, answered, title, judged }: DecideProps & { readonly judged: Judged }) {
  const texts = useDecisionTexts();
  const [decision, setDecision] = useState<Decision>({ outcome: null, reason: '', standard: '' });
  const [isTried, setTried] = useState(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [error, setError] = useState<unknown>(null);
  const own = findDecision(judged, session.party);
  const { values } = useStatementTexts();
  const change = (part: Partial<Decision>): void => setDecision((now) => ({ ...now, ...part }));
  const build = async (outcome: Decision['outcome'] | 'withdrawn'): Promise<void> => {
    setTried(true);
    if (outcome === null || decision.reason.trim() === '') return;
    setError(null);
    try {
      const { period } = answered.statement;
      const statement = {
        ...{ title: texts.titleOf(title), period: typeof period === 'string' ? period : '' },
        ...{ standard: decision.standard, outcome, reason: decision.reason.trim() },
      };
      setDraft(await draftAnswer(session, { kind: 'decision', answered, statement }));
    } catch (failure) {
      setError(failure);
    }
  };
  if (draft !== null)
    return (
      <>
        <ReviewAndSign session={session} draft={draft} onConflict={() => setDraft(null)} />
        <div>
          <Button variant="default" onClick={() => setDraft(null)}>
            {texts.change}
          </Button>
        </div>
      </>
    );
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void build(decision.outcome);
  };
  const caution = cautionOf(judged);
  return (
    <form className="card stack" onSubmit={submit} aria-labelledby="decide" noValidate>
      <h2 id="decide">{texts.decide}</h2>
      {own !== undefined && <p className="quiet">{texts.replaces(wordOf(values, own.says))}</p>}
      <Radio.Group
        aria-labelledby="decide"
        value={decision.outcome}
        error={isTried && decision.outcome === null ? texts.needOutcome : null}
        onChange={(outcome) => change({ outcome: outcome })}
      >
        <div className="stack">
          {OUTCOMES.map((outcome) => (
            <Radio
              key={outcome}
              value={outcome}
              label={texts.outcomes[outcome]}
              description={texts.outcomeHelp[outcome]}
            />
          ))}
        </div>
      </Radio.Group>
      {caution !== null && decision.outcome === 'accepted' && (
        <Alert color="yellow" variant="light">
          {texts[caution]}
        </Alert>
      )}
      <Textarea
        label={texts.reason}
        description={texts.reasonHelp}
        required
        autosize
        minRows={2}
        value={decision.reason}
        error={isTried && decision.reason.trim() === '' ? texts.needReason : null}
        onChange={({ target }) => change({ reason: target.value })}
      />
      <TextInput
        label={texts.standard}
        value={decision.standard}
        onChange={({ target }) => change({ standard: target.value })}
      />
      {error !== null && <Failure error={error} />}
      <div className="row">
        <Button type="submit">{texts.next}</Button>
        {own !== undefined && own.says !== 'withdrawn' && (
          <Button variant="default" onClick={() => void build('withdrawn')}>
            {texts.withdraw}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Returns what speaks against accepting a disclosure. */
function cautionOf(judged: Judged): 'notVerified' | 'notAssured' | null {
  if (judged.outcome.verdict !== 'verified') return 'notVerified';
  return listOpinions(judged).some(({ says }) => says === 'unqualified') ? null : 'notAssured';
}
