import type { Arrow, Box } from './boxes.ts';

/** Boxes that are placed as one: a column of them, or a single box. Its id is that of its first member. */
export interface BoxGroup extends Box {
  readonly members: readonly Box[];
}

/** Fewer boxes than this are placed one by one. */
const FEW = 8;

/**
 * Puts boxes of the same size that have the same neighbours into one group, such as the rows of a set: a layout places a group as one box,
 * however many there are. `gap` is between the members of a group, in pixels.
 */
export function groupBoxes(boxes: readonly Box[], arrows: readonly Arrow[], gap: number): BoxGroup[] {
  const neighbours = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  for (const { from, to } of arrows) {
    neighbours.get(from)?.push(`> ${to}`);
    neighbours.get(to)?.push(`< ${from}`);
  }
  const alike = Map.groupBy(boxes, ({ id, width, height }) =>
    JSON.stringify([width, height, ...(neighbours.get(id) ?? []).sort()]),
  );
  return [...alike.values()].flatMap((members): BoxGroup[] => {
    if (members.length < FEW) return members.map((box) => ({ ...box, members: [box] }));
    const { id, width, height } = members[0]!;
    return [{ id, width, height: members.length * (height + gap) - gap, members }];
  });
}
