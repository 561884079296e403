import type { Selection } from '../../core/records/selection.ts';
import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import type { FormRows } from '../figures/draft.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { parseUnit } from '../quantities/unit.ts';
import { rowsAbout, rowsOfType } from '../rows/row-index.ts';
import { isStated, type RowOf } from '../rows/row.ts';
import { CELL_ROWS, type CellType } from '../rows/types/mrio.ts';
import type { Table } from './table.ts';

/** Rows that belong together by the name of a list. The value of each is 1. */
export type ListedType = 'industry-concordance' | 'group-member';

/** A list that a parameter names. */
export interface AskedList<T extends ListedType> {
  readonly type: T;
  readonly name: string;
  readonly parameter: string;
  readonly code: 'bad-concordance' | 'bad-groups';
}

/**
 * Returns the rows of a list that are valid in the whole period of a run.
 * @throws EngineError with the code of the list where there is none, or one states another value than 1
 */
export function readList<T extends ListedType>(
  { type, name, parameter, code }: AskedList<T>,
  { rows, period }: MethodContext,
): readonly RowOf<T>[] {
  const valid = rowsAbout(rows, type, name).filter(
    (row) => !isStated(row) || (row.from <= period.from && period.until <= row.until),
  );
  if (valid.length === 0) {
    const text = `no row ${type} of ${name} is among the inputs and valid in the whole period: add the dataset`;
    throw new EngineError(code, text, name, placeOfAsked(`parameters.${parameter}`));
  }
  const split = valid.find(({ value }) => value !== '1');
  if (split === undefined) return valid;
  const text = `${split.key}: expected 1, because nothing is split, got ${split.value}`;
  throw new EngineError(code, text, split.value, placeOf(split, 'value'));
}

/**
 * Returns rows of a list as sets, one for each record. `where` selects them among the rows of the list, but for those of other periods: then
 * they are selected by their keys.
 */
export function setsOf<T extends ListedType>(
  symbol: string,
  { type, name }: Pick<AskedList<T>, 'type' | 'name'>,
  rows: readonly RowOf<T>[],
  where: Readonly<Record<string, string>>,
  context: MethodContext,
): FormRows[] {
  const selection: Selection = { rows: [type], where };
  const isSelected = ({ detail }: RowOf<T>): boolean =>
    Object.entries(where).every(([member, text]) => Reflect.get(detail, member) === text);
  const all = Map.groupBy(rowsAbout(context.rows, type, name).filter(isSelected), ({ record }) => record);
  return [...Map.groupBy(rows, ({ record }) => record)].map(([record, own]) => ({
    symbol,
    rows: own,
    to: ONE,
    selection: all.get(record)!.length === own.length ? selection : { keys: own.map(({ key }) => key) },
  }));
}

/** Rows that say something about the stressors of tables. */
export type AboutStressors = 'stressor-gas' | 'stressor-spread';

/**
 * Returns the rows of a type that hold for the whole period of a table. Those of a record that states another table, such as that of the year
 * before, are about that one alone.
 */
export function rowsAboutTable<T extends AboutStressors>(
  type: T,
  { z, y, f, fy, sources }: Table,
  { rows, period }: MethodContext,
): readonly RowOf<T>[] {
  const own = rowsOfType(rows, type).filter(
    (row) => !isStated(row) || (row.from <= period.from && period.until <= row.until),
  );
  if (own.length === 0) return own;
  const cells = [z, y, f, fy].flatMap((matrix) => matrix?.cells ?? []);
  const ofTable = new Set([...sources.documents, ...cells.map(({ row }) => row)].map(({ record }) => record));
  const ofTables = new Set(TABLE_ROWS.flatMap((each) => rowsOfType(rows, each).map(({ record }) => record)));
  return own.filter(({ record }) => ofTable.has(record) || !ofTables.has(record));
}

const TABLE_ROWS = [...CELL_ROWS.map(({ type }) => type as CellType), 'matrix-document' as const];

export const ONE = parseUnit('1');
