import { useState } from 'react';
import type { RunName } from '../../../agents/handles/run-name.ts';
import { useVerdictRules } from '../../work/use-verdict.ts';
import { AcceptContext } from './answer/accept-context.ts';
import { AnswerView } from './answer/answer-view.tsx';
import type { RecordReading } from './answer/record-reads.ts';
import { type AnswerState, type Asked, useAnswer } from './answer/use-answer.ts';
import { AskButtons } from './ask-buttons.tsx';
import classes from './ask.module.css';
import { useAskTexts } from './ask-texts.ts';
import { useAgreedHosts } from './model/agreed-hosts.ts';
import { isReady, type ModelChoice, NO_MODEL, openAnswerer } from './model/model-choice.ts';
import { ModelSettings } from './model/model-settings.tsx';
import { About } from './question/about.tsx';
import type { AskPlace } from './question/ask-place.ts';
import { type AskState, choiceOf, nameRun, partsOf, type RunChoice } from './question/ask-state.ts';
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

/** A question, what it is answered from, and its answer: one for each part. */
export function Ask({ place, figure, type }: AskProps) {
  const { about } = place;
  const texts = useAskTexts();
  const { state, change, giveRun } = useKeptQuestion(place, type);
  const [model, setModel] = useState(lastModel);
  const agreed = useAgreedHosts();
  const [reads, asker, rules] = [useReads(), useAsker(), useVerdictRules()];
  const { answers, isBusy, ask, stop } = useAnswer(place);
  const { procedures } = partsOf(state);
  const isAgreed = isReady(model, agreed.hosts);
  const askNow = async (parts: readonly Asked[]): Promise<void> => {
    if (rules !== undefined) await ask(parts, { asker, rules, reads }, () => openAnswerer(model));
  };
  const accept = async (asked: Asked, run: RunName, name: string): Promise<boolean> => {
    const choice = rules === undefined ? null : await takeChoice(asked, run, name, { asker, rules, reads });
    if (choice === null) return false;
    giveRun(asked.procedure, run, choice);
    const runs = { ...asked.state.runs, [nameRun(asked.procedure, run)]: choice };
    void askNow(answers.map((each) => ({ ...each.asked, state: { ...each.asked.state, runs } })));
    return true;
  };
  return (
    <>
      <div className={`stack ${classes['screen']}`}>
        {about !== null && <About id={about} figure={figure} />}
        <ChooseQuestion about={about} state={state} onChange={change} />
        {procedures.map((procedure) => (
          <ChooseInputs
            key={procedure.question}
            {...{ procedure, about, state, isPart: procedures.length > 1 }}
            onChange={change}
            onRun={(run, choice) => giveRun(procedure, run, choice)}
          />
        ))}
        <ModelSettings
          model={model}
          agreed={agreed}
          onChange={(part) => setModel((lastModel = { ...model, ...part }))}
        />
        <AskButtons
          {...{ state, isBusy, isAgreed, onStop: stop }}
          procedures={rules === undefined ? [] : procedures}
          onAsk={(parts) => void askNow(parts)}
        />
      </div>
      {!isBusy && isEarlier(state, answers) && <p className="quiet">{texts.earlier}</p>}
      {answers.map((answer) => (
        <AcceptContext
          key={answer.asked.procedure.question}
          value={(run, name) => accept(answer.asked, run, name)}
        >
          <AnswerView
            {...{ answer, isBusy, isPart: answers.length > 1 }}
            onAgain={() => void askNow(answers.map(({ asked }) => asked))}
          />
        </AcceptContext>
      ))}
    </>
  );
}

/** Returns a run with a choice that its answer offers, by its name; null where none has this name. */
async function takeChoice(
  { state, procedure }: Asked,
  run: RunName,
  name: string,
  reading: RecordReading,
): Promise<RunChoice | null> {
  const slot = procedure.runs.find((each) => each.run === run)!;
  const { acceptChoice } = await import('./answer/accept-choice.ts');
  return acceptChoice(slot, choiceOf(state, procedure, slot), name, reading);
}

/** Whether the question was changed since it was answered. */
function isEarlier({ text, type }: AskState, [first]: readonly AnswerState[]): boolean {
  return first !== undefined && (first.asked.state.text !== text || first.asked.state.type !== type);
}
