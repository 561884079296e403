import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { parseParameters, readParameterTimes } from '../../../../jobs/compute/run-parameters.ts';
import { FileButton } from '../../../components/file-button.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { Failure } from '../../../components/states.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { partyQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import { wordOf } from '../../../language/word-of.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import {
  fillParameters,
  listChanged,
  type Parameters,
  suggestParameters,
} from '../../../../jobs/compute/suggest-parameters.ts';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import { ParameterForm } from './parameter-form.tsx';
import { useParameterTexts } from './parameter-texts.ts';
import { useInputs } from './use-inputs.ts';

interface ParameterSectionProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly method: CataloguedMethod;
}

const NONE: readonly string[] = [];

/** The parameters of the run: as a form, or from a file. What the chosen data leave no choice about is filled in. */
export function ParameterSection({ state, session, method, onChange }: ParameterSectionProps) {
  const texts = useComputeTexts();
  const { sources, parameters } = state;
  const inputs = useInputs(sources);
  const { data: party } = useQuery(partyQuery(session.party));
  const suggestions = useMemo(
    () =>
      suggestParameters(
        (inputs ?? []).flatMap(({ entries }) => [...entries]),
        party?.identifiers ?? [],
      ),
    [inputs, party],
  );
  const { error, attempt } = useAttempt();
  const [loaded, setLoaded] = useState<{ name: string; changed: readonly string[] } | null>(null);
  const format = useFormat();
  const { names } = useParameterTexts();
  useEffect(() => {
    const filled = fillParameters(parameters, suggestions, method.parameters);
    if (filled !== parameters) onChange({ parameters: filled });
    // Only new data and another method fill in: a field that its user empties stays empty.
  }, [suggestions, method]);
  const load = (file: File): Promise<void> =>
    attempt(async () => {
      setLoaded(null);
      const next = readParameterTimes(parseParameters(new Uint8Array(await file.arrayBuffer())));
      onChange({ parameters: next, run: null });
      setLoaded({ name: file.name, changed: listChanged(parameters, next) });
    });
  return (
    <section className="card stack" aria-labelledby="parameters">
      <h2 id="parameters">{texts.parameters}</h2>
      <ParameterForm
        schema={method.parameters}
        value={parameters}
        offered={suggestions.values}
        shown={loaded?.changed ?? NONE}
        onChange={(value: Parameters) => onChange({ parameters: value, run: null })}
      />
      {error !== null && <Failure error={error} />}
      <div role="status">
        {loaded !== null && (
          <p>
            {loaded.changed.length === 0
              ? texts.loadedSame(loaded.name)
              : texts.loaded(loaded.name, format.list(loaded.changed.map((name) => wordOf(names, name))))}
          </p>
        )}
      </div>
      <div className="row">
        <FileButton
          label={texts.load}
          accept=".json"
          variant="default"
          size="compact-sm"
          onFiles={([file]) => void load(file)}
        />
        <Button
          variant="default"
          size="compact-sm"
          onClick={() =>
            saveFile('parameters.json', 'application/json', `${JSON.stringify(parameters, null, 2)}\n`)
          }
        >
          {texts.saveParameters}
        </Button>
      </div>
    </section>
  );
}
