import { Button, Progress } from '@mantine/core';
import { useRef, useState } from 'react';
import { WorkerStopped } from '../../../../client/workers/worker-calls.ts';
import { Failure } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import { runMethod } from './compute-work.ts';
import { FigureTables } from './figure-tables.tsx';
import { Reconciliation } from './reconciliation.tsx';
import { ChangedFigures } from './restating.tsx';
import { useInputs } from './use-inputs.ts';
import { Notice } from '../../../components/notice.tsx';

/** Computes the figures in a worker, and shows them with what became of every row. */
export function RunSection({
  session,
  state,
  onChange,
}: ComputeStepProps & { readonly session: PartySession }) {
  const texts = useComputeTexts();
  const format = useFormat();
  const { method, sources, parameters, run } = state;
  const inputs = useInputs(sources);
  const [share, setShare] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const stop = useRef<AbortController>(null);
  const compute = async (): Promise<void> => {
    if (inputs === null) return;
    const { signal } = (stop.current = new AbortController());
    setError(null);
    setShare(0);
    onChange({ run: null });
    try {
      onChange({ run: await runMethod({ method, inputs, parameters }, setShare, signal) });
    } catch (failure) {
      if (!(failure instanceof WorkerStopped)) setError(failure);
    } finally {
      setShare(null);
    }
  };
  return (
    <section className="card stack" aria-labelledby="run">
      <div>
        <h2 id="run">{texts.run}</h2>
        <p className="quiet">{texts.runLead}</p>
      </div>
      <div className="row">
        <Button
          loading={share !== null}
          disabled={inputs === null || sources.length === 0}
          onClick={() => void compute()}
        >
          {texts.compute}
        </Button>
        {share !== null && (
          <Button variant="default" onClick={() => stop.current?.abort()}>
            {texts.cancel}
          </Button>
        )}
        {sources.length === 0 && <span className="quiet">{texts.chooseFirst}</span>}
      </div>
      {share !== null && (
        <div>
          <Progress value={100 * share} aria-label={texts.computing} animated={share === 0} />
          <span role="status">{share === 0 ? texts.computing : texts.done(format.percent(share))}</span>
        </div>
      )}
      {error !== null && <Failure error={error} />}
      {run !== null && (
        <>
          <p role="status">{texts.computed(format.number(run.figures.length), run.engine.version)}</p>
          {run.warnings.length > 0 && (
            <Notice tone="unsure" title={texts.warnings(format.number(run.warnings.length))}>
              <ul>
                {run.warnings.slice(0, 100).map(({ code, message }, index) => (
                  <li key={index}>
                    {message} <code>{code}</code>
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          <ChangedFigures session={session} state={state} run={run} />
          <FigureTables figures={run.figures} />
          <Reconciliation reconciliation={run.reconciliation} />
        </>
      )}
    </section>
  );
}
