/** Solves a small dense system by Gauss's elimination with row pivots: the other side of a comparison. @throws Error if it is singular */
export function solve(a: readonly (readonly number[])[], y: readonly number[]): number[] {
  const rows = a.map((row, at) => [...row, y[at]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.findLastIndex(
      (row, at) =>
        at >= column &&
        rows.every((other, own) => own < column || Math.abs(row[column]!) >= Math.abs(other[column]!)),
    );
    const found = rows[pivot]!;
    if (found[column] === 0) throw new Error('the system is singular');
    [rows[pivot], rows[column]] = [rows[column]!, found];
    for (let at = 0; at < size; at++) {
      if (at === column) continue;
      const ratio = rows[at]![column]! / found[column]!;
      for (let cell = column; cell <= size; cell++) rows[at]![cell]! -= ratio * found[cell]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}
