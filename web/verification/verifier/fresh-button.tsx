import { Button } from '@mantine/core';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { useVerdictTexts } from '../verdict/verdict-texts.ts';

/** Fetches the newest proof file of the record that an older file shows, and verifies it beside that file. */
export function FreshButton({ onFresh }: { onFresh: () => Promise<void> }) {
  const texts = useVerdictTexts();
  const { isBusy, error, attempt } = useAttempt();
  return (
    <div className="stack">
      <div className="row">
        <Button variant="default" size="compact-sm" loading={isBusy} onClick={() => void attempt(onFresh)}>
          {texts.fresh}
        </Button>
        <span role="status">{isBusy && texts.fetching}</span>
      </div>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
