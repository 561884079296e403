/** Returns how many rows inputs have. */
export function countRows(inputs: readonly { readonly entries: readonly unknown[] }[]): number {
  return inputs.reduce((sum, { entries }) => sum + entries.length, 0);
}
