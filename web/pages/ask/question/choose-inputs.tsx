import { Link } from '@tanstack/react-router';
import type { RunName } from '../../../../agents/handles/run-name.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Notice } from '../../../components/notice.tsx';
import { useAskTexts } from '../ask-texts.ts';
import { type AskState, choiceOf, listSame, type RunChoice } from './ask-state.ts';
import { ChooseRecords } from './choose-records.tsx';
import { ChooseRun } from './choose-run.tsx';

interface ChooseInputsProps {
  readonly procedure: Procedure;
  readonly about: Hex | null;
  readonly state: AskState;
  readonly onChange: (part: Partial<AskState>) => void;
  readonly onRun: (run: RunName, choice: RunChoice) => void;
}

/** What a question is answered from: registered records, or runs. */
export function ChooseInputs({ procedure, about, state, onChange, onRun }: ChooseInputsProps) {
  const texts = useAskTexts();
  const { runs, records, question } = procedure;
  const same = listSame(state, procedure);
  return (
    <section className="card stack" aria-labelledby="inputs">
      <div>
        <h2 id="inputs">{texts.inputs}</h2>
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
          choice={choiceOf(state, slot)}
          onChange={(choice) => onRun(slot.run, choice)}
        />
      ))}
      {same.length > 0 && <Notice tone="unsure" title={texts.sameRuns(same.join(', '))} isLive />}
    </section>
  );
}
