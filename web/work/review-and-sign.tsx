import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../client/http/api-error.ts';
import {
  type Draft,
  formatDraft,
  type SignedDraft,
  signDraftBy,
  submissionOf,
} from '../../jobs/register/draft.ts';
import { type Registered, registerSubmission } from '../../jobs/register/register-submission.ts';
import { Facts } from '../components/facts.tsx';
import { LinkButton } from '../components/link-button.tsx';
import { saveFile } from '../components/save-file.ts';
import { Moment } from '../components/moment.tsx';
import { RegisterFailure } from './register-failure.tsx';
import { useFormat } from '../language/format.ts';
import type { Session } from '../session/session.tsx';
import { DraftReview } from './draft-review.tsx';
import { Following } from './following.tsx';
import { useLeaveQuestion } from './leave-question.ts';
import { useWorkTexts } from './work-texts.ts';
import { Notice } from '../components/notice.tsx';
import { focusNew } from '../components/page-focus.ts';
import { openPortalApi } from '../data/ledger.ts';

interface ReviewAndSignProps {
  readonly session: Session;
  /** The record to sign; one object for as long as it is the same record. */
  readonly draft: Draft;
  /** Goes back to what the draft was built from, which must be done where the stream has a newer version. */
  readonly onBack: () => void;
  /** Whether that is offered until the record is registered; true if not given. */
  readonly hasBack?: boolean;
  /** Asked before it is signed: false keeps the review open, which then says what is missing. */
  readonly mayProceed?: () => boolean;
  /** What one must read or confirm before signing. */
  readonly caution?: ReactNode;
  /** Called when the ledger has accepted the record. */
  readonly onRegistered?: (registered: Registered) => void;
  /** What is most urgent once it is registered: it comes before the record file. */
  readonly first?: (registered: Registered) => ReactNode;
  /** More that one can do once it is registered. */
  readonly children?: (registered: Registered) => ReactNode;
}

type Step = 'review' | 'signing' | 'registering' | 'done';

/** Shows what will be signed, asks the signer, registers the record, offers its file and follows it until it is final. */
export function ReviewAndSign(props: ReviewAndSignProps) {
  const {
    session,
    draft,
    onBack,
    hasBack = true,
    mayProceed,
    caution,
    onRegistered,
    first,
    children,
  } = props;
  const texts = useWorkTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const [step, setStep] = useState<Step>('review');
  const [signed, setSigned] = useState<SignedDraft | null>(null);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const [pause, setPause] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const register = async (): Promise<void> => {
    if (mayProceed?.() === false) return;
    setError(null);
    try {
      setStep('signing');
      // A draft that is signed already is only sent again.
      const withSignature = signed ?? (await signDraftBy(draft, session.signer));
      setSigned(withSignature);
      setStep('registering');
      const api = openPortalApi(session.token);
      const onRetry = (_: ApiError, milliseconds: number): void => setPause(milliseconds / 1000);
      const answer = await registerSubmission(api, submissionOf(withSignature, true), onRetry);
      setSigned({ ...withSignature, receipt: answer.receipt });
      setRegistered(answer);
      setStep('done');
      void queries.invalidateQueries();
      onRegistered?.(answer);
    } catch (failure) {
      setError(failure);
      setStep('review');
    } finally {
      setPause(null);
    }
  };
  if (step === 'done' && signed !== null && registered !== null)
    return (
      <Done signed={signed} registered={registered} first={first?.(registered)}>
        {children?.(registered)}
      </Done>
    );
  const isConflict = error instanceof ApiError && error.code === 'stream-conflict';
  return (
    <div className="stack">
      <DraftReview draft={draft} />
      {caution}
      {isConflict ? (
        <Notice tone="unsure" role="alert" title={texts.conflict}>
          <Button variant="default" onClick={onBack}>
            {texts.rebuild}
          </Button>
        </Notice>
      ) : (
        error !== null && <RegisterFailure error={error} />
      )}
      <div className="row">
        <Button size="md" loading={step !== 'review'} onClick={() => void register()}>
          {texts.sign}
        </Button>
        {hasBack && step === 'review' && (
          <Button size="md" variant="default" onClick={onBack}>
            {texts.back}
          </Button>
        )}
        <span role="status">
          {step === 'signing' && texts.signing}
          {step === 'registering' &&
            (pause === null ? texts.registering : texts.retrying(format.number(pause, 1)))}
        </span>
      </div>
    </div>
  );
}

interface DoneProps {
  readonly signed: SignedDraft;
  readonly registered: Registered;
  readonly first: ReactNode;
  readonly children: ReactNode;
}

function Done({ signed, registered, first, children }: DoneProps) {
  const texts = useWorkTexts();
  const [isSaved, setSaved] = useState(false);
  const mustSave = signed.entries.length > 0 && !signed.public;
  useLeaveQuestion(mustSave && !isSaved);
  const save = (): void => {
    const { subject, sequence } = signed.record;
    saveFile(`${subject}-v${sequence}.record.json`, 'application/json', formatDraft(signed));
    setSaved(true);
  };
  return (
    <section className="card stack" aria-labelledby="registered">
      <div>
        <h2 id="registered" tabIndex={-1} ref={focusNew}>
          {texts.registered}
        </h2>
        <p className="quiet">{texts.registeredLead}</p>
      </div>
      <Facts facts={[[texts.anchorBy, <Moment key="time" at={registered.receipt.anchorBy} />]]} />
      <Following id={registered.id} />
      {first}
      <Notice tone={mustSave && !isSaved ? 'unsure' : 'neutral'} title={texts.keep}>
        <p>{signed.entries.length > 0 ? texts.keepAdvice : texts.keepPlain}</p>
        <div className="row">
          <Button variant={first === undefined ? 'filled' : 'default'} onClick={save}>
            {texts.save}
          </Button>
          <span role="status">{isSaved && texts.saved}</span>
        </div>
      </Notice>
      <div className="row">
        <LinkButton to="/records/$id" params={{ id: registered.id }} variant="default">
          {texts.openRecord}
        </LinkButton>
        {children}
      </div>
    </section>
  );
}
