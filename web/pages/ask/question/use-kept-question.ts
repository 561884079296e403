import { useCallback, useEffect, useState } from 'react';
import { findProcedure } from '../../../../agents/coordinator/procedures.ts';
import type { RunName } from '../../../../agents/handles/run-name.ts';
import type { Procedure } from '../../../../agents/procedures/procedure.ts';
import { keepInTab, readFromTab } from '../../../work/tab-storage.ts';
import { type AskPlace, namePlace, readPlace } from './ask-place.ts';
import { askSchema, type AskState, nameRun, NO_QUESTION, type RunChoice } from './ask-state.ts';

/** A question in work, and how it is changed. */
interface KeptQuestion {
  readonly state: AskState;
  readonly change: (part: Partial<AskState>) => void;
  readonly giveRun: (procedure: Procedure, run: RunName, choice: RunChoice) => void;
}

/** Keeps the choices and words of a question in the tab, for each party and record that a person looked at. It begins with that record. */
export function useKeptQuestion(place: AskPlace, type: string | null): KeptQuestion {
  const name = namePlace(place);
  const [state, setState] = useState<AskState>(() => {
    const kept = readPlace(place, (each) => readFromTab(each, askSchema)) ?? {
      ...NO_QUESTION,
      records: place.about === null ? [] : [place.about],
    };
    return type === null || findProcedure(type) === null ? kept : { ...kept, type };
  });
  useEffect(() => keepInTab(name, state), [name, state]);
  const change = useCallback((part: Partial<AskState>) => setState((now) => ({ ...now, ...part })), []);
  const giveRun = useCallback(
    (procedure: Procedure, run: RunName, choice: RunChoice) =>
      setState((now) => ({ ...now, runs: { ...now.runs, [nameRun(procedure, run)]: choice } })),
    [],
  );
  return { state, change, giveRun };
}
