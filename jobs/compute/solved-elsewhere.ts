import { EngineError } from '../../engine/errors/engine-error.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { RunResult, SolvedRun } from '../../engine/run.ts';
import type { FinishRun, MethodEngine } from '../engines/method-engine.ts';

/** A run whose rows and documents were read. */
export interface RunToSolve {
  readonly opened: MethodEngine;
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly documents: readonly InputDocument[];
  readonly finish: FinishRun;
  /** Solves its equations here; null where it has none. */
  readonly solveHere: () => Promise<SolvedRun | null>;
}

/** Where else than here equations are solved. What comes from there is not trusted: the run bounds its error. */
export interface SolvingPlace {
  /** Returns a solution that somebody else found; else null: the equations are solved here. @throws EngineError where it is not a matrix */
  readonly find: (run: RunToSolve) => Promise<SolvedRun | null>;
  /** Gets why a solution is not taken. */
  readonly refuse: (why: string) => void;
}

/** A computed run, and the solution that it took. */
export interface SolvedResult {
  readonly result: RunResult;
  readonly solution: SolvedRun | null;
}

/** Computes a run with the solution of others, if its bound proves the figures; else with its own. @throws EngineError; what a port throws */
export async function computeSolved(run: RunToSolve, place: SolvingPlace | null): Promise<SolvedResult> {
  return (place === null ? null : await tryPlace(run, place)) ?? compute(run, await run.solveHere());
}

/** An error of the engine may be the fault of the solution, or of the run: then it is thrown again when the run solves for itself. */
async function tryPlace(run: RunToSolve, place: SolvingPlace): Promise<SolvedResult | null> {
  try {
    const solution = await place.find(run);
    const computed = solution === null ? null : await compute(run, solution);
    const unproven = computed?.result.warnings.find(({ code }) => code === 'not-proven');
    if (unproven === undefined) return computed;
    place.refuse(unproven.message);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    place.refuse(error.message);
  }
  return null;
}

async function compute(
  { opened, inputs, parameters, documents, finish }: RunToSolve,
  solution: SolvedRun | null,
): Promise<SolvedResult> {
  const solved = solution === null ? {} : { solution };
  return { result: await opened.run(inputs, parameters, { documents, ...solved, finish }), solution };
}
