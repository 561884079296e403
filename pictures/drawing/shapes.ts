import type { Line } from './picture.ts';
import { px } from './numbers.ts';
import { escapeText } from './text.ts';

/** The size of text in pictures, and the height of one of its lines, in pixels. */
export const TEXT = { size: 14, line: 18 } as const;
export const SMALL = { size: 12, line: 16 } as const;

type Anchor = 'start' | 'middle' | 'end';

/** Returns one line of text; `y` is its baseline. What was shortened has its whole text as a title. */
export function drawLine(
  line: Line,
  x: number,
  y: number,
  className = 't',
  anchor: Anchor = 'start',
): string {
  const title = line.whole === undefined ? '' : `<title>${escapeText(line.whole)}</title>`;
  const at = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text class="${className}" x="${px(x)}" y="${px(y)}"${at}>${title}${escapeText(line.text)}</text>`;
}

/** How lines of text look; `anchor` says which part of each is at x. */
export interface TextStyle {
  readonly className?: string;
  readonly anchor?: Anchor;
  readonly font?: { readonly size: number; readonly line: number };
}

/** Returns lines of text one below the other; `y` is the top of the first. */
export function drawLines(lines: readonly Line[], x: number, y: number, style: TextStyle = {}): string {
  const { className, anchor, font = TEXT } = style;
  return lines
    .map((line, index) => drawLine(line, x, y + font.line * index + font.size, className, anchor))
    .join('');
}

/** Returns a rectangle, with a title where it has one. */
export function drawRect(
  at: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  className: string,
  title = '',
): string {
  const { x, y, width, height } = at;
  const size = `x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"`;
  return title === ''
    ? `<rect class="${className}" ${size}/>`
    : `<rect class="${className}" ${size}><title>${escapeText(title)}</title></rect>`;
}

/** Returns a straight line. */
export function drawRule(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<path class="${className}" d="M${px(x1)} ${px(y1)}L${px(x2)} ${px(y2)}"/>`;
}
