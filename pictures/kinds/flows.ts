import { type Drawing, type Line, MARGIN, type PicturedFigure, WIDTH } from '../drawing/picture.ts';
import { addDecimals, groupDigits, nameUnit, percentOf, px, shortNumber } from '../drawing/numbers.ts';
import { drawLine, drawLines, drawRect, SMALL, TEXT } from '../drawing/shapes.ts';
import { regionClass } from '../drawing/style.ts';
import { escapeText, wrapText } from '../drawing/text.ts';
import { gatherFlows, type GatheredFlows, partsOf, readSegment, stressorsOf } from './gather-flows.ts';

/** The columns of the picture: labels, bars, and between the bars the flows. */
const LABEL = 196;
const BAR = 14;
const GAP = 10;
const LEFT = MARGIN + LABEL + GAP;
const RIGHT = WIDTH - LEFT;
/** The height of all flows together, the room between two places, and the least room of a place, which is that of its label. */
const FLOWS = 400;
const BETWEEN = 10;
const LEAST = 2 * TEXT.line + SMALL.line;
const HEAD = 28;

/** A place on one side: the top of its room and of its bar, the height of both, and the sum of its flows: those below zero too. */
interface Side {
  readonly top: number;
  readonly room: number;
  readonly barTop: number;
  readonly bar: number;
  readonly sum: string;
}

/** Draws who emits for whom: on the left where it is emitted, on the right for whose final demand. `key` chooses the stressor. */
export function drawFlows(all: readonly PicturedFigure[], key: string | null): Drawing {
  const stressors = stressorsOf(all);
  const chosen = (key === null ? undefined : partsOf(key)?.stressor) ?? stressors[0] ?? '';
  const gathered = gatherFlows(all, chosen);
  const { stressor, places, flows } = gathered;
  const unit = nameUnit(gathered.unit);
  const total = addDecimals(flows.map(({ value }) => value));
  const drawn = flows.reduce((sum, { value }) => sum + Math.max(0, Number(value)), 0);
  const scale = drawn > 0 ? FLOWS / drawn : 0;
  const [left, right] = (['from', 'to'] as const).map((end) =>
    layOut(
      places.map((_place, rank) => flows.filter((flow) => flow[end] === rank).map(({ value }) => value)),
      scale,
    ),
  ) as [Side[], Side[]];
  const height = Math.max(...[left, right].map((side) => endOf(side)), HEAD + LEAST);
  return {
    title: `Who emits for whom: ${stressor}`,
    summary: summarise(gathered, total, unit),
    height,
    shapes: [
      drawLine({ text: 'Emitted in' }, LEFT - GAP, TEXT.size, 'f', 'end'),
      drawLine({ text: 'For the final demand of' }, RIGHT + GAP, TEXT.size, 'f'),
      ...drawRibbons(gathered, left, right, scale),
      ...places.map(({ name }, rank) => {
        const className = classOf(gathered, rank);
        return [
          drawSide(name, left[rank]!, LEFT, unit, className, 'end'),
          drawSide(name, right[rank]!, RIGHT, unit, className, 'start'),
        ].join('');
      }),
    ].join(''),
    table: {
      caption: `${stressor} by the region that emits and the region whose final demand it is for`,
      head: ['Emitted in', 'For the final demand of', unit, 'Share of all flows'],
      named: 2,
      rows: flows.map(({ from, to, value }) => [
        places[from]!.name,
        places[to]!.name,
        groupDigits(value),
        percentOf(Number(value), Number(total)),
      ]),
    },
    remarks: remarksOf(gathered, stressors, chosen),
    figures: gathered.figures,
  };
}

/** Returns the places of one side from the top: each has room for its bar and for its label. */
function layOut(values: readonly (readonly string[])[], scale: number): Side[] {
  let top = HEAD;
  return values.map((all) => {
    const bar = scale * all.reduce((sum, value) => sum + Math.max(0, Number(value)), 0);
    const room = Math.max(bar, LEAST);
    const side = { top, room, barTop: top + (room - bar) / 2, bar, sum: addDecimals(all) };
    top += room + BETWEEN;
    return side;
  });
}

function endOf(side: readonly Side[]): number {
  const last = side.at(-1);
  return last === undefined ? HEAD : last.top + last.room;
}

function drawSide(
  name: string,
  { top, room, barTop, bar, sum }: Side,
  edge: number,
  unit: string,
  className: string,
  anchor: 'start' | 'end',
): string {
  const x = anchor === 'end' ? edge - GAP : edge + GAP;
  const label: Line[] = wrapText(name, LABEL, TEXT.size, 2);
  const [value] = wrapText(`${shortNumber(sum)} ${unit}`, LABEL, SMALL.size, 1);
  const y = top + (room - label.length * TEXT.line - SMALL.line) / 2;
  return [
    drawRect(
      { x: anchor === 'end' ? edge : edge - BAR, y: barTop, width: BAR, height: bar },
      className,
      `${name}: ${shortNumber(sum)} ${unit}`,
    ),
    drawLines(label, x, y, { anchor }),
    drawLines([value!], x, y + label.length * TEXT.line, { className: 'f', anchor, font: SMALL }),
  ].join('');
}

/** Draws flows above zero as bands: where they leave and arrive, they are in the order of the other side. */
function drawRibbons(
  gathered: GatheredFlows,
  left: readonly Side[],
  right: readonly Side[],
  scale: number,
): string[] {
  const { places, flows, unit } = gathered;
  const leaves = left.map(({ barTop }) => barTop);
  const arrives = right.map(({ barTop }) => barTop);
  return flows
    .filter(({ value }) => Number(value) > 0)
    .map(({ from, to, value }) => {
      const height = Number(value) * scale;
      const [y, z] = [leaves[from]!, arrives[to]!];
      leaves[from] = y + height;
      arrives[to] = z + height;
      const title = `${places[from]!.name} → ${places[to]!.name}: ${shortNumber(value)} ${nameUnit(unit)}`;
      const isOwn = from === to && places[from]!.count === 1;
      return `<path class="${classOf(gathered, from)} ${isOwn ? 'own' : 'flow'}" d="${ribbon(y, z, height)}"><title>${escapeText(title)}</title></path>`;
    });
}

/** Returns a band of one height from the left bars to the right ones. */
function ribbon(y: number, z: number, height: number): string {
  const [a, b] = [LEFT + BAR, RIGHT - BAR];
  const middle = px((a + b) / 2);
  return [
    `M${px(a)} ${px(y)}C${middle} ${px(y)} ${middle} ${px(z)} ${px(b)} ${px(z)}`,
    `V${px(z + height)}C${middle} ${px(z + height)} ${middle} ${px(y + height)} ${px(a)} ${px(y + height)}Z`,
  ].join('');
}

function classOf({ places }: GatheredFlows, rank: number): string {
  return places[rank]!.count > 1 ? 'rest' : regionClass(rank);
}

function summarise({ places, flows }: GatheredFlows, total: string, unit: string): string {
  const across = flows.filter(
    ({ from, to, value }) =>
      from !== to && Number(value) > 0 && places[from]!.count === 1 && places[to]!.count === 1,
  );
  const [largest] = across.toSorted((a, b) => Number(b.value) - Number(a.value));
  const begin = `What industries emit in one region for the final demand of another, or of their own: ${shortNumber(total)} ${unit} in all.`;
  if (largest === undefined) return begin;
  const pair = `${places[largest.from]!.name} for ${places[largest.to]!.name}`;
  return `${begin} The largest flow between two regions is of ${pair}: ${shortNumber(largest.value)} ${unit}.`;
}

function remarksOf({ places, flows }: GatheredFlows, stressors: readonly string[], chosen: string): string[] {
  const others = places.find(({ count }) => count > 1);
  const below = flows.filter(({ value }) => Number(value) < 0);
  const hidden = stressors.filter((stressor) => stressor !== chosen).map(readSegment);
  const isOwn = flows.some(({ from, to, value }) => from === to && Number(value) > 0);
  return [
    'regions are in the order of what flows from and to them',
    ...(isOwn ? ['fainter bands are for the final demand of the region that emits'] : []),
    'what final demand emits itself, such as households that drive, is in no flow',
    ...(others === undefined
      ? []
      : [
          `the ${others.count} smallest regions are gathered, with their own flows; the result has each flow`,
        ]),
    ...(below.length === 0
      ? []
      : [
          'bars are as high as flows above zero; numbers beside them count those below zero too',
          `flows below zero are only in the table: ${below.length}, together ${groupDigits(addDecimals(below.map(({ value }) => value)))}`,
        ]),
    ...(flows.every(({ value }) => Number(value) === 0)
      ? ['all flows are zero: there is nothing to draw']
      : []),
    ...(hidden.length === 0 ? [] : [`the result also has flows of ${hidden.join(', ')}`]),
  ];
}
