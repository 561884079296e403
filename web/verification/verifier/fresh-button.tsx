import { Button } from '@mantine/core';
import { useState } from 'react';
import { Failure } from '../../components/states.tsx';
import { useVerdictTexts } from '../verdict/verdict-texts.ts';

/** Fetches the newest proof file of the record that an older file shows, and verifies it beside that file. */
export function FreshButton({ onFresh }: { onFresh: () => Promise<void> }) {
  const texts = useVerdictTexts();
  const [isFetching, setFetching] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const fetchFresh = async (): Promise<void> => {
    setFetching(true);
    setError(null);
    try {
      await onFresh();
    } catch (failure) {
      setError(failure);
    } finally {
      setFetching(false);
    }
  };
  return (
    <div className="stack">
      <div className="row">
        <Button variant="default" size="compact-sm" loading={isFetching} onClick={() => void fetchFresh()}>
          {texts.fresh}
        </Button>
        <span role="status">{isFetching && texts.fetching}</span>
      </div>
      {error !== null && <Failure error={error} />}
    </div>
  );
}
