import { Button } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Failure } from '../../../components/states.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext } from '../../../work/next-draft.ts';
import { RecordFields } from '../shared/record-fields.tsx';
import { faultsOf, statementOf } from '../shared/record-words.ts';
import { useEarlier } from '../shared/use-earlier.ts';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import type { MadeRun } from './compute-messages.ts';

interface DescribeResultProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly run: MadeRun;
}

/** What the result is called, and whom it is for. */
export function DescribeResult({ session, state, run, onChange }: DescribeResultProps) {
  const texts = useComputeTexts();
  const { words } = state;
  const [isTried, setTried] = useState(false);
  const [isBuilding, setBuilding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { earlier, readEarlier } = useEarlier(session, 'result', words.subject);
  const build = async (): Promise<void> => {
    setTried(true);
    setBuilding(true);
    setError(null);
    try {
      const hasEarlier = (await readEarlier()) !== null;
      if (faultsOf(words, hasEarlier).size > 0) return;
      const draft = await draftNext(session, {
        ...{ kind: 'result', subject: words.subject, statement: statementOf(words, hasEarlier) },
        ...{ entries: run.entries, sources: run.used, public: words.isPublic },
      });
      onChange({ draft });
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
    <form className="card stack" onSubmit={submit} noValidate aria-labelledby="describe">
      <h2 id="describe">{texts.describe}</h2>
      <RecordFields
        kind="result"
        words={words}
        earlier={earlier}
        isTried={isTried}
        onChange={(part) => onChange({ words: { ...words, ...part } })}
      />
      {error !== null && <Failure error={error} />}
      <div>
        <Button type="submit" loading={isBuilding}>
          {texts.next}
        </Button>
      </div>
    </form>
  );
}
