/** Whether a header has a name more than once. */
export function isRepeating(names: readonly string[]): boolean {
  const filled = names.filter((name) => name !== '');
  return new Set(filled).size < filled.length;
}

/** Returns the upper names of a header, each also above the repeated names to its right that have none: those of cells that look merged. */
export function fillNames(upper: readonly string[], lower: readonly string[]): readonly string[] {
  if (!isRepeating(lower)) return upper;
  const filled = [...upper];
  for (const [index, name] of lower.entries())
    if (name !== '' && (filled[index] ?? '') === '') filled[index] = filled[index - 1] ?? '';
  return filled;
}
