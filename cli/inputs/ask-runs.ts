import type { RunName } from '../../agents/procedures/pick.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import type { GivenRun } from '../../agents/procedures/workbench.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { Api } from '../../client/http/api.ts';
import { readParameterTimes } from '../../jobs/compute/run-parameters.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readRunInputs, type RunInputs } from './run-inputs.ts';
import { chooseRun } from './run-parameters.ts';

/** What the options say about the runs of a question. */
export interface AskedRuns {
  /** Inputs of all runs. */
  readonly inputs: readonly string[];
  /** Inputs of one run: `b=new-meters.csv`. */
  readonly only: readonly string[];
  /** A file for each run, in their order. */
  readonly parameters: readonly string[];
  /** A method for each run, in their order. */
  readonly methods: readonly string[];
  /** Whether they may hold private entries, which no model gets. */
  readonly isPrivate: boolean;
}

/** Where inputs are read from. */
export interface AskPlaces {
  readonly openApi: () => Promise<Api>;
  readonly say: (text: string) => void;
}

/**
 * Reads what a person gives for the runs of a question. A run that may be left out is left out where nothing names it.
 * @throws UsageError `option`; as `readRunInputs` and `chooseRun`
 */
export async function readAskedRuns(
  terminal: Terminal,
  procedure: Procedure,
  asked: AskedRuns,
  { openApi, say }: AskPlaces,
): Promise<GivenRun[]> {
  const only = asked.only.map((text) => parseOnly(text, procedure));
  const given: GivenRun[] = [];
  for (const [at, slot] of procedure.runs.entries()) {
    const file = asked.parameters[at];
    const own = only.filter(({ run }) => run === slot.run).map(({ file: name }) => name);
    if (slot.optional && file === undefined && own.length === 0) continue;
    const names = [...asked.inputs, ...own];
    if (names.length === 0)
      throw new UsageError(
        'option',
        `run ${slot.run} (${slot.about.en}) has no input: name files or records`,
      );
    const inputs = await readRunInputs(terminal, names, openApi, say);
    const about = { file, groups: [], missing: null, intervals: null };
    const asks = { method: chooseMethod(slot.methods, asked.methods[at]), ...about };
    const { method, parameters } = await chooseRun(terminal, asks, inputs);
    const times = readParameterTimes(parameters);
    given.push({
      ...{ run: slot.run, method, inputs: inputs.records, parameters: times, party: null },
      isPrivate: asked.isPrivate || holdsProven(names, inputs),
    });
  }
  return given;
}

/** Whether a proof file or record file is among the inputs: what it shows may be private, and nothing in it says that it is not. */
function holdsProven(names: readonly string[], { records, unregistered }: RunInputs): boolean {
  // A list may be malformed: the method says so.
  const ids = (records as (InputRecord | null)[]).flatMap((each) => each?.record ?? []);
  return ids.some((record) => !unregistered.includes(record) && !names.includes(record));
}

/** @throws UsageError `option` */
function chooseMethod(methods: readonly string[], named: string | undefined): string {
  if (named === undefined) return methods[0]!;
  if (methods.includes(named)) return named;
  throw new UsageError('option', `this run takes ${methods.join(' or ')}, got ${named}`);
}

/** @throws UsageError `option` */
function parseOnly(text: string, { runs }: Procedure): { readonly run: RunName; readonly file: string } {
  const [name = '', file = ''] = text.split(/=(.*)/su);
  const slot = runs.find(({ run }) => run === name);
  if (slot !== undefined && file !== '') return { run: slot.run, file };
  const known = runs.map(({ run }) => run).join(', ');
  throw new UsageError(
    'option',
    `--only takes a run and a file, such as ${known[0]}=activity.csv; runs: ${known}`,
  );
}
