import { useState } from 'react';
import { useVerdictRules } from '../../work/use-verdict.ts';
import { AnswerView } from './answer/answer-view.tsx';
import { type Asked, useAnswer } from './answer/use-answer.ts';
import { AskButtons } from './ask-buttons.tsx';
import classes from './ask.module.css';
import { useAgreedHosts } from './model/agreed-hosts.ts';
import { isReady, type ModelChoice, NO_MODEL, openAnswerer } from './model/model-choice.ts';
import { ModelSettings } from './model/model-settings.tsx';
import { About } from './question/about.tsx';
import type { AskPlace } from './question/ask-place.ts';
import { procedureOf } from './question/ask-state.ts';
import { ChooseInputs } from './question/choose-inputs.tsx';
import { ChooseQuestion } from './question/choose-question.tsx';
import { useAsker } from './question/record-verdict.tsx';
import { useKeptQuestion } from './question/use-kept-question.ts';
import { useReads } from './question/use-reads.ts';

/** The model as it was set last, as long as this page of the browser is open. */
let lastModel: ModelChoice = NO_MODEL;

interface AskProps {
  readonly place: AskPlace;
  readonly figure: string | null;
  /** The type of question that a link names. */
  readonly type: string | null;
}

/** A question, what it is answered from, and its answer. */
export function Ask({ place, figure, type }: AskProps) {
  const { about } = place;
  const { state, change, giveRun } = useKeptQuestion(place, type);
  const [model, setModel] = useState(lastModel);
  const agreed = useAgreedHosts();
  const [reads, asker, rules] = [useReads(), useAsker(), useVerdictRules()];
  const { answer, isBusy, ask, stop } = useAnswer(place);
  const procedure = procedureOf(state);
  const isAgreed = isReady(model, agreed.hosts);
  const askNow = async (asked: Asked): Promise<void> => {
    if (rules !== undefined) await ask(asked, { asker, rules, reads }, () => openAnswerer(model));
  };
  return (
    <>
      <div className={`stack ${classes['screen']}`}>
        {about !== null && <About id={about} figure={figure} />}
        <ChooseQuestion about={about} state={state} onChange={change} />
        {procedure !== null && (
          <ChooseInputs {...{ procedure, about, state, onRun: giveRun }} onChange={change} />
        )}
        <ModelSettings
          model={model}
          agreed={agreed}
          onChange={(part) => setModel((lastModel = { ...model, ...part }))}
        />
        <AskButtons
          {...{ state, isBusy, isAgreed }}
          procedure={rules === undefined ? null : procedure}
          onAsk={(asked) => void askNow(asked)}
          onStop={stop}
        />
      </div>
      {answer !== null && (
        <AnswerView answer={answer} isBusy={isBusy} onAgain={() => void askNow(answer.asked)} />
      )}
    </>
  );
}
