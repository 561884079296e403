import type { FlowsPicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { layOutFlows, outlineRibbon, type Ribbon, type Side } from './flow-layout.ts';
import { drawLines, drawPath, drawRect, type Drawing, type Shape, SMALL, TEXT } from './shape.ts';
import { COLOURS } from './style.ts';
import { writeName } from '../words/name-text.ts';
import { wrapText } from './text.ts';

const BAR = 12;
const GAP = 8;
/** The room above the flows, for what the sides are. */
const TOP = 40;
const ROOM = { top: TOP, flows: 380, between: 10, least: 2 * TEXT.line + SMALL.size + 6 };

/** One side of the picture: where its bars and labels are, and what it is of. */
interface Edge {
  readonly anchor: 'start' | 'end';
  readonly bar: number;
  readonly label: number;
  readonly width: number;
}

/** Draws bands from where something comes, on the left, to where or for whom it goes, on the right; both ends are named. */
export function drawFlows(picture: FlowsPicture, width: number, language: PictureLanguage): Drawing {
  const side = Math.min(200, Math.max(84, 0.24 * width));
  const { left, right, ribbons, end } = layOutFlows(picture, ROOM);
  const edges = [side + GAP + BAR, width - side - GAP - BAR] as const;
  const [from, to]: readonly Edge[] = [
    { anchor: 'end', bar: side + GAP, label: side, width: side },
    { anchor: 'start', bar: edges[1], label: width - side, width: side },
  ];
  const names = picture.places.map((name) => writeName(name, language));
  const [giving, taking] = picture.table.columns.map((column) => language.texts.columns[column]);
  return {
    width,
    height: end + 4,
    shapes: [
      ...drawHeading(giving!, from!),
      ...drawHeading(taking!, to!),
      ...ribbons.map((ribbon) => drawRibbon(picture, ribbon, { edges, names, language })),
      ...names.flatMap((name, at) => {
        const tone = toneOf(picture, at);
        return [
          ...drawPlace(name, left[at]!, from!, { tone, language }),
          ...drawPlace(name, right[at]!, to!, { tone, language }),
        ];
      }),
    ],
  };
}

function drawHeading(text: string, { label, width, anchor }: Edge): Shape[] {
  return drawLines(wrapText(text, width, SMALL.size, 2), label, 0, {
    className: 'quiet',
    anchor,
    font: SMALL,
  });
}

interface RibbonStyle {
  readonly edges: readonly [number, number];
  readonly names: readonly string[];
  readonly language: PictureLanguage;
}

function drawRibbon(picture: FlowsPicture, ribbon: Ribbon, { edges, names, language }: RibbonStyle): Shape {
  const { from, to, value, about } = ribbon.flow;
  const isOwn = from === to && picture.places[from]!.is !== 'others';
  const isOpen = [from, to].some((place) => picture.places[place]!.is === 'gap');
  const amount = `${language.short(value)} ${language.unit(picture.unit)}`.trim();
  const what = about === undefined ? amount : `${writeName(about, language)}, ${amount}`;
  return drawPath(
    outlineRibbon(ribbon, edges),
    `${isOwn ? 'own' : 'band'} ${isOpen ? 'gap' : toneOf(picture, from)}`,
    `${names[from]!} → ${names[to]!}: ${what}`,
  );
}

function drawPlace(
  name: string,
  { top, room, barTop, bar, sum }: Side,
  { bar: x, label, width, anchor }: Edge,
  { tone, language }: { readonly tone: string; readonly language: PictureLanguage },
): Shape[] {
  if (room === 0) return [];
  const lines = wrapText(name, width, TEXT.size, 2);
  const value = wrapText(language.short(sum), width, SMALL.size, 1);
  const y = top + (room - lines.length * TEXT.line - SMALL.size - 4) / 2;
  return [
    drawRect({ x, y: barTop, width: BAR, height: bar }, `bar ${tone}`),
    ...drawLines(lines, label, y, { anchor }),
    ...drawLines(value, label, y + lines.length * TEXT.line, {
      className: 'quiet value',
      anchor,
      font: SMALL,
    }),
  ];
}

function toneOf({ places }: FlowsPicture, at: number): string {
  const { is } = places[at]!;
  if (is === 'emitted' || is === 'gap') return is;
  return is === 'others' || at >= COLOURS ? 'others' : `place${at}`;
}
