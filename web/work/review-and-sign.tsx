import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../client/http/api-error.ts';
import { type Draft, formatDraft } from '../../jobs/register/draft.ts';
import type { RegisteredDraft } from '../../jobs/register/register-draft.ts';
import type { Registered } from '../../jobs/register/register-submission.ts';
import { Facts } from '../components/facts.tsx';
import { LinkButton } from '../components/link-button.tsx';
import { saveFile } from '../components/save-file.ts';
import { Moment } from '../components/moment.tsx';
import { RegisterFailure } from './register-failure.tsx';
import { useFormat } from '../language/format.ts';
import type { Session } from '../session/session.tsx';
import { DraftReview } from './draft-review.tsx';
import { Following } from './following.tsx';
import { type Registering, useRegistering } from './use-registering.ts';
import { useLeaveQuestion } from './leave-question.ts';
import { useWorkTexts } from './work-texts.ts';
import { Notice } from '../components/notice.tsx';
import { focusNew } from '../components/page-focus.ts';

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
  /** More that one can do once it is registered; `isKept` says whether its record file is saved, or need not be. */
  readonly children?: (registered: Registered, isKept: boolean) => ReactNode;
}

/** Shows what will be signed, asks the signer, registers the record, offers its file and follows it until it is final. */
export function ReviewAndSign(props: ReviewAndSignProps) {
  const { session, draft, onBack, hasBack = true, mayProceed, caution, onRegistered } = props;
  const texts = useWorkTexts();
  const { step, pause, error, done, register } = useRegistering(session, draft, ({ registered }) =>
    onRegistered?.(registered),
  );
  if (done !== null)
    return (
      <Done {...done} first={props.first?.(done.registered)}>
        {props.children}
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
        <Button
          size="md"
          loading={step !== 'review'}
          onClick={() => {
            if (mayProceed?.() !== false) void register();
          }}
        >
          {texts.sign}
        </Button>
        {hasBack && step === 'review' && (
          <Button size="md" variant="default" onClick={onBack}>
            {texts.back}
          </Button>
        )}
        <StepStatus step={step} pause={pause} />
      </div>
    </div>
  );
}

function StepStatus({ step, pause }: Pick<Registering, 'step' | 'pause'>) {
  const texts = useWorkTexts();
  const format = useFormat();
  return (
    <span role="status">
      {step === 'signing' && texts.signing}
      {step === 'registering' &&
        (pause === null ? texts.registering : texts.retrying(format.number(pause, 1)))}
    </span>
  );
}

interface DoneProps extends RegisteredDraft {
  readonly first: ReactNode;
  readonly children: ReviewAndSignProps['children'];
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
        {children?.(registered, !mustSave || isSaved)}
      </div>
    </section>
  );
}
