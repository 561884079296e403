import type { FlowsPicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { type Bar, type FlowRoom, layOutFlows, outlineRibbon, type Ribbon } from './flow-layout.ts';
import {
  drawLines,
  drawPath,
  drawRect,
  type Drawing,
  type Shape,
  SMALL,
  TEXT,
  type TextStyle,
} from './shape.ts';
import { COLOURS } from './style.ts';
import { writeName } from '../words/name-text.ts';
import { wrapText } from './text.ts';

const BAR = 12;
const GAP = 8;
/** The room above the flows, for what the sides are. */
const TOP = 40;
const LABEL = 2 * TEXT.line + SMALL.size + 6;
const BESIDE: FlowRoom = { top: TOP, flows: 380, between: 10, least: LABEL, label: 0 };
const ABOVE: FlowRoom = { top: TOP, flows: 300, between: 14, least: 2, label: LABEL };

/** One column of the picture: where its bars and labels are. */
interface Edge {
  readonly anchor: NonNullable<TextStyle['anchor']>;
  readonly bar: number;
  readonly label: number;
  readonly width: number;
}

/**
 * Draws bands from where something comes, on the left, to where or for whom it goes, on the right; all places are named: beside their bars
 * where there are two columns, else above them.
 */
export function drawFlows(picture: FlowsPicture, width: number, language: PictureLanguage): Drawing {
  const count = Math.max(1, ...picture.places.map(({ column }) => column)) + 1;
  const { bars, ribbons, end } = layOutFlows(picture, count === 2 ? BESIDE : ABOVE);
  const edges = count === 2 ? edgesBeside(width) : edgesAbove(width, count);
  const names = picture.places.map(({ name }) => writeName(name, language));
  const [giving, taking] = picture.table.columns.map((column) => language.texts.columns[column]);
  const look = { picture, edges, names, language };
  return {
    width,
    height: end + 4,
    shapes: [
      ...drawHeading(giving!, edges[0]!),
      ...drawHeading(taking!, edges.at(-1)!),
      ...ribbons.map((ribbon) => drawRibbon(ribbon, look)),
      ...bars.map((bar, at) => drawBar(bar, at, look)).flat(),
      ...bars.flatMap((bar, at) => drawLabel(bar, at, look, count > 2)),
    ],
  };
}

function edgesBeside(width: number): Edge[] {
  const side = Math.min(200, Math.max(84, 0.24 * width));
  return [
    { anchor: 'end', bar: side + GAP, label: side, width: side },
    { anchor: 'start', bar: width - side - GAP - BAR, label: width - side, width: side },
  ];
}

function edgesAbove(width: number, count: number): Edge[] {
  const step = (width - BAR) / (count - 1);
  return Array.from({ length: count }, (_, column): Edge => {
    const bar = column * step;
    // Labels at the edges begin at their bars, and the others are above the middle of theirs.
    const room = (share: number): number => Math.min(200, share * step - GAP / 2);
    if (column === 0) return { anchor: 'start', bar, label: 0, width: room(0.6) };
    if (column === count - 1) return { anchor: 'end', bar, label: width, width: room(0.6) };
    return { anchor: 'middle', bar, label: bar + BAR / 2, width: room(0.8) };
  });
}

function drawHeading(text: string, { label, width, anchor }: Edge): Shape[] {
  return drawLines(wrapText(text, width, SMALL.size, 2), label, 0, {
    className: 'quiet',
    anchor,
    font: SMALL,
  });
}

interface Look {
  readonly picture: FlowsPicture;
  readonly edges: readonly Edge[];
  readonly names: readonly string[];
  readonly language: PictureLanguage;
}

function drawRibbon(ribbon: Ribbon, { picture, edges, names, language }: Look): Shape {
  const { places, unit } = picture;
  const { from, to, value, about } = ribbon.flow;
  const [giver, taker] = [places[from]!, places[to]!];
  const isOwn = from !== to && giver.rank === taker.rank && giver.name.is !== 'others';
  const isOpen = giver.name.is === 'gap' || taker.name.is === 'gap';
  const amount = `${language.short(value)} ${language.unit(unit)}`.trim();
  const what = about === undefined ? amount : `${writeName(about, language)}, ${amount}`;
  return drawPath(
    outlineRibbon(ribbon, [edges[giver.column]!.bar + BAR, edges[taker.column]!.bar]),
    `${isOwn ? 'own' : 'band'} ${isOpen ? 'gap' : toneOf(picture, from)}`,
    `${names[from]!} → ${names[to]!}: ${what}`,
  );
}

/** In a chain, the part of a bar to which nothing flows is emitted by the process itself: it is darker. */
function drawBar({ room, barTop, height, open }: Bar, at: number, { picture, edges }: Look): Shape[] {
  if (room === 0) return [];
  const { bar: x } = edges[picture.places[at]!.column]!;
  const whole = drawRect({ x, y: barTop, width: BAR, height }, `bar ${toneOf(picture, at)}`);
  if (open === 0 || picture.kind !== 'chain') return [whole];
  return [whole, drawRect({ x, y: barTop + height - open, width: BAR, height: open }, 'bar emitted')];
}

function drawLabel(
  { room, top, sum }: Bar,
  at: number,
  { picture, edges, names, language }: Look,
  isAbove: boolean,
): Shape[] {
  if (room === 0) return [];
  const { label, width, anchor } = edges[picture.places[at]!.column]!;
  const lines = wrapText(names[at]!, width, TEXT.size, 2);
  const value = wrapText(language.short(sum), width, SMALL.size, 1);
  const words = lines.length * TEXT.line + SMALL.size + 4;
  const y = isAbove ? top + LABEL - words - 2 : top + (room - words) / 2;
  const onBands = isAbove ? ' halo' : '';
  return [
    ...drawLines(lines, label, y, { className: onBands.trim(), anchor }),
    ...drawLines(value, label, y + lines.length * TEXT.line, {
      className: `quiet value${onBands}`,
      anchor,
      font: SMALL,
    }),
  ];
}

function toneOf({ places }: FlowsPicture, at: number): string {
  const { name, rank } = places[at]!;
  if (name.is === 'emitted' || name.is === 'gap') return name.is;
  return name.is === 'others' || rank >= COLOURS ? 'others' : `place${rank}`;
}
