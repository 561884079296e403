/** Returns the column of an address such as AB12, counted from 0. */
export function readColumn(address: string): number {
  let column = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = 26 * column + code - 64;
  }
  return column - 1;
}

/** Returns the letters of a column: 0 → A, 26 → AA. */
export function writeColumn(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${writeColumn(Math.floor(column / 26) - 1)}${last}`;
}
