/** A flow between nodes, which are named by their positions. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly value: string;
}

/**
 * Returns the column of each node of a network, the left one is 0: each flow leads to a column farther right, but for those that close a
 * loop, which are the smallest of it. A node is as far right as its takers allow.
 */
export function arrangeColumns(count: number, flows: readonly Edge[]): number[] {
  const takers = Array.from({ length: count }, () => new Set<number>());
  const sorted = flows.toSorted(
    (a, b) => Number(b.value) - Number(a.value) || a.from - b.from || a.to - b.to,
  );
  for (const { from, to } of sorted) if (!reaches(to, from, takers)) takers[from]!.add(to);
  const depths: number[] = [];
  const depthOf = (node: number): number =>
    (depths[node] ??= Math.max(0, ...[...takers[node]!].map((taker) => depthOf(taker) + 1)));
  const all = takers.map((_takers, node) => depthOf(node));
  const most = Math.max(0, ...all);
  return all.map((depth) => most - depth);
}

/** Whether a node gives to another one, directly or through others; each gives to itself. */
function reaches(node: number, to: number, takers: readonly ReadonlySet<number>[]): boolean {
  const seen = new Set([node]);
  for (const each of seen) for (const taker of takers[each]!) seen.add(taker);
  return seen.has(to);
}
