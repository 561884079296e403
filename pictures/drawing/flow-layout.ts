import { add } from '../kinds/exact.ts';
import type { FlowsPicture } from '../kinds/picture.ts';
import { px } from './numbers.ts';

/** The room of a picture of flows, in pixels. */
export interface FlowRoom {
  /** The top of the first place. */
  readonly top: number;
  /** The height of the column with the most flows. */
  readonly flows: number;
  /** The room between two places, and the least room of a place beside its label. */
  readonly between: number;
  readonly least: number;
  /** The room of a label above each place; 0 where labels are beside them. */
  readonly label: number;
}

/**
 * A place: the top of its room and of its bar, and the height of both. `sum` is what flows out of it or into it, whichever is more: what is
 * below zero too. `open` is the height of the lower part of the bar, to which nothing flows. A place without a flow has no room.
 */
export interface Bar {
  readonly top: number;
  readonly room: number;
  readonly barTop: number;
  readonly height: number;
  readonly sum: string;
  readonly open: number;
}

/** A flow above zero: `y` is where it leaves its bar, `z` where it arrives. */
export interface Ribbon {
  readonly flow: FlowsPicture['flows'][number];
  readonly y: number;
  readonly z: number;
  readonly height: number;
}

/** A picture of flows that was laid out, from the top down. */
export interface FlowLayout {
  readonly bars: readonly Bar[];
  readonly ribbons: readonly Ribbon[];
  /** Where the last place ends. */
  readonly end: number;
}

type Flows = Pick<FlowsPicture, 'places' | 'flows'>;

/** Lays out columns of places and the flows between them; where flows leave and arrive, they are in the order of their other ends. */
export function layOutFlows(picture: Flows, room: FlowRoom): FlowLayout {
  const { places } = picture;
  const sides = places.map((_place, at) => sumSides(picture, at));
  const columns = listColumns(picture);
  const sizes = columns.map((column) => column.reduce((sum, at) => sum + sides[at]!.size, 0));
  const most = Math.max(0, ...sizes);
  const scale = most > 0 ? room.flows / most : 0;
  const bars: Bar[] = [];
  for (const column of columns) {
    let { top } = room;
    for (const at of column) {
      const bar = layOutBar(sides[at]!, top, scale, room);
      bars[at] = bar;
      if (bar.room > 0) top += bar.room + room.between;
    }
  }
  const end = Math.max(...bars.map(({ top, room: own }) => top + own), room.top + room.least);
  return { bars, ribbons: layOutRibbons(picture, bars, scale), end };
}

/** What flows into a place and out of it, in the unit of the picture; a size has no flows below zero. */
interface Sides {
  readonly hasFlows: boolean;
  readonly size: number;
  readonly into: number;
  readonly sum: string;
}

function sumSides({ flows }: Flows, at: number): Sides {
  const [into, out] = (['to', 'from'] as const).map((end) => {
    const values = flows.filter((flow) => flow[end] === at).map(({ value }) => value);
    return { values, size: values.reduce((sum, value) => sum + Math.max(0, Number(value)), 0) };
  }) as [{ values: string[]; size: number }, { values: string[]; size: number }];
  const larger = out.size > into.size || into.values.length === 0 ? out : into;
  return {
    hasFlows: into.values.length + out.values.length > 0,
    ...{ size: larger.size, into: into.size, sum: add(...larger.values) },
  };
}

function layOutBar({ hasFlows, size, into, sum }: Sides, top: number, scale: number, room: FlowRoom): Bar {
  const height = scale * size;
  const own = hasFlows ? room.label + Math.max(height, room.least) : 0;
  const barTop = room.label > 0 ? top + room.label : top + (own - height) / 2;
  const open = size - into > 1e-9 * size ? scale * (size - into) : 0;
  return { top, room: own, barTop, height, sum, open };
}

/** Returns the places of each column, from the top: beside those to which they give most, as far as these are known. */
function listColumns({ places, flows }: Flows): number[][] {
  const count = Math.max(0, ...places.map(({ column }) => column)) + 1;
  const columns = Array.from({ length: count }, (_, column) =>
    places.flatMap((place, at) => (place.column === column ? [at] : [])),
  );
  if (count <= 2) return columns;
  const order: number[] = [];
  for (const column of columns.toReversed()) {
    const heights = new Map(column.map((at, index) => [at, meanOf(flows, at, order) ?? index]));
    column.sort((a, b) => heights.get(a)! - heights.get(b)! || a - b);
    column.forEach((at, index) => (order[at] = index / column.length));
  }
  return columns;
}

/** Returns where the takers of a place are, on average by what flows to them; null where none is known. */
function meanOf(flows: Flows['flows'], at: number, order: readonly number[]): number | null {
  const known = flows.filter(
    ({ from, to, value }) => from === at && order[to] !== undefined && Number(value) > 0,
  );
  const all = known.reduce((sum, { value }) => sum + Number(value), 0);
  return all > 0 ? known.reduce((sum, { to, value }) => sum + order[to]! * Number(value), 0) / all : null;
}

function layOutRibbons({ flows }: Flows, bars: readonly Bar[], scale: number): Ribbon[] {
  const drawn = flows.filter(({ value }) => Number(value) > 0);
  const stack = (end: 'from' | 'to', other: 'from' | 'to'): Map<Flows['flows'][number], number> => {
    const used = bars.map(({ barTop }) => barTop);
    const sorted = drawn.toSorted((a, b) => bars[a[other]]!.barTop - bars[b[other]]!.barTop);
    return new Map(
      sorted.map((flow) => {
        const at = used[flow[end]]!;
        used[flow[end]] = at + Number(flow.value) * scale;
        return [flow, at];
      }),
    );
  };
  const [leaves, arrives] = [stack('from', 'to'), stack('to', 'from')];
  return drawn.map((flow) => ({
    flow,
    y: leaves.get(flow)!,
    z: arrives.get(flow)!,
    height: Number(flow.value) * scale,
  }));
}

/** How far a flow that leads back leaves its bar before it turns. */
const TURN = 60;

/** Returns the outline of a band from the right edge of one bar to the left edge of another one, as an SVG path; one that leads back turns twice. */
export function outlineRibbon(
  { y, z, height }: Pick<Ribbon, 'y' | 'z' | 'height'>,
  [a, b]: readonly [number, number],
): string {
  const [one, two] = a < b ? [px((a + b) / 2), px((a + b) / 2)] : [px(a + TURN), px(b - TURN)];
  return [
    `M${px(a)} ${px(y)}C${one} ${px(y)} ${two} ${px(z)} ${px(b)} ${px(z)}`,
    `V${px(z + height)}C${two} ${px(z + height)} ${one} ${px(y + height)} ${px(a)} ${px(y + height)}Z`,
  ].join('');
}
