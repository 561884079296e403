import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import type { Panel } from '../linear/coefficients.ts';
import type { DenseMatrix, Matrix } from '../rows/matrix.ts';
import type { Solutions } from './economy.ts';
import { nameIndustry, type Table } from './table.ts';

/**
 * Returns the solution of a table as one labelled matrix: a row for each industry, a column `X/REGION` for each column of X and a column
 * `M/STRESSOR` for each row of M, as far as they were solved.
 */
export function writeSolution(table: Table, { primal, dual }: Solutions): DenseMatrix {
  const rows = table.industries.map((industry) => nameIndustry(table, industry));
  const columns = [
    ...(primal === null ? [] : namesOf('X', table.regions)),
    ...(dual === null ? [] : namesOf('M', stressorsOf(table))),
  ];
  const values = new Float64Array(rows.length * columns.length);
  const panels = [primal, dual].filter((panel) => panel !== null);
  let first = 0;
  for (const { columns: own, values: stated } of panels) {
    for (let i = 0; i < rows.length; i++)
      for (let c = 0; c < own; c++) values[i * columns.length + first + c] = stated[i * own + c]!;
    first += own;
  }
  return { form: 'dense', rows, columns, values };
}

/** Returns the panels of a solution that was given to a run. @throws EngineError `bad-document` if it is of another table */
export function readSolution(table: Table, matrix: Matrix): Solutions {
  const rows = table.industries.map((industry) => nameIndustry(table, industry));
  const known = [...namesOf('X', table.regions), ...namesOf('M', stressorsOf(table))];
  const isOfTable =
    matrix.form === 'dense' &&
    isSame(matrix.rows, rows) &&
    [known, namesOf('X', table.regions), namesOf('M', stressorsOf(table))].some((names) =>
      isSame(matrix.columns, names),
    );
  if (!isOfTable) {
    const text =
      'the solution is of another table: its rows are not the industries, or its columns not X and M of the run';
    throw new EngineError('bad-document', text, matrix.columns.slice(0, 4), placeOfAsked('solution'));
  }
  return {
    primal: panelOf(matrix, namesOf('X', table.regions)),
    dual: panelOf(matrix, namesOf('M', stressorsOf(table))),
  };
}

function panelOf(
  { rows, columns: all, values: stated }: DenseMatrix,
  names: readonly string[],
): Panel | null {
  const first = all.indexOf(names[0] ?? '');
  if (first < 0) return null;
  const [n, columns] = [rows.length, names.length];
  const values = new Float64Array(n * columns);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < columns; c++) values[i * columns + c] = stated[i * all.length + first + c]!;
  return { rows: n, columns, values };
}

function namesOf(panel: 'X' | 'M', names: readonly string[]): string[] {
  return names.map((name) => `${panel}/${name}`);
}

function stressorsOf({ stressors }: Table): string[] {
  return stressors.map(({ name }) => name);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}
