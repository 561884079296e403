import { refuseTable } from '../../tables/cells/table-problem.ts';
import type { Cell } from '../../tables/cells/table.ts';
import { isMember, NO_MAPPING } from '../../tables/column-plan.ts';
import { writeText } from '../../tables/entry-members.ts';
import { memberFor } from '../../tables/layout/column-names.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { openTable } from '../../tables/open-table.ts';
import type { TableFile } from '../../tables/table-file.ts';

const MOST_NAMES = 100_000;

/**
 * Returns what a table says about names: its first column has them, each other column a member of an entry, such as `country`, `facility` or
 * `detail.fuel`. Empty cells say nothing.
 * @throws DatasetRefused, also `columns` if a column is not a member, or a name is there twice
 */
export async function readNameList(file: TableFile): Promise<NameList> {
  const options = { delimiter: undefined, sheet: undefined, style: null, mapping: NO_MAPPING };
  const { columns, rows } = await openTable(file, options);
  const [, ...others] = columns;
  const members = others.map((name) => {
    const member = isMember(name) ? name : memberFor(name);
    if (member !== null) return member;
    throw refuseTable(file.name, 'columns', 'not a member of an entry, such as detail.fuel', {
      row: 1,
      column: name,
    });
  });
  const list = new Map<string, Record<string, string>>();
  for await (const batch of rows)
    for (const { row, cells } of batch) {
      const [first, ...rest] = cells;
      const name = textOf(first);
      if (list.has(name) || list.size >= MOST_NAMES)
        throw refuseTable(
          file.name,
          'columns',
          `${name} is there twice, or the list is longer than ${MOST_NAMES}`,
          { row },
        );
      const texts = members.map((member, index) => [member, textOf(rest[index])] as const);
      list.set(name, Object.fromEntries(texts.filter(([, text]) => text !== '')));
    }
  return Object.fromEntries(list);
}

function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : writeText(cell);
}
