import type { PartySession } from '../../../session/require-session.tsx';
import { DescribeRecord } from '../shared/describe-record.tsx';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';

interface DescribeResultProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly run: ComputedFigures;
}

/** What the result is called, and whom it is for. */
export function DescribeResult({ session, state, run, onChange }: DescribeResultProps) {
  const texts = useComputeTexts();
  return (
    <DescribeRecord
      session={session}
      kind="result"
      title={texts.describe}
      words={state.words}
      onWords={(words) => onChange({ words })}
      sketch={(statement) => ({ statement, entries: run.entries, sources: run.used })}
      onDraft={(draft) => onChange({ draft })}
    />
  );
}
