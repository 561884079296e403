import { px } from './numbers.ts';
import { escapeText, type Line } from './text.ts';

/** An element of a picture in the names of SVG, its origin at the upper left corner. Files write it as text, pages make an element of it. */
export interface Shape {
  readonly tag: 'g' | 'text' | 'title' | 'rect' | 'path' | 'circle';
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Shape | string)[];
}

/** A picture that was drawn, in pixels. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** A size of text, and the height of one of its lines, in pixels. */
interface Font {
  readonly size: number;
  readonly line: number;
}
export const TEXT: Font = { size: 14, line: 18 };
export const SMALL: Font = { size: 12, line: 16 };

type Anchor = 'start' | 'middle' | 'end';

/** How lines of text look: the classes of `style.ts`; `anchor` says which part of each is at x. */
export interface TextStyle {
  readonly className?: string;
  readonly anchor?: Anchor;
  readonly font?: Font;
}

/** Draws one line of text; `y` is its baseline. What was shortened has its whole text as a title. */
export function drawText(
  { text, whole }: Line,
  x: number,
  y: number,
  { className = '', anchor = 'start' }: Omit<TextStyle, 'font'> = {},
): Shape {
  const attributes = {
    ...(className === '' ? {} : { class: className }),
    x: px(x),
    y: px(y),
    ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
  };
  return { tag: 'text', attributes, children: [...titleOf(whole), text] };
}

/** Draws lines of text one below the other; `y` is the top of the first. */
export function drawLines(lines: readonly Line[], x: number, y: number, style: TextStyle = {}): Shape[] {
  const { font = TEXT } = style;
  return lines.map((line, index) => drawText(line, x, y + font.line * index + font.size, style));
}

/** The edges of a rectangle. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a rectangle, with a title where it has one. */
export function drawRect({ x, y, width, height }: Box, className: string, title?: string): Shape {
  const size = { x: px(x), y: px(y), width: px(width), height: px(height) };
  return { tag: 'rect', attributes: { class: className, ...size }, children: titleOf(title) };
}

/** Draws a path from its commands, with a title where it has one. */
export function drawPath(d: string, className: string, title?: string): Shape {
  return { tag: 'path', attributes: { class: className, d }, children: titleOf(title) };
}

/** Draws a dot, with a title where it has one. */
export function drawDot(x: number, y: number, className: string, title?: string): Shape {
  return {
    tag: 'circle',
    attributes: { class: className, cx: px(x), cy: px(y), r: '4.5' },
    children: titleOf(title),
  };
}

/** Moves shapes. */
export function shift(x: number, y: number, shapes: readonly Shape[]): Shape {
  return { tag: 'g', attributes: { transform: `translate(${px(x)} ${px(y)})` }, children: shapes };
}

function titleOf(title: string | undefined): Shape[] {
  return title === undefined ? [] : [{ tag: 'title', attributes: {}, children: [title] }];
}

/** Writes a shape as SVG; all text in it is escaped. */
export function writeShape(shape: Shape | string): string {
  if (typeof shape === 'string') return escapeText(shape);
  const { tag, attributes, children } = shape;
  const all = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeText(value)}"`);
  const begin = `<${tag}${all.join('')}`;
  return children.length === 0 ? `${begin}/>` : `${begin}>${children.map(writeShape).join('')}</${tag}>`;
}
