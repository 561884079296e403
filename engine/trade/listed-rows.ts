import type { Selection } from '../../core/records/selection.ts';
import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import type { FormRows } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
import { parseUnit } from '../quantities/unit.ts';
import { rowsAbout } from '../rows/row-index.ts';
import { isStated, type RowOf } from '../rows/row.ts';

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

export const ONE = parseUnit('1');
