import { EngineError, placeOf } from '../errors/engine-error.ts';
import { correlationOf, groupsOf, type Correlation, type Meters } from '../figures/correlation.ts';
import { spreadOf, type Spread, type StatedValue } from '../figures/distribution.ts';
import type { Draft } from '../figures/draft.ts';
import type { FloatEvaluator } from '../figures/float.ts';
import { gradientOf } from '../figures/gradient.ts';
import { readFloat, toFloat } from '../quantities/float.ts';
import { compareTexts, type Row } from '../rows/row.ts';
import { figureStates } from './stated-figure.ts';

/** A row that a figure depends on: one variable, in however many places of the figure it stands. */
export interface Variable {
  readonly row: Row;
  /** The value that the row states. */
  readonly stated: number;
  /** The derivative of the figure by that value. */
  readonly derivative: number;
  /** Null where the row states no uncertainty. */
  readonly spread: Spread | null;
  /** Null where it is independent of all other rows. */
  readonly correlation: Correlation | null;
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
  /** What the figure is in its own distribution; null where no row is uncertain. */
  readonly states: StatedValue | null;
  readonly dependence: Dependence;
}

/** How the uncertain rows of a figure depend on each other. */
export interface Dependence {
  /** Groups of two or more of them, and how many rows these have. */
  readonly groups: number;
  readonly rows: number;
  /** How many rows are taken as independent of all others. */
  readonly independent: number;
  /** How many results are taken as independent of each other: it is not known which rows they share. */
  readonly results: number;
}

/** Opens the spread of each row once for all figures. */
export class Spreads {
  readonly #known = new Map<Row, Spread | null>();
  readonly #groups = new Map<string, { readonly coefficient: number | null; readonly row: Row }>();
  readonly #meters: Meters;

  constructor(meters: Meters) {
    this.#meters = meters;
  }

  of(row: Row): Spread | null {
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const spread = spreadOf(row);
    this.#known.set(row, spread);
    return spread;
  }

  /**
   * Returns how an uncertain row moves with others.
   * @throws EngineError `bad-detail` where two rows of a group state different coefficients
   */
  correlationOf(row: Row): Correlation | null {
    const own = this.of(row) === null ? null : correlationOf(row, this.#meters);
    if (own === null) return null;
    for (const { group, coefficient } of groupsOf(own)) {
      const first = this.#groups.get(group);
      if (first === undefined) this.#groups.set(group, { coefficient, row });
      else if (first.coefficient !== coefficient) {
        const text = `${row.key} and ${first.row.key} are of the group ${group}, with the correlations ${coefficient} and ${first.coefficient}: state the same in all of its rows`;
        throw new EngineError(
          'bad-detail',
          text,
          coefficient,
          placeOf(row, 'detail.correlation.coefficient'),
        );
      }
    }
    return own;
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
      correlation: spreads.correlationOf(row),
    }))
    .sort((a, b) => compareRows(a.row, b.row));
  const unstated = measureUnstated(all, listMembers(members), certainDocuments(draft, all));
  const states = figureStates(draft.expression, all);
  return { all, unstated, rowsState: countStated(all), states, dependence: countDependence(all) };
}

function countStated(all: readonly Variable[]): RowsState {
  const counts = new Map<StatedValue, number>();
  for (const { spread } of all)
    if (spread !== null) counts.set(spread.states, (counts.get(spread.states) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => compareTexts(a, b)));
}

function countDependence(all: readonly Variable[]): Dependence {
  const uncertain = all.filter(({ spread }) => spread !== null);
  const members = new Map<string, Variable[]>();
  for (const variable of uncertain)
    for (const { group } of variable.correlation === null ? [] : groupsOf(variable.correlation))
      members.set(group, [...(members.get(group) ?? []), variable]);
  const groups = [...members.values()].filter(({ length }) => length > 1);
  const rows = new Set(groups.flat()).size;
  const results = new Set(
    uncertain.flatMap(({ row: { record, detail } }) => (detail.row === 'figure' ? [record] : [])),
  );
  return { groups: groups.length, rows, independent: uncertain.length - rows, results: results.size };
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
  if (typeof member === 'number') return member;
  return typeof member === 'string' ? readFloat(member) : 0;
}

/** The documents whose cells count as certain: what sectors and demand emit does not, where rows state its spread. */
export function certainDocuments(
  { documents = [] }: Pick<Draft, 'documents'>,
  all: readonly Variable[],
): readonly Row[] {
  const isSpread = all.some(({ row }) => row.detail.row === 'stressor-spread');
  return documents.filter(
    ({ detail }) =>
      detail.row === 'process-matrix' ||
      (detail.row === 'matrix-document' && !(isSpread && (detail.matrix === 'F' || detail.matrix === 'F_Y'))),
  );
}

/** Whether a row states how sure its value is: of a figure, its rounding alone does not say it. */
export function isKnown(spread: Spread | null): boolean {
  return spread !== null && spread.isRounding !== true;
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
  for (const { row, stated, derivative, spread } of all) add(row, stated * derivative, isKnown(spread));
  for (const { row, stated, derivative } of members) add(row, stated * derivative, false);
  const of = new Set([...all, ...members].map(({ row }) => row)).size;
  return {
    rows: rows.size,
    of,
    share: sum === 0 ? 0 : without / sum,
    documents: documents.length,
  };
}
