import type { RowsPicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { px } from './numbers.ts';
import { type LaidRow, layOutRows } from './row-layout.ts';
import { drawDot, drawLines, drawPath, drawRect, drawText, type Drawing, type Shape } from './shape.ts';

/** Draws bars below each other, each with its name and its value beside it: nothing has to be read off a scale or told by colour. */
export function drawRows(picture: RowsPicture, width: number, language: PictureLanguage): Drawing {
  const { bands, bottom, zero, height, ticks, headings, rows, valueX } = layOutRows(picture, width, language);
  const lineAt = (x: number): string => bands.map(([top, end]) => `M${px(x)} ${px(top)}V${px(end)}`).join('');
  return {
    width,
    height,
    shapes: [
      ...ticks.flatMap(({ x, text }) => [
        drawPath(lineAt(x), 'rule'),
        drawText({ text }, x, bottom + 20, { className: 'quiet', anchor: anchorOf(x, width) }),
      ]),
      ...(zero === null ? [] : [drawPath(lineAt(zero), 'axis')]),
      ...headings.map(({ text, y }) => drawText({ text }, 0, y, { className: 'strong' })),
      ...rows.flatMap((row) => drawRow(row, valueX)),
    ],
  };
}

function drawRow(laid: LaidRow, valueX: number): Shape[] {
  const { row, label, labelY, value, valueY } = laid;
  const weight = row.tone === 'total' ? 'strong' : '';
  return [
    ...drawLines(label, 0, labelY, { className: weight }),
    ...drawLines([{ text: value }], valueX, valueY, { className: `value ${weight}`.trim(), anchor: 'end' }),
    ...drawMark(laid),
  ];
}

function drawMark({ row: { tone }, x, y, width, height, interval, isCut }: LaidRow): Shape[] {
  const middle = y + height / 2;
  if (interval !== null) {
    const [low, high, top] = [interval.low, interval.high, middle - 5].map(px);
    const line = `M${low!} ${px(middle)}H${high!}M${low!} ${top!}v10M${high!} ${top!}v10`;
    return [drawPath(line, `whisker ${tone}`), drawDot(interval.at, middle, `dot ${tone}`)];
  }
  const bar = drawRect({ x, y, width: Math.max(width, 1), height }, `bar ${tone}`);
  const step = px(height / 2 + 2);
  return isCut ? [bar, drawPath(`M${px(x + 10)} ${px(y - 2)}l6 ${step}l-6 ${step}`, 'cut')] : [bar];
}

/** Labels at the edges stay inside. */
function anchorOf(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 24) return 'start';
  return x > width - 24 ? 'end' : 'middle';
}
