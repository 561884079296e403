import { type Line, MARGIN, WIDTH } from '../drawing/picture.ts';
import { drawLines, drawRect, drawRule, SMALL, TEXT } from '../drawing/shapes.ts';
import { measureText, shortenText, wrapText } from '../drawing/text.ts';

/** One bar: what it is of, and its value as a number and as text. */
export interface Bar {
  readonly label: string;
  /** Its label in parts: each gets a line of its own where the whole is too long. */
  readonly parts?: readonly string[];
  /** A second, smaller line. */
  readonly note?: string;
  readonly value: number;
  readonly text: string;
  /** Whether it stands for several things, or for what is not shown. */
  readonly isRest?: boolean;
}

const LABEL = 400;
const VALUE = 176;
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
  for (const each of bars) {
    const { label, note, value, text, isRest = false } = each;
    const lines = wrapLabel(each);
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

/** Returns a label as lines: the whole where it fits, else each part on its own line. */
function wrapLabel({ label, parts = [] }: Bar): Line[] {
  const lines = wrapText(label, LABEL, TEXT.size, LINES);
  if (parts.length < 2 || lines.at(-1)?.whole === undefined) return lines;
  return parts.map((part, at) => {
    const before = at === 0 ? '' : '→ ';
    const { text, whole } = shortenName(part, LABEL - measureText(before, TEXT.size));
    return { text: `${before}${text}`, ...(whole === undefined ? {} : { whole }) };
  });
}

/** Shortens region and sector alike, so that both stay readable. */
function shortenName(name: string, width: number): Line {
  const slash = name.indexOf('/');
  const whole = shortenText(name, width, TEXT.size);
  if (whole.whole === undefined || slash < 0) return whole;
  const region = shortenText(name.slice(0, slash), 0.45 * width, TEXT.size).text;
  const left = width - measureText(`${region}/`, TEXT.size);
  return { text: `${region}/${shortenText(name.slice(slash + 1), left, TEXT.size).text}`, whole: name };
}
