import { refuseTable } from '../../tables/cells/table-problem.ts';
import type { Cell } from '../../tables/cells/table.ts';
import { isMember, NO_MAPPING } from '../../tables/column-plan.ts';
import { writeText } from '../../tables/entry-members.ts';
import { memberFor } from '../../tables/layout/column-names.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile, type TableFile } from '../../tables/table-file.ts';

const MOST_NAMES = 100_000;

/** A list, and the columns that were not taken: they say how an organisation is held, which is reference data. */
export interface TakenList {
  readonly list: NameList;
  readonly left: readonly string[];
}

/**
 * Returns what a table says about names: its first column has them, each other column a member of an entry, such as `country`, `facility` or
 * `detail.fuel`. Empty cells say nothing.
 * @throws DatasetRefused, also `columns` if a column is not a member, or a name is there twice
 */
export async function readNameList(file: TableFile): Promise<NameList> {
  const { list, left } = await takeNameList(file);
  const [column] = left;
  if (column === undefined) return list;
  const message = 'how an organisation is held is reference data: import the same table as rows of entities';
  throw refuseTable(file.name, 'columns', message, { row: 1, column });
}

/**
 * Returns what a table says about names, as {@link readNameList} does, without its columns about holdings: the share of a site, who controls it,
 * from when until when. They are no part of a row, whose own time they would replace.
 * @throws DatasetRefused
 */
export async function takeNameList(file: TableFile): Promise<TakenList> {
  const options = { delimiter: undefined, sheet: undefined, style: null, mapping: NO_MAPPING };
  const { columns, rows } = await openTable(file, options);
  const [, ...others] = columns;
  const members = others.map((name) => {
    const member = isMember(name) ? name : memberFor(name);
    if (isOfHoldings(name, member)) return null;
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
      const texts = members.map((member, index) => [member ?? '', textOf(rest[index])] as const);
      list.set(name, Object.fromEntries(texts.filter(([member, text]) => member !== '' && text !== '')));
    }
  return {
    list: Object.fromEntries(list),
    left: others.filter((_name, index) => members[index] === null),
  };
}

/** As {@link takeNameList}, from a file that a page was given. @throws DatasetRefused */
export async function takeNameFile(file: File): Promise<TakenList> {
  return takeNameList(createTableFile(file.name, file));
}

/** Members that say how an organisation is held, and since when. */
const HOLDINGS: ReadonlySet<string> = new Set([
  ...['from', 'until', 'period', 'detail.heldBy', 'detail.interest'],
  ...['detail.financialControl', 'detail.operationalControl', 'detail.accounting'],
]);
/** What people call them. */
const OF_HOLDINGS =
  /^(?:equity |ownership )?(?:share|interest|ownership|control|held by)$|^(?:持股比例|股权比例|控制权|控制方式)$/i;

function isOfHoldings(name: string, member: string | null): boolean {
  return OF_HOLDINGS.test(name.trim()) || (member !== null && HOLDINGS.has(member));
}

function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : writeText(cell);
}
