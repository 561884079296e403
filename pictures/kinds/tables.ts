import type { Cell, Name, Row, RowGroup, Table } from './picture.ts';

/** Returns a name as a cell. */
export function nameCell(name: Name): Cell {
  return { is: 'name', name };
}

/** Returns a decimal as a cell. */
export function decimalCell(value: string): Cell {
  return { is: 'decimal', value };
}

/** Returns the table of bars: a row for each bar, with its group where there are several groups. */
export function tableOf(groups: readonly RowGroup[]): Table {
  const isGrouped = groups.some(({ name }) => name !== null);
  const hasIntervals = groups.some(({ rows }) => rows.some(({ interval }) => interval !== undefined));
  return {
    columns: [
      ...(isGrouped ? (['group'] as const) : []),
      'name',
      'value',
      ...(hasIntervals ? (['low', 'high'] as const) : []),
    ],
    rows: groups.flatMap(({ name, rows }) =>
      rows.map((row) => [
        ...(isGrouped && name !== null ? [nameCell(name)] : []),
        nameCell(row.name),
        decimalCell(row.value),
        ...endsOf(row),
      ]),
    ),
  };
}

function endsOf({ interval }: Row): Cell[] {
  return interval === undefined ? [] : [decimalCell(interval.low), decimalCell(interval.high)];
}
