/** Tells a row of the file from all others. */
export function placeOf({
  row,
  sheet = '',
}: {
  readonly row: number | null;
  readonly sheet?: string | undefined;
}): string {
  return `${row} ${sheet}`;
}
