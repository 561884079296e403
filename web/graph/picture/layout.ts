import type { Arrow, Box } from './boxes.ts';
import { type BoxGroup, groupBoxes } from './group-boxes.ts';

/** A point, in pixels from the upper left corner of the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a box is: its upper left corner. */
export interface Place extends Box, Point {}

/** Boxes and arrows in their places. Boxes and arrows are in the order in which they were given. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly places: readonly Place[];
  readonly paths: readonly (readonly Point[])[];
}

const MARGIN = 24;
/** Between columns, where the names of operands are written, and between boxes of a column. */
const COLUMN_GAP = 68;
const ROW_GAP = 18;

/**
 * Places boxes from left to right: each arrow leads to the right, so what was there first is left of what was made from it. The arrows must
 * not form a circle. Boxes with the same neighbours are one column, which is placed as one box: the 2,000 rows of a set take
 * milliseconds, 2,000 boxes with neighbours of their own about a second.
 */
export async function placeBoxes(boxes: readonly Box[], arrows: readonly Arrow[]): Promise<Layout> {
  const { Graph, layout } = await import('@dagrejs/dagre');
  const groups = groupBoxes(boxes, arrows, ROW_GAP);
  const groupOf = new Map(groups.flatMap(({ id, members }) => members.map((box) => [box.id, id] as const)));
  const graph = new Graph({ multigraph: true });
  const ranker = groups.length > 300 ? 'longest-path' : 'network-simplex';
  graph.setGraph({
    rankdir: 'LR',
    nodesep: ROW_GAP,
    edgesep: ROW_GAP / 2,
    ranksep: COLUMN_GAP,
    marginx: MARGIN,
    marginy: MARGIN,
    ranker,
  });
  for (const { id, width, height } of groups) graph.setNode(id, { width, height });
  const ends = arrows.map(({ from, to }) => ({ v: groupOf.get(from)!, w: groupOf.get(to)! }));
  const first = new Map(ends.map(({ v, w }, index) => [`${v} ${w}`, String(index)]));
  for (const [index, { v, w }] of ends.entries())
    if (first.get(`${v} ${w}`) === String(index)) graph.setEdge(v, w, {}, String(index));
  layout(graph);
  const byId = new Map(groups.flatMap((group) => listPlaces(group, graph.node(group.id) as Partial<Point>)));
  const places = boxes.map(({ id }) => byId.get(id)!);
  return {
    width: Math.max(0, ...places.map(({ x, width }) => x + width)) + MARGIN,
    height: Math.max(0, ...places.map(({ y, height }) => y + height)) + MARGIN,
    places,
    paths: arrows.map((arrow, index) => {
      const { v, w } = ends[index]!;
      const edge = graph.edge(v, w, first.get(`${v} ${w}`)) as { points?: readonly Point[] };
      return joinEnds(byId.get(arrow.from)!, byId.get(arrow.to)!, edge.points ?? []);
    }),
  };
}

/** Returns the places of the members of a group, one below the other, around the middle of the group. */
function listPlaces(
  { members, width, height }: BoxGroup,
  { x = 0, y = 0 }: Partial<Point>,
): [string, Place][] {
  return members.map((box, index) => [
    box.id,
    { ...box, x: x - width / 2, y: y - height / 2 + index * (box.height + ROW_GAP) },
  ]);
}

/** An arrow begins in the middle of the right side of its first box, and ends in the middle of the left side of its second. */
function joinEnds(from: Place, to: Place, points: readonly Point[]): Point[] {
  const begin = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  // Of an arrow to the next column dagre gives two ends and a middle, which would only bend it.
  const between = (points.length > 3 ? points.slice(1, -1) : [])
    .filter(({ x }) => x > begin.x && x < end.x)
    .map(({ x, y }) => ({ x, y }));
  return [begin, ...between, end];
}
