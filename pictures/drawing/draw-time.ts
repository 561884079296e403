import type { TimePicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { px } from './numbers.ts';
import { drawDot, drawPath, drawRect, drawText, type Drawing, type Shape } from './shape.ts';
import { type LaidPoint, type LaidSeries, layOutTime } from './time-layout.ts';

/** The colours of two lines; others have those of places. */
const TONES = ['first', 'second'] as const;

/** Draws amounts over time: a column for each month, or a marked point for each year, each series with its name at its last point. */
export function drawTime(picture: TimePicture, width: number, language: PictureLanguage): Drawing {
  const { left, right, bottom, zero, height, ticks, periods, series, column } = layOutTime(
    picture,
    width,
    language,
  );
  const lineAt = (y: number): string => `M${px(left)} ${px(y)}H${px(right)}`;
  return {
    width,
    height,
    shapes: [
      ...ticks.flatMap(({ y, text }) => [
        drawPath(lineAt(y), 'rule'),
        drawText({ text }, left - 8, y + 4, { className: 'quiet', anchor: 'end' }),
      ]),
      ...periods.map(({ x, text }) =>
        drawText({ text }, x, bottom + 20, { className: 'quiet', anchor: 'middle' }),
      ),
      ...series.flatMap((each, at) =>
        picture.marks === 'columns' ? drawColumns(each.points, zero, column) : drawSeries(each, at),
      ),
      drawPath(lineAt(zero), 'axis'),
    ],
  };
}

function drawColumns(points: readonly LaidPoint[], zero: number, width: number): Shape[] {
  return points.map(({ x, y, title }) =>
    drawRect(
      { x: x - width / 2, y: Math.min(y, zero), width, height: Math.abs(y - zero) },
      'bar first',
      title,
    ),
  );
}

/** The dashes and the shape of its points say which line it is, besides its colour. */
function drawSeries({ points, path, name }: LaidSeries, at: number): Shape[] {
  const tone = TONES[at] ?? `place${at}`;
  return [
    drawPath(path, `line ${tone}`),
    ...points.map(({ x, y, title }) =>
      at % 2 === 0
        ? drawDot(x, y, `dot ${tone}`, title)
        : drawRect({ x: x - 4.5, y: y - 4.5, width: 9, height: 9 }, `dot ${tone}`, title),
    ),
    drawText(name.line, name.x, name.y, { className: 'strong' }),
  ];
}
