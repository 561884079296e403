import { spreadOf, type Spread, type StatedValue } from '../figures/distribution.ts';
import type { Draft } from '../figures/draft.ts';
import type { FloatEvaluator } from '../figures/float.ts';
import { gradientOf } from '../figures/gradient.ts';
import { readFloat, toFloat } from '../quantities/float.ts';
import { compareTexts, type Row } from '../rows/row.ts';

/** A row that a figure depends on: one variable, in however many places of the figure it stands. */
export interface Variable {
  readonly row: Row;
  /** The value that the row states. */
  readonly stated: number;
  /** The derivative of the figure by that value. */
  readonly derivative: number;
  /** Null where the row states no uncertainty. */
  readonly spread: Spread | null;
}

/** What of a figure counts as certain because its rows do not state how uncertain they are. */
export interface Unstated {
  /** How many rows these are, and how many rows the figure takes. */
  readonly rows: number;
  readonly of: number;
  /**
   * Their share of the figure's magnitude. Each quantity counts by the absolute value of quantity × derivative: of a term activity × factor
   * both count as the term.
   */
  readonly share: number;
  /** How many documents the figure takes cells from. All of these count as certain, and are neither in `rows` nor in the share. */
  readonly documents: number;
}

/** How many of the rows that state an uncertainty state which value of their distribution. */
export type RowsState = Readonly<Partial<Record<StatedValue, number>>>;

/** The rows of a figure. */
export interface Variables {
  /** Ascending by record and key. */
  readonly all: readonly Variable[];
  readonly unstated: Unstated;
  readonly rowsState: RowsState;
}

/** Opens the spread of each row once for all figures. */
export class Spreads {
  readonly #known = new Map<Row, Spread | null>();

  of(row: Row): Spread | null {
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const spread = spreadOf(row);
    this.#known.set(row, spread);
    return spread;
  }
}

/** Returns the rows that a figure depends on, also through other figures. @param float an evaluator without drawn rows */
export function variablesOf(
  draft: Pick<Draft, 'expression' | 'documents'>,
  float: FloatEvaluator,
  spreads: Spreads,
): Variables {
  const { rows, stated: members } = gradientOf(draft, float);
  const all = [...rows]
    .map(([row, derivative]) => ({
      row,
      stated: toFloat(row.amount),
      derivative,
      spread: spreads.of(row),
    }))
    .sort((a, b) => compareRows(a.row, b.row));
  const unstated = measureUnstated(all, listMembers(members), draft.documents ?? []);
  return { all, unstated, rowsState: countStated(all) };
}

function countStated(all: readonly Variable[]): RowsState {
  const counts = new Map<StatedValue, number>();
  for (const { spread } of all)
    if (spread !== null) counts.set(spread.states, (counts.get(spread.states) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareTexts(a, b)));
}

function compareRows(a: Row, b: Row): number {
  return compareTexts(a.record, b.record) || compareTexts(a.key, b.key);
}

/** A quantity that a member of a row's detail states never has an uncertainty. */
interface Member {
  readonly row: Row;
  readonly derivative: number;
  readonly stated: number;
}

function listMembers(members: ReadonlyMap<Row, ReadonlyMap<string, number>>): Member[] {
  return [...members].flatMap(([row, byColumn]) =>
    [...byColumn].map(([column, derivative]) => ({ row, derivative, stated: readMember(row, column) })),
  );
}

/** Returns the number in a column such as `detail.factor`. */
function readMember({ detail }: Row, column: string): number {
  const member = (detail as Readonly<Record<string, unknown>>)[column.replace('detail.', '')];
  return typeof member === 'string' ? readFloat(member) : 0;
}

/** Whether a row names a document with cells that a figure is computed from. */
export function isMatrix({ detail }: Row): boolean {
  return detail.row === 'matrix-document';
}

function measureUnstated(
  all: readonly Variable[],
  members: readonly Member[],
  documents: readonly Row[],
): Unstated {
  const rows = new Set<Row>();
  let [without, sum] = [0, 0];
  const add = (row: Row, size: number, isStated: boolean): void => {
    const weight = size < 0 ? -size : size;
    sum += weight;
    if (isStated) return;
    without += weight;
    rows.add(row);
  };
  for (const { row, stated, derivative, spread } of all) add(row, stated * derivative, spread !== null);
  for (const { row, stated, derivative } of members) add(row, stated * derivative, false);
  const of = new Set([...all, ...members].map(({ row }) => row)).size;
  return {
    rows: rows.size,
    of,
    share: sum === 0 ? 0 : without / sum,
    documents: documents.filter(isMatrix).length,
  };
}
