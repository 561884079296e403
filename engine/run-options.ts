import type { InputDocument } from './rows/document.ts';
import type { DenseMatrix, Matrix } from './rows/matrix.ts';

/** What a run computes with in place of solving its equations: of `solveRun`, or a document that `readDocument` has read. */
export interface RunSolution {
  readonly matrix: Matrix;
}

/** The solution of the equations of a run, as `solveRun` finds it: it can be written as a document. */
export interface SolvedRun extends RunSolution {
  readonly matrix: DenseMatrix;
}

/** What a run is given besides its rows, and what it can be asked to leave out. */
export interface RunOptions {
  /** Documents that rows of the inputs name by their hash. */
  readonly documents?: readonly InputDocument[];
  /** Taken in place of solving. Its error is bounded first, so nobody needs to trust it. */
  readonly solution?: RunSolution;
  /** Without roots of sets, figures are the same and can't be registered. */
  readonly roots?: boolean;
  /** The inputs are only the rows that the run used before. */
  readonly isRepeated?: boolean;
}
