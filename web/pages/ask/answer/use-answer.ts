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
import { openPortalApi } from '../../../data/ledger.ts';
import type { Language } from '../../../language/language.tsx';
import { type AskPlace, namePlace, readPlace } from '../question/ask-place.ts';
import { type AskState } from '../question/ask-state.ts';
import { openFactors } from './open-factors.ts';
import { openRecordReads, policyOf, type RecordReading } from './record-reads.ts';
import { computeInWorker } from './compute-run.ts';
import { giveRuns } from './give-runs.ts';

/** A part of a question that was asked, as it was then: what one agent answers. */
export interface Asked {
  readonly state: AskState;
  readonly procedure: Procedure;
  /** What the person wrote; the words of the type where nothing was written. */
  readonly text: string;
  readonly language: Language;
}

/** What became of a part of a question. */
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

/** The last answers of each question in work, as long as this page is open: who looks at a record comes back to them. */
const kept = new Map<string, readonly AnswerState[]>();

/** Returns what answers. @throws TypeError where its script cannot be loaded */
type OpenAnswerer = () => Promise<Answerer>;

interface Answering {
  /** One for each part of the question. */
  readonly answers: readonly AnswerState[];
  readonly isBusy: boolean;
  readonly ask: (
    parts: readonly Asked[],
    reading: RecordReading,
    openAnswerer: OpenAnswerer,
  ) => Promise<void>;
  readonly stop: () => void;
}

/** Answers the parts of a question one after another. Who leaves the page stops what is not answered yet. */
export function useAnswer(place: AskPlace): Answering {
  const [answers, setAnswers] = useState<readonly AnswerState[]>(
    () => readPlace(place, (name) => kept.get(name) ?? null) ?? [],
  );
  const [isBusy, setBusy] = useState(false);
  const ending = useRef<AbortController>(null);
  useEffect(() => () => ending.current?.abort('stopped' satisfies HostError), []);
  const ask: Answering['ask'] = async (parts, reading, openAnswerer) => {
    const { signal } = (ending.current = new AbortController());
    setBusy(true);
    const done: AnswerState[] = [];
    for (const asked of parts) {
      if (signal.aborted) break;
      const show = (now: AnswerState): void => setAnswers([...done, now]);
      done.push(await answerPart(asked, { reading, openAnswerer, signal, show }));
      setAnswers([...done]);
    }
    if (done.every(({ error }) => error === null)) kept.set(namePlace(place), done);
    setBusy(false);
  };
  return { answers, isBusy, ask, stop: () => ending.current?.abort('stopped' satisfies HostError) };
}

interface PartPorts {
  readonly reading: RecordReading;
  readonly openAnswerer: OpenAnswerer;
  readonly signal: AbortSignal;
  readonly show: (now: AnswerState) => void;
}

/** Answers one part, and shows what is known of it meanwhile. */
async function answerPart(
  asked: Asked,
  { reading, openAnswerer, signal, show }: PartPorts,
): Promise<AnswerState> {
  let now: AnswerState = { asked, progress: [], done: null, error: null };
  show(now);
  try {
    const answerer = await openAnswerer();
    const { procedure, text, language, state } = asked;
    const runs = await giveRuns(state, procedure, reading.reads);
    const question = { procedure, text, language, runs, policy: policyOf(reading.rules) };
    const records = rememberReads(openRecordReads(reading, state.records));
    const work = (within: AbortSignal): Promise<Answered> =>
      answerQuestion(question, answerer, {
        ...openFactors(openPortalApi(reading.asker?.token)),
        ...{ compute: computeInWorker, records, signal: within },
        onProgress: (shown) => show((now = { ...now, progress: [...now.progress, shown] })),
      });
    const answered = await withinTime(work, callLater, signal);
    const by = nameAnswerer(answerer);
    return { ...now, done: { question, answered, by, records: records.remembered() } };
  } catch (error) {
    return { ...now, error };
  }
}

function callLater(call: () => void, milliseconds: number): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}
