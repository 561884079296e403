import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import type { RunName } from '../../../../agents/handles/run-name.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Notice } from '../../../components/notice.tsx';
import { useLanguage } from '../../../language/language.tsx';
import { useAskTexts } from '../ask-texts.ts';
import { type AskState, choiceOf, listSame, type RunChoice } from './ask-state.ts';
import { ChooseRecords } from './choose-records.tsx';
import { ChooseRun } from './choose-run.tsx';

interface ChooseInputsProps {
  readonly procedure: Procedure;
  readonly about: Hex | null;
  readonly state: AskState;
  /** Whether the question has other parts, with runs of their own. */
  readonly isPart: boolean;
  readonly onChange: (part: Partial<AskState>) => void;
  readonly onRun: (run: RunName, choice: RunChoice) => void;
}

/** What a question is answered from: registered records, or runs. */
export function ChooseInputs({ procedure, about, state, isPart, onChange, onRun }: ChooseInputsProps) {
  const texts = useAskTexts();
  const { language } = useLanguage();
  const id = useId();
  const { runs, records, question } = procedure;
  const same = listSame(state, procedure);
  return (
    <section className="card stack" aria-labelledby={id}>
      <div>
        <h2 id={id}>{texts.inputs}</h2>
        {isPart && <p>{procedure.asks[language]}</p>}
        <p className="quiet">
          {runs.length > 0 ? texts.inputsLead : texts.policy}{' '}
          <Link to="/verify" search={{ policy: 'open' }}>
            {texts.policyLink}
          </Link>
        </p>
      </div>
      {records !== undefined && (
        <ChooseRecords
          slot={records}
          records={state.records}
          onChange={(next) => onChange({ records: next })}
        />
      )}
      {runs.map((slot) => (
        <ChooseRun
          key={`${question} ${slot.run}`}
          slot={slot}
          suggested={about}
          choice={choiceOf(state, procedure, slot)}
          words={state.text}
          onChange={(choice) => onRun(slot.run, choice)}
        />
      ))}
      {same.length > 0 && <Notice tone="unsure" title={texts.sameRuns(same.join(', '))} isLive />}
    </section>
  );
}
