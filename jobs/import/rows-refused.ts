import { UserFacingError } from '../../core/errors.ts';
import type { DatasetCode, DatasetProblem } from '../../engine/datasets/problem.ts';

export type { DatasetCode, DatasetProblem };

/** What is wrong with rows of a dataset: its code is that of the first problem, `details` has all of them. */
export class RowsRefused extends UserFacingError<DatasetCode> {
  override readonly name = 'RowsRefused';
  readonly details: { readonly problems: readonly DatasetProblem[] };

  constructor(problems: readonly [DatasetProblem, ...DatasetProblem[]]) {
    const [{ code, row, column, message }] = problems;
    const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more in details.problems)`;
    super(code, `row ${row}, ${column}: ${message}${more}`);
    this.details = { problems };
  }
}
