import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useLanguage } from '../../language/language.tsx';
import { keepInTab, readFromTab } from '../../work/tab-storage.ts';
import { AnswerView } from './answer/answer-view.tsx';
import { type Asked, useAnswer } from './answer/use-answer.ts';
import classes from './ask.module.css';
import { useAskTexts } from './ask-texts.ts';
import { useAgreedHosts } from './model/agreed-hosts.ts';
import { isReady, type ModelChoice, NO_MODEL, openAnswerer } from './model/model-choice.ts';
import { ModelSettings } from './model/model-settings.tsx';
import { About } from './question/about.tsx';
import {
  askSchema,
  type AskState,
  choiceOf,
  listMissing,
  NO_QUESTION,
  procedureOf,
} from './question/ask-state.ts';
import { ChooseQuestion } from './question/choose-question.tsx';
import { ChooseRecords } from './question/choose-records.tsx';
import { useAsker } from './question/record-verdict.tsx';
import { useVerdictRules } from '../../work/use-verdict.ts';
import { ChooseRun } from './question/choose-run.tsx';
import { useReads } from './question/use-reads.ts';

/** The model as it was set last, as long as this page of the browser is open. */
let lastModel: ModelChoice = NO_MODEL;

interface AskProps {
  /** The record that the person looked at; null where the question is about none. */
  readonly about: Hex | null;
  readonly figure: string | null;
}

/** A question, what it is answered from, and its answer. */
export function Ask({ about, figure }: AskProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const place = about ?? '';
  const [state, setState] = useState<AskState>(() => readFromTab(`ask ${place}`, askSchema) ?? begin(about));
  useEffect(() => keepInTab(`ask ${place}`, state === NO_QUESTION ? null : state), [place, state]);
  const [model, setModel] = useState(lastModel);
  const agreed = useAgreedHosts();
  const reads = useReads();
  const asker = useAsker();
  const rules = useVerdictRules();
  const { answer, isBusy, ask, stop } = useAnswer(place);
  const procedure = procedureOf(state);
  const missing = procedure === null ? [] : listMissing(state, procedure);
  const canAsk =
    procedure !== null && missing.length === 0 && isReady(model, agreed.hosts) && rules !== undefined;
  const askNow = async (asked: Asked): Promise<void> => {
    if (rules !== undefined) await ask(asked, { asker, rules, reads }, await openAnswerer(model));
  };
  return (
    <>
      <div className={`stack ${classes['screen']}`}>
        {about !== null && <About id={about} figure={figure} />}
        <ChooseQuestion about={about} state={state} onChange={(part) => setState({ ...state, ...part })} />
        {procedure !== null && (
          <section className="card stack" aria-labelledby="runs">
            <div>
              <h2 id="runs">{texts.inputs}</h2>
              <p className="quiet">
                {procedure.runs.length > 0 ? texts.inputsLead : texts.policy}{' '}
                <Link to="/verify" search={{ policy: 'open' }}>
                  {texts.policyLink}
                </Link>
              </p>
            </div>
            {procedure.records !== undefined && (
              <ChooseRecords
                slot={procedure.records}
                records={state.records}
                onChange={(records) => setState({ ...state, records })}
              />
            )}
            {procedure.runs.map((slot) => (
              <ChooseRun
                key={`${procedure.question} ${slot.run}`}
                slot={slot}
                suggested={about}
                choice={choiceOf(state, slot)}
                onChange={(choice) =>
                  setState((now) => ({ ...now, runs: { ...now.runs, [slot.run]: choice } }))
                }
              />
            ))}
          </section>
        )}
        <ModelSettings
          model={model}
          agreed={agreed}
          onChange={(part) => setModel((lastModel = { ...model, ...part }))}
        />
        <div className="row">
          <Button
            loading={isBusy}
            disabled={!canAsk}
            onClick={() =>
              procedure !== null &&
              void askNow({ state, procedure, text: textOf(state, procedure.asks[language]), language })
            }
          >
            {texts.ask}
          </Button>
          {isBusy && (
            <Button variant="default" onClick={stop}>
              {texts.stop}
            </Button>
          )}
          {procedure !== null && !canAsk && (
            <span className="quiet">
              {missing.length > 0 ? texts.lacks(missing.map(({ run }) => run).join(', ')) : texts.agreeFirst}
            </span>
          )}
        </div>
      </div>
      {answer !== null && (
        <AnswerView answer={answer} isBusy={isBusy} onAgain={() => void askNow(answer.asked)} />
      )}
    </>
  );
}

/** A question begins with the record that the person looked at. */
function begin(about: Hex | null): AskState {
  return about === null ? NO_QUESTION : { ...NO_QUESTION, records: [about] };
}

/** What was asked: the words of the person, or those of the chosen type. */
function textOf({ text }: AskState, words: string): string {
  return text.trim() === '' ? words : text.trim();
}
