import { useRef, useState } from 'react';
import { WorkerStopped } from '../../client/workers/worker-calls.ts';

/** Work that its user begins, and may stop. */
interface Attempt {
  readonly isBusy: boolean;
  /** What went wrong the last time; null while nothing has. */
  readonly error: unknown;
  /** Does the work, and keeps what it throws, unless it was stopped. */
  readonly attempt: (work: (signal: AbortSignal) => Promise<void>) => Promise<void>;
  readonly stop: () => void;
}

/** Says whether the work behind a button goes on, and what went wrong. */
export function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const control = useRef<AbortController>(null);
  const attempt = async (work: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    control.current = new AbortController();
    setBusy(true);
    setError(null);
    try {
      await work(control.current.signal);
    } catch (failure) {
      if (!(failure instanceof WorkerStopped)) setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, error, attempt, stop: () => control.current?.abort() };
}
