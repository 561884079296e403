import type { FactorRow } from './factor-row.ts';
import type { Conditions, FactorQuery, Match } from './factor-query.ts';
import { listMarks, type Mark } from './factor-words.ts';

/** A row in memory that can be found. */
export interface SearchedRow<Row extends FactorRow = FactorRow> {
  readonly row: Row;
  readonly marks: ReadonlySet<Mark>;
}

/** A row that was found, and the step of the query that found it. */
export interface FoundRow<Row extends FactorRow = FactorRow> {
  readonly row: Row;
  readonly step: number;
  /** The position among the rows in which it was searched. */
  readonly at: number;
  readonly match: Match;
}

/** Returns rows in the form in which they are searched. */
export function indexRows<Row extends FactorRow>(rows: readonly Row[]): SearchedRow<Row>[] {
  return rows.map((row) => ({ row, marks: new Set(listMarks(row)) }));
}

/** Returns all rows that match, the best first, and in their order where they match alike. */
export function searchRows<Row extends FactorRow>(
  rows: readonly SearchedRow<Row>[],
  { steps, period }: FactorQuery,
): FoundRow<Row>[] {
  const found = rows.flatMap(({ row, marks }, at): FoundRow<Row>[] => {
    if (!holdsIn(row, period)) return [];
    const step = findStep(marks, steps);
    return step < 0 ? [] : [{ row, step, at, match: steps[step]!.match }];
  });
  return found.sort((a, b) => a.step - b.step || a.at - b.at);
}

/** Returns the step that finds a row with these marks; −1 if none does. */
export function findStep(marks: ReadonlySet<Mark>, steps: readonly Conditions[]): number {
  return steps.findIndex((conditions) => meets(marks, conditions));
}

/** Whether a row holds for some time of a period; one without a valid time holds at any. */
function holdsIn({ from, until }: FactorRow, period: FactorQuery['period']): boolean {
  return period === null || until === 0 || (from < period.until && until > period.from);
}

function meets(marks: ReadonlySet<Mark>, { all, any }: Conditions): boolean {
  return all.every((mark) => marks.has(mark)) && any.every((list) => list.some((mark) => marks.has(mark)));
}
