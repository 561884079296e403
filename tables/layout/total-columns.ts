import { readPeriodName } from '../cells/period-name.ts';
import type { Cell, TableRow } from '../cells/table.ts';
import { nameOf, yearIn } from './cell-text.ts';
import { type ColumnLayout, isWithin, type LaidColumn } from './column-layout.ts';
import type { Findings } from './finding.ts';
import { isSame, showSum, type TotalCheck } from './total-check.ts';
import { isTotalName } from './total-name.ts';

/** Compares totals in columns with the cells that they add up. */
export class TotalColumns {
  /** The columns of totals, and those that each adds up. */
  readonly #added: readonly (readonly [LaidColumn, readonly LaidColumn[]])[];
  readonly #amountOf: (cell: Cell | undefined) => number | null;
  readonly #totals: TotalCheck;
  readonly #findings: Findings;

  constructor(
    { totals: columns, spread }: ColumnLayout,
    amountOf: (cell: Cell | undefined) => number | null,
    totals: TotalCheck,
    findings: Findings,
  ) {
    this.#added = columns.map((total) => [total, listAdded(total, spread)]);
    this.#amountOf = amountOf;
    this.#totals = totals;
    this.#findings = findings;
  }

  /** Compares the totals of a row. */
  check({ row, cells }: TableRow): void {
    for (const [{ index, name }, added] of this.#added) {
      const cell = cells[index];
      const stated = this.#amountOf(cell);
      if (stated === null) continue;
      const sum = added.reduce((all, column) => all + (this.#amountOf(cells[column.index]) ?? 0), 0);
      const isRight = isSame(stated, sum, cell);
      this.#totals.add({ row, column: name, stated: nameOf(cell), sum: showSum(sum), isSame: isRight });
      const differs = `${name}: ${nameOf(cell)} stated, ${showSum(sum)} by the cells`;
      if (isRight) this.#findings.add('total-columns', row, name);
      else this.#findings.add('total-column-differs', row, differs);
    }
  }
}

/** Returns the columns that a total adds up: the parts of its period, those below the same text of the header, those of the year in its name, or all. */
function listAdded(
  { name, group, below, period: own, of }: LaidColumn,
  spread: readonly LaidColumn[],
): readonly LaidColumn[] {
  const year = yearIn(name);
  const whole = own ?? readPeriodName(name.replace(/^total\s+|\s+total$/i, ''));
  const isAcross = group !== null && isTotalName(group);
  const parts = [
    isAcross ? spread.filter((column) => column.below === below) : [],
    whole === null ? [] : spread.filter((column) => column.of === of && isWithin(column.period, whole)),
    group === null ? [] : spread.filter((column) => column.group === group),
    year === null ? [] : spread.filter(({ period }) => period?.year === year),
  ];
  return parts.find((columns) => columns.length > 0) ?? spread;
}
