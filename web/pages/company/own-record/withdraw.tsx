import { Button, Textarea } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Draft } from '../../../../client/records/draft.ts';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../../core/records/kind.ts';
import { Failure } from '../../../components/states.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext } from '../../../work/next-draft.ts';
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
  const [isBuilding, setBuilding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const build = async (): Promise<void> => {
    setTried(true);
    if (reason.trim() === '') return;
    setBuilding(true);
    setError(null);
    const { title = '', period = '', standard = '' } = view.statement;
    try {
      onDraft(
        await draftNext(session, {
          ...{ kind: nameOfKind(view.record.kind), subject: view.record.subject },
          statement: { title, period, standard, change: 'withdrawal', reason: reason.trim() },
        }),
      );
    } catch (failure) {
      setError(failure);
    } finally {
      setBuilding(false);
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void build();
  };
  return (
    <form className="card stack" onSubmit={submit} noValidate aria-labelledby="withdraw">
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
        <Button type="submit" variant="default" loading={isBuilding}>
          {texts.withdrawNext}
        </Button>
      </div>
    </form>
  );
}
