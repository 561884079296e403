import type { Hex } from '../../core/encoding/hex.ts';
import { rootOfRows } from '../../core/records/row-set.ts';
import type { Selection } from '../../core/records/selection.ts';
import type { Amount } from '../quantities/decimal.ts';
import { convertsExactly, type Unit } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { FormRows } from './draft.ts';
import { sumRows } from './exact.ts';
import type { Quantity } from './expression.ts';
import type { Operand, RowOperand, SetOperand } from './operand.ts';

export function rowOperand(name: string, { record, key, value, unit }: Row): RowOperand {
  return { name, value, unit: unit.text, record, key };
}

/** A quantity as it is stated: in the row's value, or in a member of its detail. */
export function quantityOperand(name: string, { row, value, unit }: Quantity): RowOperand {
  return { ...rowOperand(name, row), value, unit: unit.text };
}

export function isSameOperand(a: Operand, b: Operand): boolean {
  return 'key' in a && 'key' in b && a.record === b.record && a.key === b.key && a.value === b.value;
}

/** Rows of one record for one symbol, their sum, and the unit of the formula. */
interface RowSet {
  readonly rows: readonly Row[];
  readonly to: Unit;
  /** Null for factors, which do not add up. */
  readonly sum: Amount | null;
  readonly selection: Selection;
}

/** Returns the operand of a set of rows; `roots` says whether it gets its root. */
export function writeSet(
  name: string,
  { rows, to, sum: own, selection }: RowSet,
  roots: boolean,
): SetOperand {
  const { record } = rows[0]!;
  const [sum, unit] = own === null ? [null, to] : sumExactly(rows, own, to);
  return {
    name,
    record,
    selection,
    count: rows.length,
    sum: sum === null ? null : String(sum),
    unit: unit.text,
    root: roots
      ? rootOfRows(
          record as Hex,
          rows.map(({ key }) => key),
        )
      : null,
  };
}

const tables = new WeakMap<readonly Row[], SetOperand>();

/** Returns the set of rows of a table. It is added up once for all figures. */
export function tableOperand({ symbol, rows, to, selection }: FormRows, roots: boolean): SetOperand {
  const known = tables.get(rows);
  if (known !== undefined && (known.root !== null) === roots) return known;
  const sum = to === null ? null : sumRows(rows, to);
  const operand = writeSet(symbol, { rows, to: to ?? rows[0]!.unit, sum, selection }, roots);
  tables.set(rows, operand);
  return operand;
}

/** Returns the sum of rows in a unit in which it has an end: that of the formula, or else one of the rows themselves. */
function sumExactly(rows: readonly Row[], sum: Amount, to: Unit): [sum: Amount, unit: Unit] {
  const units = new Set<Unit>();
  let last: Unit | null = null;
  for (const { unit } of rows) if (unit !== last) units.add((last = unit));
  const unit = [to, ...units].find((target) => [...units].every((each) => convertsExactly(each, target)));
  return unit === undefined || unit === to ? [sum, to] : [sumRows(rows, unit), unit];
}
