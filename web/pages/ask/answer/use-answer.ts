import { useEffect, useRef, useState } from 'react';
import {
  type Answered,
  type Answerer,
  answerQuestion,
} from '../../../../agents/coordinator/answer-question.ts';
import type { Admitted } from '../../../../agents/gate/admitted.ts';
import type { HostError } from '../../../../agents/gate/notice.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Language } from '../../../language/language.tsx';
import { type AskState } from '../question/ask-state.ts';
import type { Reads } from '../question/use-reads.ts';
import { computeInWorker } from './compute-run.ts';
import { giveRuns } from './give-runs.ts';

/** A question that was asked, as it was then. */
export interface Asked {
  readonly state: AskState;
  readonly procedure: Procedure;
  /** What the person wrote; the words of the type where nothing was written. */
  readonly text: string;
  readonly language: Language;
}

/** What became of a question. */
export interface AnswerState {
  readonly asked: Asked;
  /** What was shown meanwhile, each admitted by the gate. */
  readonly progress: readonly Admitted[];
  /** Null until the answer ends. */
  readonly answered: Answered | null;
  /** Why there was none: records that could not be read. */
  readonly error: unknown;
}

/** The time that an answer may take. */
const MOST_MILLISECONDS = 300_000;
/** No policy is read: figures of runs are computed here, and nothing of them is proven. */
const NO_POLICY = `0x${'0'.repeat(64)}` as const;

/** The last answer of each question in work, as long as this page is open: who looks at a record comes back to it. */
const kept = new Map<string, AnswerState>();

interface Answering {
  readonly answer: AnswerState | null;
  readonly isBusy: boolean;
  readonly ask: (asked: Asked, reads: Reads, answerer: Answerer) => Promise<void>;
  readonly stop: () => void;
}

/** Answers questions on a page, one at a time. Who leaves the page stops what is not answered yet. */
export function useAnswer(place: string): Answering {
  const [answer, setAnswer] = useState<AnswerState | null>(() => kept.get(place) ?? null);
  const [isBusy, setBusy] = useState(false);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort('stopped' satisfies HostError), []);
  const ask = async (asked: Asked, reads: Reads, answerer: Answerer): Promise<void> => {
    const control = (ending.current = new AbortController());
    const timer = setTimeout(() => control.abort('too-slow' satisfies HostError), MOST_MILLISECONDS);
    setBusy(true);
    let now: AnswerState = { asked, progress: [], answered: null, error: null };
    const change = (part: Partial<AnswerState>): void => setAnswer((now = { ...now, ...part }));
    change({});
    try {
      const runs = await giveRuns(asked.state, asked.procedure, reads);
      const { procedure, text, language } = asked;
      const answered = await answerQuestion(
        { procedure, text, language, runs, policy: NO_POLICY },
        answerer,
        {
          ...{ compute: computeInWorker, signal: control.signal },
          onProgress: (shown) => change({ progress: [...now.progress, shown] }),
        },
      );
      change({ answered });
      kept.set(place, now);
    } catch (error) {
      change({ error });
    } finally {
      clearTimeout(timer);
      setBusy(false);
    }
  };
  return { answer, isBusy, ask, stop: () => ending.current?.abort('stopped' satisfies HostError) };
}
