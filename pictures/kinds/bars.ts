import { MARGIN, WIDTH } from '../picture.ts';
import { drawLines, drawRect, drawRule, SMALL, TEXT } from '../shapes.ts';
import { wrapText } from '../text.ts';

/** One bar: what it is of, and its value as a number and as text. */
export interface Bar {
  readonly label: string;
  /** A second, smaller line. */
  readonly note?: string;
  readonly value: number;
  readonly text: string;
  /** Whether it stands for several things, or for what is not shown. */
  readonly isRest?: boolean;
}

const LABEL = 400;
const VALUE = 150;
const LEFT = MARGIN + LABEL + 16;
const RIGHT = WIDTH - MARGIN - VALUE;
const THICK = 18;
const BETWEEN = 12;
const LINES = 3;

/** Draws bars one below the other, with their labels on the left and values on the right; returns the shapes and their height. */
export function drawBars(bars: readonly Bar[]): { readonly shapes: string; readonly height: number } {
  const low = Math.min(0, ...bars.map(({ value }) => value));
  const high = Math.max(0, ...bars.map(({ value }) => value));
  const scale = high > low ? (RIGHT - LEFT) / (high - low) : 0;
  const zero = LEFT - low * scale;
  const shapes: string[] = [];
  let y = 0;
  for (const { label, note, value, text, isRest = false } of bars) {
    const lines = wrapText(label, LABEL, TEXT.size, LINES);
    const below = note === undefined ? [] : wrapText(note, LABEL, SMALL.size, 1);
    const words = lines.length * TEXT.line + below.length * SMALL.line;
    const height = Math.max(words, THICK);
    const [from, to] = [zero, zero + value * scale];
    const bar = {
      x: Math.min(from, to),
      y: y + (height - THICK) / 2,
      width: Math.abs(to - from),
      height: THICK,
    };
    const middle = y + (height - TEXT.line) / 2;
    shapes.push(
      drawLines(lines, MARGIN, y + (height - words) / 2),
      drawLines(below, MARGIN, y + (height - words) / 2 + lines.length * TEXT.line, {
        className: 'f',
        font: SMALL,
      }),
      drawRect(bar, isRest ? 'rest' : 'bar', `${label}: ${text}`),
      drawLines(wrapText(text, VALUE - 12, TEXT.size, 1), WIDTH - MARGIN, middle, { anchor: 'end' }),
    );
    y += height + BETWEEN;
  }
  const height = Math.max(0, y - BETWEEN);
  return { shapes: drawRule(zero, -4, zero, height + 4, 'axis') + shapes.join(''), height };
}
