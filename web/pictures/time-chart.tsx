import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.tsx';
import type { TimePicture } from './model.ts';
import { useNameText } from './name-text.ts';
import classes from './pictures.module.css';
import { type LaidPoint, type LaidSeries, layOutTime } from './time-layout.ts';

interface TimeChartProps {
  readonly picture: TimePicture;
  readonly width: number;
  /** What screen readers say of the whole. */
  readonly label: string;
}

const TONES = ['first', 'second'] as const;

/** Amounts over time: a column for each month, or a marked point for each year, each series with its name at its last point. */
export function TimeChart({ picture, width, label }: TimeChartProps) {
  const { decimal } = useFormat();
  const name = useNameText();
  const { language } = useLanguage();
  const { marks } = picture;
  const period = (from: number, isFirst: boolean): string => writePeriod(from, isFirst, marks, language);
  const layout = layOutTime(picture, width, { name, decimal, period });
  const { left, right, bottom, zero } = layout;
  return (
    <svg
      className={classes['svg']}
      role="img"
      aria-label={label}
      width={width}
      height={layout.height}
      viewBox={`0 0 ${width} ${layout.height}`}
    >
      {layout.ticks.map(({ y, text }) => (
        <g key={text}>
          <path className={classes['rule']} d={`M${left} ${y}H${right}`} />
          <text className={classes['quiet']} x={left - 8} y={y + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {layout.periods.map(({ x, text }) => (
        <text key={x} className={classes['quiet']} x={x} y={bottom + 20} textAnchor="middle">
          {text}
        </text>
      ))}
      {marks === 'columns'
        ? layout.series.map(({ points }, at) => (
            <Columns key={at} points={points} zero={zero} width={layout.column} />
          ))
        : layout.series.map((series, at) => <Line key={at} series={series} at={at} />)}
      <path className={classes['axis']} d={`M${left} ${zero}H${right}`} />
    </svg>
  );
}

function Columns({ points, zero, width }: { points: readonly LaidPoint[]; zero: number; width: number }) {
  return points.map(({ x, y, title }) => (
    <rect
      key={x}
      x={x - width / 2}
      y={Math.min(y, zero)}
      width={width}
      height={Math.abs(y - zero)}
      fill="var(--mark-first)"
    >
      <title>{title}</title>
    </rect>
  ));
}

/** The dashes and the shape of its points say which line it is, besides its colour. */
function Line({ series: { points, path, name }, at }: { series: LaidSeries; at: number }) {
  const tone = `var(--mark-${TONES[at % 2]!})`;
  const isFirst = at === 0;
  return (
    <g>
      <path
        d={path}
        fill="none"
        stroke={tone}
        strokeWidth="2"
        strokeDasharray={isFirst ? undefined : '6 4'}
      />
      {points.map(({ x, y, title }) =>
        isFirst ? (
          <circle key={x} className={classes['dot']} cx={x} cy={y} r="5" fill={tone}>
            <title>{title}</title>
          </circle>
        ) : (
          <rect key={x} className={classes['dot']} x={x - 4.5} y={y - 4.5} width="9" height="9" fill={tone}>
            <title>{title}</title>
          </rect>
        ),
      )}
      <text className={classes['strong']} x={name.x} y={name.y}>
        {name.text}
      </text>
    </g>
  );
}

/** Returns a year, or a month with its year where one begins. */
function writePeriod(from: number, isFirst: boolean, marks: TimePicture['marks'], language: string): string {
  const start = new Date(1000 * from);
  // A time of the protocol can be later than any date.
  if (Number.isNaN(start.getTime())) return String(from);
  if (marks === 'lines') return String(start.getUTCFullYear());
  const isYear = isFirst || start.getUTCMonth() === 0;
  const year = isYear ? 'numeric' : undefined;
  return new Intl.DateTimeFormat(language, { month: 'short', year, timeZone: 'UTC' }).format(start);
}
