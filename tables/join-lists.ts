import { foldName } from '../engine/rows/spelling.ts';
import { refuseTable } from './cells/table-problem.ts';
import { type Mapping, NO_MAPPING, type SheetJoin } from './column-plan.ts';
import { writeText } from './entry-members.ts';
import { listAlike, type NameList, offerNames } from './name-lookup.ts';
import { openTable } from './open-table.ts';
import { SAME_AS } from './special-names.ts';
import type { TableFile } from './table-file.ts';

type Said = NameList[string];

/**
 * Returns a mapping whose lists of names have what sheets of the same workbook say, and in which a name that is the same as another one states
 * what that one states. What a list of the mapping itself says wins.
 * @throws DatasetRefused `sheet`, `columns`, `unknown-name`
 */
export async function resolveLists(file: TableFile, mapping: Mapping): Promise<Mapping> {
  const { joins = [], lookups = {} } = mapping;
  const lists: Record<string, NameList> = { ...lookups };
  for (const join of joins)
    lists[join.column] = addNames(await readSheetList(file, join), lists[join.column] ?? {});
  const resolved = Object.entries(lists).map(
    ([column, list]) => [column, resolveAliases(file.name, column, list)] as const,
  );
  return resolved.length === 0 ? mapping : { ...mapping, lookups: Object.fromEntries(resolved) };
}

/** Reads what a sheet says about names. Empty cells say nothing. */
async function readSheetList(file: TableFile, { sheet, by, columns }: SheetJoin): Promise<NameList> {
  const options = { delimiter: undefined, sheet, style: null, mapping: NO_MAPPING };
  const { columns: names, rows } = await openTable(file, options);
  const absent = [by, ...Object.keys(columns)].find((name) => !names.includes(name));
  if (absent !== undefined) {
    const message = `no such column in the sheet ${sheet}; it has ${names.join(', ')}`;
    throw refuseTable(file.name, 'columns', message, { row: 1, column: absent });
  }
  const at = names.indexOf(by);
  const parts = Object.entries(columns).map(([name, member]) => ({ member, at: names.indexOf(name) }));
  const list = new Map<string, readonly [name: string, said: Said]>();
  for await (const batch of rows)
    for (const { row, cells } of batch) {
      const name = writeText(cells[at] ?? '');
      if (name === '') continue;
      const texts = parts.map((part) => [part.member, writeText(cells[part.at] ?? '')] as const);
      const said = Object.fromEntries(texts.filter(([, text]) => text !== ''));
      const before = list.get(foldName(name));
      if (before !== undefined && !isSame(before[1], said))
        throw refuseTable(
          file.name,
          'columns',
          `${name} is in the sheet ${sheet} twice, with different cells`,
          { row },
        );
      list.set(foldName(name), before ?? [name, said]);
    }
  return Object.fromEntries(list.values());
}

function isSame(one: Said, other: Said): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Returns a list with what another one says, which wins. Spellings of one name are one. */
function addNames(list: NameList, more: NameList): NameList {
  const known = new Map(Object.keys(list).map((name) => [foldName(name), name]));
  const added = Object.entries(more).map(([name, said]) => {
    const own = known.get(foldName(name)) ?? name;
    return [own, { ...list[own], ...said }] as const;
  });
  return { ...list, ...Object.fromEntries(added) };
}

function resolveAliases(file: string, column: string, list: NameList): NameList {
  const known = new Map(Object.entries(list).map(([name, said]) => [foldName(name), said]));
  const names = Object.entries(list).map(([name, said]) => {
    const { [SAME_AS]: other, ...own } = said;
    if (other === undefined) return [name, said] as const;
    const meant = known.get(foldName(other));
    if (meant !== undefined && meant[SAME_AS] === undefined) return [name, { ...meant, ...own }] as const;
    const offer = offerNames(listAlike(other, Object.keys(list)));
    throw refuseTable(file, 'unknown-name', `the list of ${column} has no ${other}${offer}`);
  });
  return Object.fromEntries(names);
}
