import { foldName } from '../../engine/rows/spelling.ts';
import type { Mapping, TwoNames } from '../../tables/column-plan.ts';
import { pairKey } from '../../tables/watched-names.ts';
import { memberOf } from './table-mapping.ts';

/** What a person has said about two names that are alike: by which of them both go, that they are two, or nothing yet. */
export type SaidOfNames = { readonly as: string } | 'two' | null;

/** Returns what a mapping says about two names. */
export function readSaid(mapping: Mapping, pair: TwoNames): SaidOfNames {
  if (mapping.twoNames?.some((each) => pairKey(each) === pairKey(pair)) === true) return 'two';
  const meant = pair.names.map((name) => meaningOf(mapping, pair.column, name));
  return foldName(meant[0]!) === foldName(meant[1]!) ? { as: meant[0]! } : null;
}

/** Returns the name by which a name of a column goes: its own where nothing is said. */
function meaningOf(mapping: Mapping, column: string, name: string): string {
  return mapping.lookups?.[column]?.[name]?.[memberOf(column, mapping)] ?? name;
}

/** Returns a mapping in which two names of a column are one, by the name `as`; so are those that went by the other. */
export function sayOne(mapping: Mapping, pair: TwoNames, as: string): Mapping {
  const { column, names } = pair;
  const { lookups = {}, ...others } = unsay(mapping, pair);
  const list = lookups[column] ?? {};
  const member = memberOf(column, mapping);
  const other = names.find((name) => name !== as)!;
  const following = Object.entries(list).map(
    ([name, said]) => [name, said[member] === other ? { ...said, [member]: as } : said] as const,
  );
  return {
    ...others,
    lookups: {
      ...lookups,
      [column]: { ...Object.fromEntries(following), [other]: { ...list[other], [member]: as } },
    },
  };
}

/** Returns a mapping in which two names of a column stay two. */
export function sayTwo(mapping: Mapping, pair: TwoNames): Mapping {
  const { column, names } = pair;
  const said = unsay(mapping, pair);
  return { ...said, twoNames: [...(said.twoNames ?? []), { column, names }] };
}

/** Returns a mapping that says nothing of whether two names are one. */
export function unsay(mapping: Mapping, pair: TwoNames): Mapping {
  const { twoNames = [], lookups, ...others } = mapping;
  const left = twoNames.filter((each) => pairKey(each) !== pairKey(pair));
  return {
    ...others,
    ...(lookups === undefined ? {} : { lookups: dropAliases(lookups, pair, memberOf(pair.column, mapping)) }),
    ...(left.length === 0 ? {} : { twoNames: left }),
  };
}

/** Returns lists in which neither of two names goes by the other. */
function dropAliases(
  lookups: NonNullable<Mapping['lookups']>,
  { column, names }: TwoNames,
  member: string,
): NonNullable<Mapping['lookups']> {
  const { [column]: list = {}, ...others } = lookups;
  const kept = Object.entries(list).flatMap(([name, { [member]: meant, ...said }]) => {
    if (!names.includes(name) || meant === undefined || !names.includes(meant))
      return [[name, meant === undefined ? said : { ...said, [member]: meant }] as const];
    return Object.keys(said).length === 0 ? [] : [[name, said] as const];
  });
  return kept.length === 0 ? others : { ...others, [column]: Object.fromEntries(kept) };
}
