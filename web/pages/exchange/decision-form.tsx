import { Button, Radio, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Draft } from '../../../jobs/register/draft.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Form } from '../../components/form.tsx';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { recordQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { wordOf } from '../../language/word-of.ts';
import type { PartySession } from '../../session/require-session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import { draftAnswer } from '../../work/draft-next.ts';
import { ReviewAndSign } from '../../work/review-and-sign.tsx';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';
import { AcceptCautions } from './accept-cautions.tsx';
import { findDecision } from '../../../jobs/decide/judged-disclosure.ts';
import { GIVEN_OUTCOMES, type GivenOutcome, stateDecision } from '../../../jobs/decide/decision-statement.ts';
import type { DecisionCaution } from '../../../jobs/decide/decision-cautions.ts';
import { useDecisionTexts } from './decision-texts.ts';
import { readSourceAnswers } from './use-source-answers.ts';

type Outcome = GivenOutcome | 'withdrawn';
/** What the user has asked for; null for a decision without an outcome, false for nothing yet. */
type Tried = Outcome | null | false;

interface Decision {
  /** Null until the user chooses: a preset would be a proposal. */
  readonly outcome: GivenOutcome | null;
  readonly reason: string;
  readonly standard: string;
}

interface DecisionFormProps {
  readonly session: PartySession;
  readonly answered: RecordView;
  readonly title: string;
  readonly judged: Judged;
  /** What speaks against accepting it. */
  readonly cautions: readonly DecisionCaution[];
  readonly rules: VerdictRules;
  /** Called with the decision that the ledger has accepted. */
  readonly onRegistered: (id: Hex) => void;
}

/** Asks for a decision on a disclosure, verifies the disclosure once more, shows what is signed, and registers it. */
export function DecisionForm(props: DecisionFormProps) {
  const { session, answered, title, judged, cautions, rules } = props;
  const texts = useDecisionTexts();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision>({ outcome: null, reason: '', standard: '' });
  const [tried, setTried] = useState<Tried>(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { isBusy, error, attempt } = useAttempt();
  const own = findDecision(judged, session.party);
  const decided = useDecided(answered, own);
  const build = async (outcome: Outcome | null): Promise<void> => {
    setTried(outcome);
    if (outcome === null || decision.reason.trim() === '') return;
    await attempt(async () => {
      // The page may be older than what others have registered since.
      await Promise.all([
        queries.query({ ...verdictQuery(session, answered.id, rules), staleTime: 0 }),
        readSourceAnswers(queries, answered.record),
      ]);
      const words = { ...decision, outcome, title: texts.titleOf(title) };
      // A withdrawal is about the version that was decided on.
      const about = outcome === 'withdrawn' ? decided : answered;
      const statement = stateDecision(words, answered.statement);
      setDraft(await draftAnswer(session, 'decision', about, statement));
    });
  };
  if (draft !== null) return <Review {...props} draft={draft} onBack={() => setDraft(null)} />;
  const mayWithdraw = own !== undefined && own.says !== 'withdrawn';
  return (
    <Form className="card stack" noValidate onSubmit={() => build(decision.outcome)} aria-labelledby="decide">
      <h2 id="decide">{texts.decide}</h2>
      <p className="quiet">{texts.whoSees}</p>
      {own !== undefined && <Earlier says={own.says} decided={decided} answered={answered} />}
      <Fields
        decision={decision}
        tried={tried}
        isCautioned={decision.outcome === 'accepted' && cautions.length > 0}
        onChange={(part) => setDecision((now) => ({ ...now, ...part }))}
      />
      {error !== null && <Failure error={error} />}
      <div className="row">
        <Button type="submit" loading={isBusy}>
          {texts.next}
        </Button>
        {mayWithdraw && (
          <Button variant="default" disabled={isBusy} onClick={() => void build('withdrawn')}>
            {texts.withdraw}
          </Button>
        )}
        <span role="status">{isBusy && texts.verifyingAgain}</span>
      </div>
      {mayWithdraw && <p className="quiet">{texts.withdrawHelp}</p>}
    </Form>
  );
}

interface FieldsProps {
  readonly decision: Decision;
  readonly tried: Tried;
  /** Whether something speaks against what is chosen. */
  readonly isCautioned: boolean;
  readonly onChange: (part: Partial<Decision>) => void;
}

function Fields({ decision, tried, isCautioned, onChange }: FieldsProps) {
  const texts = useDecisionTexts();
  return (
    <>
      <Radio.Group
        aria-labelledby="decide"
        value={decision.outcome}
        error={tried === null && decision.outcome === null ? texts.needOutcome : null}
        onChange={(outcome) => onChange({ outcome: outcome })}
      >
        <div className="stack">
          {GIVEN_OUTCOMES.map((outcome) => (
            <Radio
              key={outcome}
              value={outcome}
              label={texts.outcomes[outcome]}
              description={texts.outcomeHelp[outcome]}
            />
          ))}
        </div>
      </Radio.Group>
      {isCautioned && <p className="quiet">{texts.cautionAhead}</p>}
      <Textarea
        label={texts.reason}
        description={texts.reasonHelp}
        required
        autosize
        minRows={2}
        value={decision.reason}
        error={tried !== false && decision.reason.trim() === '' ? texts.needReason : null}
        onChange={({ target }) => onChange({ reason: target.value })}
      />
      <TextInput
        label={texts.standard}
        value={decision.standard}
        onChange={({ target }) => onChange({ standard: target.value })}
      />
    </>
  );
}

/** What is signed; an acceptance against which something speaks needs a tick. */
function Review({
  session,
  cautions: all,
  draft,
  onRegistered,
  onBack,
}: DecisionFormProps & { readonly draft: Draft; readonly onBack: () => void }) {
  const [isSure, setSure] = useState(false);
  const [isTried, setTried] = useState(false);
  const cautions = draft.statement['outcome'] === 'accepted' ? all : [];
  return (
    <ReviewAndSign
      session={session}
      draft={draft}
      onBack={onBack}
      onRegistered={({ id }) => onRegistered(id)}
      mayProceed={() => {
        setTried(true);
        return cautions.length === 0 || isSure;
      }}
      caution={
        cautions.length > 0 && (
          <AcceptCautions
            cautions={cautions}
            isSure={isSure}
            isMissing={isTried && !isSure}
            onSure={setSure}
          />
        )
      }
    />
  );
}

/** Returns the version on which the user's party has decided: the one that is shown, or another of its stream. */
function useDecided(answered: RecordView, own: ReturnType<typeof findDecision>): RecordView {
  const id = own?.version.record ?? answered.id;
  const { data } = useQuery(recordQuery(id));
  return data ?? answered;
}

interface EarlierProps {
  readonly says: string;
  readonly decided: RecordView;
  readonly answered: RecordView;
}

/** Says what the party has decided before, on which version, and what becomes of that decision. */
function Earlier({ says, decided, answered }: EarlierProps) {
  const texts = useDecisionTexts();
  const format = useFormat();
  const { values } = useStatementTexts();
  const word = wordOf(values, says);
  const [before, now] = [decided, answered].map(({ record }) => format.number(record.sequence));
  return (
    <p className="quiet">
      {decided.id === answered.id ? texts.replaces(word) : texts.earlier(word, before!, now!)}
    </p>
  );
}
