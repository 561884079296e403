import { Button, NativeSelect, Progress } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import type { Documents } from '../../../documents/use-documents.ts';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { addIntervals, APPROACHES, WITH_INTERVALS } from '../../../../jobs/compute/own-parameters.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import type { RunProgress } from '../../../../jobs/compute/run-rows.ts';
import type { ComputeState, ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import { runMethod } from './compute-work.ts';
import { FigureTables } from './figure-tables.tsx';
import { Reconciliation } from './reconciliation.tsx';
import { ProductRun } from './product-run.tsx';
import { ChangedFigures } from './restating.tsx';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { FactorOffers, isGap } from './factor-offers.tsx';
import { useInputs } from './use-inputs.ts';
import { useAttempt } from '../../../components/use-attempt.ts';
import { type Acceptance, RunWarnings } from './run-warnings.tsx';
import { getAt, type Parameters, setAt } from '../../../../jobs/compute/suggest-parameters.ts';

const BEGUN: RunProgress = { step: 'computing', done: null };

interface RunSectionProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly methods: readonly CataloguedMethod[];
  readonly documents: Documents;
}

/** Computes the figures in a worker, and shows them with what became of every row. */
export function RunSection({ session, state, methods, documents, onChange }: RunSectionProps) {
  const texts = useComputeTexts();
  const { sources, run } = state;
  const inputs = useInputs(sources);
  const [progress, setProgress] = useState(BEGUN);
  const { isBusy, error, attempt, stop } = useAttempt();
  const compute = (parameters: Parameters): Promise<void> =>
    attempt(async (signal) => {
      if (inputs === null) return;
      setProgress(BEGUN);
      onChange({ run: null });
      const asked = askRun({ ...state, parameters }, methods);
      const request = { ...asked, inputs, documents: documents.here };
      onChange({ run: await runMethod(request, setProgress, signal) });
    });
  const accept = (more: readonly Acceptance[]): void => {
    const before = (state.parameters['accepted'] ?? []) as readonly unknown[];
    const parameters = { ...state.parameters, accepted: [...before, ...more] };
    onChange({ parameters });
    void compute(parameters);
  };
  return (
    <section className="card stack" aria-labelledby="run">
      <div>
        <h2 id="run">{texts.run}</h2>
        <p className="quiet">{texts.runLead}</p>
      </div>
      {state.method !== WITH_INTERVALS && <IntervalsSelect state={state} onChange={onChange} />}
      <div className="row">
        <Button
          loading={isBusy}
          disabled={inputs === null || sources.length === 0 || documents.isWaiting}
          onClick={() => void compute(state.parameters)}
        >
          {texts.compute}
        </Button>
        {isBusy && (
          <Button variant="default" onClick={stop}>
            {texts.cancel}
          </Button>
        )}
        {sources.length === 0 && <span className="quiet">{texts.chooseFirst}</span>}
        {documents.isWaiting && <span className="quiet">{texts.documentsFirst}</span>}
      </div>
      {isBusy && <Running progress={progress} />}
      {error !== null && inputs !== null && (
        <Refused {...{ session, state, methods, documents, inputs, error, onChange }} />
      )}
      {run !== null && (
        <Made
          run={run}
          changes={<ChangedFigures session={session} state={state} run={run} />}
          onAccept={accept}
        />
      )}
    </section>
  );
}

/** By which approach figures get intervals, if any. */
function IntervalsSelect({ state, onChange }: ComputeStepProps) {
  const texts = useComputeTexts();
  return (
    <NativeSelect
      label={texts.intervals}
      description={texts.intervalsHelp}
      value={String(state.intervals)}
      data={[null, ...APPROACHES].map((each) => ({
        value: String(each),
        label: texts.approaches[`${each}`],
      }))}
      onChange={({ currentTarget: { value } }) =>
        onChange({ intervals: APPROACHES.find((each) => String(each) === value) ?? null, run: null })
      }
    />
  );
}

interface RefusedProps extends RunSectionProps {
  readonly inputs: NonNullable<ReturnType<typeof useInputs>>;
  readonly error: unknown;
}

/** Why a run was refused, and the factors that exist where it lacks some. */
function Refused({ session, state, methods, documents, inputs, error, onChange }: RefusedProps) {
  const completed = completeGrids(state, methods);
  return (
    <>
      <CodedFailure error={error} />
      {(isGap(error) || completed !== state) && (
        <FactorOffers
          {...{ session, onChange }}
          state={completed}
          request={{
            ...askRun(completed, methods),
            ...{ inputs, documents: documents.here, token: session.token },
            reads: methods.find(({ name }) => name === state.method)?.reads ?? [],
          }}
        />
      )}
    </>
  );
}

/** The grid of a whole country, by which most factors of grids are named. */
const NATIONAL = 'national';

/** Returns a state whose parameters name grids where its method needs them: what the run lacks then can be looked for. */
function completeGrids(state: ComputeState, methods: readonly CataloguedMethod[]): ComputeState {
  const { parameters: schema } = methods.find(({ name }) => name === state.method) ?? {};
  const { properties = {} } = (schema ?? {}) as { readonly properties?: object };
  const missing = Object.hasOwn(properties, 'grids')
    ? ['location', 'residual'].filter((name) => getAt(state.parameters, ['grids', name]) === undefined)
    : [];
  if (missing.length === 0) return state;
  const complete = (before: Parameters, name: string): Parameters => setAt(before, ['grids', name], NATIONAL);
  return { ...state, parameters: missing.reduce(complete, state.parameters) };
}

/** Returns the run that a state asks for: that of its method, or of the one that computes its figures with intervals. */
function askRun(
  { method, parameters, intervals }: ComputeState,
  methods: readonly CataloguedMethod[],
): { readonly method: string; readonly parameters: Parameters } {
  const own = methods.find(({ name }) => name === method);
  const outer = methods.find(({ name }) => name === WITH_INTERVALS);
  if (intervals === null || method === WITH_INTERVALS || own === undefined || outer === undefined)
    return { method, parameters };
  return { method: outer.name, parameters: addIntervals(parameters, intervals, { method: own, outer }) };
}

function Running({ progress: { step, done } }: { progress: RunProgress }) {
  const texts = useComputeTexts();
  const format = useFormat();
  return (
    <div>
      <Progress value={100 * (done ?? 0)} aria-label={texts.steps[step]} animated={done === null} />
      <span role="status">
        {texts.steps[step]} {done !== null && texts.done(format.percent(done))}
      </span>
    </div>
  );
}

/** What changes against the version before, the figures, and what became of every row. */
function Made({
  run,
  changes,
  onAccept,
}: {
  run: ComputedFigures;
  changes: ReactNode;
  onAccept: (accepted: readonly Acceptance[]) => void;
}) {
  const texts = useComputeTexts();
  const format = useFormat();
  return (
    <>
      <p role="status">{texts.computed(format.number(run.figures.length), run.engine.version)}</p>
      {run.warnings.length > 0 && <RunWarnings warnings={run.warnings} onAccept={onAccept} />}
      {changes}
      <ProductRun run={run} />
      <FigureTables figures={run.figures} />
      <Reconciliation reconciliation={run.reconciliation} />
    </>
  );
}
