import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Draft } from '../../jobs/register/draft.ts';
import { registerDraft, type RegisteredDraft } from '../../jobs/register/register-draft.ts';
import { openPortalApi } from '../data/ledger.ts';
import type { Session } from '../session/session.tsx';

export interface Registering {
  readonly step: 'review' | 'signing' | 'registering' | 'done';
  /** Seconds until the next attempt; null where none waits. */
  readonly pause: number | null;
  readonly error: unknown;
  /** What the ledger has accepted; null before. */
  readonly done: RegisteredDraft | null;
  readonly register: () => Promise<void>;
}

/** Signs a draft and registers it. What was signed before a failure is only sent again. */
export function useRegistering(
  { token, signer }: Session,
  draft: Draft,
  onDone: (done: RegisteredDraft) => void,
): Registering {
  const queries = useQueryClient();
  const [step, setStep] = useState<Registering['step']>('review');
  const [signed, setSigned] = useState<Draft>(draft);
  const [done, setDone] = useState<RegisteredDraft | null>(null);
  const [pause, setPause] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const register = async (): Promise<void> => {
    setError(null);
    setStep('signing');
    try {
      const answer = await registerDraft(
        { draft: signed, withEntries: true },
        {
          ...{ api: openPortalApi(token), signer },
          onSigned: (next) => {
            setSigned(next);
            setStep('registering');
          },
          onRetry: (_, milliseconds) => setPause(milliseconds / 1000),
        },
      );
      setDone(answer);
      setStep('done');
      void queries.invalidateQueries();
      onDone(answer);
    } catch (failure) {
      setError(failure);
      setStep('review');
    } finally {
      setPause(null);
    }
  };
  return { step, pause, error, done, register };
}
