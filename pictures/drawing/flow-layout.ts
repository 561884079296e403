import { add } from '../kinds/exact.ts';
import type { FlowsPicture } from '../kinds/picture.ts';
import { px } from './numbers.ts';

/** The room of a picture of flows, in pixels. */
export interface FlowRoom {
  /** The top of the first place. */
  readonly top: number;
  /** The height of all flows together. */
  readonly flows: number;
  /** The room between two places, and the least room of a place, which is that of its label. */
  readonly between: number;
  readonly least: number;
}

/**
 * A place on one side: the top of its room and of its bar, the height of both, and the sum of its flows: those below zero too. A place
 * without a flow on a side has no room there.
 */
export interface Side {
  readonly top: number;
  readonly room: number;
  readonly barTop: number;
  readonly bar: number;
  readonly sum: string;
}

/** A flow above zero: `y` is where it leaves its bar on the left, `z` where it arrives on the right. */
export interface Ribbon {
  readonly flow: FlowsPicture['flows'][number];
  readonly y: number;
  readonly z: number;
  readonly height: number;
}

/** A picture of flows that was laid out, from the top down. */
export interface FlowLayout {
  readonly left: readonly Side[];
  readonly right: readonly Side[];
  readonly ribbons: readonly Ribbon[];
  /** Where the last place ends. */
  readonly end: number;
}

/** Lays out two columns of places and the flows between them; where flows leave and arrive, they are in the order of the other side. */
export function layOutFlows(
  { places, flows }: Pick<FlowsPicture, 'places' | 'flows'>,
  room: FlowRoom,
): FlowLayout {
  const drawn = flows.reduce((sum, { value }) => sum + Math.max(0, Number(value)), 0);
  const scale = drawn > 0 ? room.flows / drawn : 0;
  const [left, right] = (['from', 'to'] as const).map((end) =>
    layOutSide(
      places.map((_place, rank) => flows.filter((flow) => flow[end] === rank).map(({ value }) => value)),
      scale,
      room,
    ),
  ) as [Side[], Side[]];
  const end = Math.max(...[left, right].map((side) => endOf(side, room)), room.top + room.least);
  return { left, right, ribbons: layOutRibbons(flows, left, right, scale), end };
}

/** Returns the places of one side from the top: each has room for its bar and for its label. */
function layOutSide(values: readonly (readonly string[])[], scale: number, room: FlowRoom): Side[] {
  let { top } = room;
  return values.map((all) => {
    const bar = scale * all.reduce((sum, value) => sum + Math.max(0, Number(value)), 0);
    const own = all.length === 0 ? 0 : Math.max(bar, room.least);
    const side = { top, room: own, barTop: top + (own - bar) / 2, bar, sum: add(...all) };
    if (all.length > 0) top += own + room.between;
    return side;
  });
}

function endOf(side: readonly Side[], { top }: FlowRoom): number {
  const last = side.findLast(({ room }) => room > 0);
  return last === undefined ? top : last.top + last.room;
}

function layOutRibbons(
  flows: FlowsPicture['flows'],
  left: readonly Side[],
  right: readonly Side[],
  scale: number,
): Ribbon[] {
  const leaves = left.map(({ barTop }) => barTop);
  const arrives = right.map(({ barTop }) => barTop);
  return flows
    .filter(({ value }) => Number(value) > 0)
    .map((flow) => {
      const { from, to, value } = flow;
      const height = Number(value) * scale;
      const [y, z] = [leaves[from]!, arrives[to]!];
      leaves[from] = y + height;
      arrives[to] = z + height;
      return { flow, y, z, height };
    });
}

/** Returns the outline of a band between the edges of the left and of the right bars, as an SVG path. */
export function outlineRibbon(
  { y, z, height }: Pick<Ribbon, 'y' | 'z' | 'height'>,
  [a, b]: readonly [number, number],
): string {
  const middle = px((a + b) / 2);
  return [
    `M${px(a)} ${px(y)}C${middle} ${px(y)} ${middle} ${px(z)} ${px(b)} ${px(z)}`,
    `V${px(z + height)}C${middle} ${px(z + height)} ${middle} ${px(y + height)} ${px(a)} ${px(y + height)}Z`,
  ].join('');
}
