import type { Mapping, SheetJoin } from '../../tables/column-plan.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { isOfRows, listRowTypes } from './table-mapping.ts';
import type { Inspected } from './table-request.ts';

/**
 * Returns a mapping with what the names in a column state; null takes the list away. A column that was only suggested is no longer the member that
 * the names state: what a person says takes its place.
 */
export function stateNames(
  inspected: Pick<Inspected, 'mapping'>,
  mapping: Mapping,
  column: string,
  list: NameList | null,
): Mapping {
  const { [column]: _before, ...others } = mapping.lookups ?? {};
  const lookups = list === null ? others : { ...others, [column]: list };
  const stated = new Set(Object.values(list ?? {}).flatMap((members) => Object.keys(members)));
  return dropSuggested(inspected, { ...mapping, lookups }, column, stated);
}

/** Returns a mapping without the suggestions of these members for other columns, and of members that its kinds of row cannot have. */
function dropSuggested(
  { mapping: suggested }: Pick<Inspected, 'mapping'>,
  mapping: Mapping,
  column: string,
  stated: ReadonlySet<string>,
): Mapping {
  const types = listRowTypes(mapping);
  const columns = Object.entries(mapping.columns).map(([name, member]) => {
    const isSuggestion = suggested.columns[name] === member;
    const isOver = (name !== column && stated.has(member)) || !isOfRows(member, types);
    return [name, isSuggestion && isOver ? '' : member] as const;
  });
  return { ...mapping, columns: Object.fromEntries(columns) };
}

/** Returns a mapping in which a sheet says what the names in a column mean; null takes it away. What the sheet states takes the place of suggestions. */
export function joinSheet(
  inspected: Pick<Inspected, 'mapping'>,
  mapping: Mapping,
  column: string,
  join: SheetJoin | null,
): Mapping {
  const others = (mapping.joins ?? []).filter((each) => each.column !== column);
  const joins = join === null ? others : [...others, join];
  const members = Object.values(join?.columns ?? {});
  return {
    ...dropSuggested(inspected, mapping, column, new Set(members)),
    joins: joins.length === 0 ? undefined : joins,
  };
}
