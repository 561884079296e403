import { useEffect, useRef, useState } from 'react';
import {
  type Answered,
  type Answerer,
  answerQuestion,
  type Question,
} from '../../../../agents/coordinator/answer-question.ts';
import { type AnswerParts, nameAnswerer } from '../../../../agents/answer/build-answer.ts';
import { rememberReads } from '../../../../agents/answer/remember-reads.ts';
import { withinTime } from '../../../../agents/coordinator/time-limit.ts';
import type { Admitted } from '../../../../agents/gate/admitted.ts';
import type { HostError } from '../../../../agents/gate/notice.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Language } from '../../../language/language.tsx';
import { type AskPlace, namePlace, readPlace } from '../question/ask-place.ts';
import { type AskState } from '../question/ask-state.ts';
import { openRecordReads, policyOf, type RecordReading } from './record-reads.ts';
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
  readonly done: AnsweredQuestion | null;
  /** Why there was none: records that could not be read, or a script that could not be loaded. */
  readonly error: unknown;
}

/** A question with its answer, and what answered it. */
export interface AnsweredQuestion {
  readonly question: Question;
  readonly answered: Answered;
  readonly by: AnswerParts['by'];
  /** What was read of registered records; null where none were asked for. */
  readonly records: AnswerParts['records'];
}

/** The last answer of each question in work, as long as this page is open: who looks at a record comes back to it. */
const kept = new Map<string, AnswerState>();

/** Returns what answers. @throws TypeError where its script cannot be loaded */
type OpenAnswerer = () => Promise<Answerer>;

interface Answering {
  readonly answer: AnswerState | null;
  readonly isBusy: boolean;
  readonly ask: (asked: Asked, reading: RecordReading, openAnswerer: OpenAnswerer) => Promise<void>;
  readonly stop: () => void;
}

/** Answers questions on a page, one at a time. Who leaves the page stops what is not answered yet. */
export function useAnswer(place: AskPlace): Answering {
  const [answer, setAnswer] = useState<AnswerState | null>(() =>
    readPlace(place, (name) => kept.get(name) ?? null),
  );
  const [isBusy, setBusy] = useState(false);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort('stopped' satisfies HostError), []);
  const ask = async (asked: Asked, reading: RecordReading, openAnswerer: OpenAnswerer): Promise<void> => {
    const control = (ending.current = new AbortController());
    setBusy(true);
    let now: AnswerState = { asked, progress: [], done: null, error: null };
    const change = (part: Partial<AnswerState>): void => setAnswer((now = { ...now, ...part }));
    change({});
    try {
      const answerer = await openAnswerer();
      const { procedure, text, language, state } = asked;
      const runs = await giveRuns(state, procedure, reading.reads);
      const question = { procedure, text, language, runs, policy: policyOf(reading.rules) };
      const records = rememberReads(openRecordReads(reading, state.records));
      const work = (signal: AbortSignal): Promise<Answered> =>
        answerQuestion(question, answerer, {
          ...{ compute: computeInWorker, records, signal },
          onProgress: (shown) => change({ progress: [...now.progress, shown] }),
        });
      const answered = await withinTime(work, callLater, control.signal);
      const by = nameAnswerer(answerer);
      change({ done: { question, answered, by, records: records.remembered() } });
      kept.set(namePlace(place), now);
    } catch (error) {
      change({ error });
    } finally {
      setBusy(false);
    }
  };
  return { answer, isBusy, ask, stop: () => ending.current?.abort('stopped' satisfies HostError) };
}

function callLater(call: () => void, milliseconds: number): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}
