/** The groups of figures in the order in which an accountant reads them; all others come after. */
export const GROUPS = ['total', 'scope1', 'scope2', 'scope3', 'avoided', 'by-gas'] as const;
export type Group = (typeof GROUPS)[number] | 'other';

/** Returns the group of a figure, by the first part of its key. The total of a plant is with totals. */
export function groupOf(key: string): Group {
  if (/^plant\/[^/]+\/total$/.test(key)) return 'total';
  const [first] = key.split('/');
  return GROUPS.find((group) => group === first) ?? 'other';
}

/**
 * Returns figures by group, and in each group totals before what splits them; those of the same rank stay in their order. What has no value,
 * such as the document of a run, comes last.
 */
export function orderFigures<Figure extends { readonly key: string }>(
  figures: readonly Figure[],
  hasValue: (figure: Figure) => boolean = () => true,
): Figure[] {
  const ranked = figures.map((figure) => ({
    figure,
    group: hasValue(figure) ? rankOf(figure.key) : GROUPS.length + 1,
    depth: depthOf(figure.key),
  }));
  ranked.sort((a, b) => a.group - b.group || a.depth - b.depth);
  return ranked.map(({ figure }) => figure);
}

function rankOf(key: string): number {
  const group = groupOf(key);
  return group === 'other' ? GROUPS.length : GROUPS.indexOf(group);
}

function depthOf(key: string): number {
  return key.endsWith('/total') ? 0 : key.split('/').length;
}
