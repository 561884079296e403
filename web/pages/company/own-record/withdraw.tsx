import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Draft } from '../../../../jobs/register/draft.ts';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { Form } from '../../../components/form.tsx';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext } from '../../../work/draft-next.ts';
import { useOwnRecordTexts } from './own-record-texts.ts';

interface WithdrawProps {
  readonly session: PartySession;
  readonly view: RecordView;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
  readonly onDraft: (draft: Draft) => void;
}

/** Withdraws a stream: a further version without entries, with a reason that everyone can read. */
export function Withdraw({ session, view, reason, onReason, onDraft }: WithdrawProps) {
  const texts = useOwnRecordTexts();
  const [isTried, setTried] = useState(false);
  const { isBusy, error, attempt } = useAttempt();
  const build = async (): Promise<void> => {
    setTried(true);
    if (reason.trim() === '') return;
    const { kind, subject } = view.record;
    const statement = { change: 'withdrawal', reason: reason.trim() };
    await attempt(async () =>
      onDraft(await draftNext(session, { kind: nameOfKind(kind), subject, statement })),
    );
  };
  return (
    <Form className="card stack" noValidate onSubmit={build} aria-labelledby="withdraw">
      <div>
        <h2 id="withdraw">{texts.withdraw}</h2>
        <p className="quiet">{texts.withdrawLead}</p>
      </div>
      <Textarea
        label={texts.reason}
        description={texts.reasonHelp}
        required
        autosize
        minRows={2}
        value={reason}
        error={isTried && reason.trim() === '' ? texts.reasonNeeded : null}
        onChange={({ currentTarget }) => onReason(currentTarget.value)}
      />
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" variant="default" loading={isBusy}>
          {texts.withdrawNext}
        </Button>
      </div>
    </Form>
  );
}
