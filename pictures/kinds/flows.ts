import { type Drawing, type Line, MARGIN, type PicturedFigure, WIDTH } from '../drawing/picture.ts';
import { addDecimals, groupDigits, nameUnit, percentOf, px, shortNumber } from '../drawing/numbers.ts';
import { drawLine, drawLines, drawRect, SMALL, TEXT } from '../drawing/shapes.ts';
import { regionClass } from '../drawing/style.ts';
import { escapeText, wrapText } from '../drawing/text.ts';
import { type FlowRoom, layOutFlows, outlineRibbon, type Ribbon, type Side } from './flow-layout.ts';
import { gatherFlows, type GatheredFlows, partsOf, readSegment, stressorsOf } from './gather-flows.ts';

/** The columns of the picture: labels, bars, and between the bars the flows. */
const LABEL = 196;
const BAR = 14;
const GAP = 10;
const LEFT = MARGIN + LABEL + GAP;
const RIGHT = WIDTH - LEFT;
/** The least room of a place is that of its label. */
const ROOM: FlowRoom = {
  top: 28,
  flows: 400,
  between: 10,
  least: 2 * TEXT.line + SMALL.line,
};

/** Draws who emits for whom: on the left where it is emitted, on the right for whose final demand. `key` chooses the stressor. */
export function drawFlows(all: readonly PicturedFigure[], key: string | null): Drawing {
  const stressors = stressorsOf(all);
  const chosen = (key === null ? undefined : partsOf(key)?.stressor) ?? stressors[0] ?? '';
  const gathered = gatherFlows(all, chosen);
  const { stressor, places, flows } = gathered;
  const unit = nameUnit(gathered.unit);
  const total = addDecimals(flows.map(({ value }) => value));
  const { left, right, ribbons, end } = layOutFlows(gathered, ROOM);
  return {
    title: `Who emits for whom: ${stressor}`,
    summary: summarise(gathered, total, unit),
    height: end,
    shapes: [
      drawLine({ text: 'Emitted in' }, LEFT - GAP, TEXT.size, 'f', 'end'),
      drawLine({ text: 'For the final demand of' }, RIGHT + GAP, TEXT.size, 'f'),
      ...drawRibbons(gathered, ribbons),
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

/** Draws flows above zero as bands. */
function drawRibbons(gathered: GatheredFlows, ribbons: readonly Ribbon[]): string[] {
  const { places, unit } = gathered;
  return ribbons.map((ribbon) => {
    const { from, to, value } = ribbon;
    const title = `${places[from]!.name} → ${places[to]!.name}: ${shortNumber(value)} ${nameUnit(unit)}`;
    const isOwn = from === to && places[from]!.count === 1;
    const outline = outlineRibbon(ribbon, [LEFT + BAR, RIGHT - BAR], px);
    return `<path class="${classOf(gathered, from)} ${isOwn ? 'own' : 'flow'}" d="${outline}"><title>${escapeText(title)}</title></path>`;
  });
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
