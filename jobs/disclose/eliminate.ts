/** Unknown → coefficient. The other side of the equation is a known number, whose value does not matter here. */
type Row = Map<string, number>;

const TINY = 1e-9;

/**
 * Returns which unknowns linear equations determine, by Gauss–Jordan elimination: those that are alone in a row at its end. `known` ones
 * count as numbers.
 */
export function eliminate(
  equations: readonly ReadonlyMap<string, number>[],
  known: ReadonlySet<string>,
): readonly string[] {
  const rows: { readonly pivot: string; readonly row: Row }[] = [];
  for (const equation of equations) {
    const row: Row = new Map([...equation].filter(([id]) => !known.has(id)));
    for (const { pivot, row: other } of rows) subtract(row, other, pivot);
    const [pivot] = row.keys();
    if (pivot === undefined) continue;
    const scale = row.get(pivot)!;
    for (const [id, value] of row) row.set(id, value / scale);
    for (const other of rows) subtract(other.row, row, pivot);
    rows.push({ pivot, row });
  }
  return rows.filter(({ row }) => row.size === 1).map(({ pivot }) => pivot);
}

/** Subtracts a multiple of another row, so that a column becomes zero. */
function subtract(row: Row, other: ReadonlyMap<string, number>, column: string): void {
  const factor = row.get(column);
  if (factor === undefined) return;
  for (const [id, value] of other) {
    const rest = (row.get(id) ?? 0) - factor * value;
    if (Math.abs(rest) < TINY) row.delete(id);
    else row.set(id, rest);
  }
}
