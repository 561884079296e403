import { finishOnPools } from '../../../jobs/work/finish-on-pools.ts';
import { solveOnPools } from '../../../jobs/work/solve-on-pools.ts';
import type { ComputePorts } from '../../../jobs/compute/compute-figures.ts';
import type { SimulationProgress } from '../../../jobs/compute/simulate-here.ts';
import { engineFolder } from '../../engines/engine-folder.ts';
import type { DocumentFinder } from '../../inputs/document-inputs.ts';
import type { RunInputs } from '../../inputs/run-inputs.ts';
import { parsePartyName } from '../../options/id-arguments.ts';
import { openPoolPorts } from '../../options/work-options.ts';
import { reportProgress } from '../../output/progress-text.ts';
import { writeSolution } from '../../output/solution-file.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { finishInThreads } from '../../threads/simulate-in-threads.ts';
import type { Asked, ComputeOptions } from './compute-options.ts';

/** Returns what this machine gives the run. */
export function openPorts(
  terminal: Terminal,
  method: string,
  { solution: file }: Asked,
  {
    finder,
    say,
    finish,
  }: {
    readonly finder: DocumentFinder;
    readonly say: (text: string) => void;
    readonly finish: Places;
  },
): ComputePorts {
  let report = (_done: number): void => {};
  return {
    engines: engineFolder,
    openDocument: finder.find,
    ...finish,
    onProgress: ({ step, done }) => {
      if (step === 'computing') report = reportProgress('solving', say, terminal.now);
      else if (done !== null) report(done);
    },
    ...(file === null
      ? {}
      : { keepSolution: (solution) => writeSolution(terminal, file, { method, solution }) }),
  };
}

/** What a choice of the place needs. */
interface Place {
  readonly options: ComputeOptions;
  readonly say: (text: string) => void;
}

/** Where the parts of a run that take long are computed. */
type Places = Pick<ComputePorts, 'finish' | 'where' | 'solvingPlace'>;

/** Returns where random numbers are drawn and equations are solved: in threads here, or on pools. */
export function chooseFinish(
  terminal: Terminal,
  { threads, pools, target }: Asked,
  { options, say }: Place,
): Places {
  const onProgress = (progress: SimulationProgress): void => say(describeSimulation(progress));
  if (pools.length === 0) return { finish: finishInThreads({ threads, onProgress }) };
  const party = options.party === undefined ? undefined : parsePartyName(options.party);
  const request = { pools, party, check: target === null ? 'sample' : 'alone' } as const;
  const ports = openPoolPorts(terminal, options, say);
  const draws = finishOnPools(request, { ...ports, onProgress });
  const solvingPlace = solveOnPools(request, ports);
  return { finish: draws.finish, solvingPlace, where: () => draws.where() ?? solvingPlace.where() };
}

/** Pools read rows from the ledger. @throws UsageError `option` */
export function requireRecords({ unregistered }: RunInputs): void {
  if (unregistered.length > 0)
    throw new UsageError(
      'option',
      `pools read rows from the ledger, but ${unregistered[0]} is a file: register its dataset, and name the record id`,
    );
}

/** Returns how far a simulation is, for people. */
function describeSimulation({ done, left }: SimulationProgress): string {
  const rest = left < 90 ? `${Math.ceil(left)} s` : `${Math.ceil(left / 60)} min`;
  return `draws: ${Math.floor(100 * done)} % done, about ${rest} left`;
}
