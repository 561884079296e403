import { Bar, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts';
import { measureText } from '../../pictures/drawing/text.ts';
import { ticksOf } from '../../pictures/drawing/numbers.ts';
import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.tsx';
import type { TimePicture } from './model.ts';
import { useNameText } from './name-text.ts';
import classes from './pictures.module.css';

interface TimeChartProps {
  readonly picture: TimePicture;
  readonly width: number;
  readonly label: string;
}

const HEIGHT = 320;
const SMALL = 12;
const TONES = ['first', 'second'] as const;
const SHAPES = ['circle', 'square'] as const;

/** Amounts over time: a column for each month, or a marked point for each year, each series with its name at its last point. */
export function TimeChart({ picture, width, label }: TimeChartProps) {
  const format = useFormat();
  const name = useNameText();
  const { language } = useLanguage();
  const { series, marks } = picture;
  const rows = rowsOf(picture);
  const values = series.flatMap(({ points }) => points.map(({ value }) => Number(value)));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const ticks = scaleOf(low, high);
  const textOf = (tick: number): string => format.decimal(String(tick));
  const axis = Math.ceil(Math.max(...ticks.map((tick) => measureText(textOf(tick), SMALL)))) + 12;
  const names = series.map((each) => name(each.name));
  const isLines = marks === 'lines';
  const right = isLines
    ? Math.min(0.34 * width, Math.max(...names.map((text) => measureText(text, 14))) + 16)
    : 8;
  return (
    <ComposedChart
      className={classes['svg']}
      width={width}
      height={HEIGHT}
      data={rows}
      accessibilityLayer={false}
      role="img"
      title={label}
      margin={{ top: 12, right, bottom: 4, left: 0 }}
      barCategoryGap="22%"
    >
      <CartesianGrid vertical={false} stroke="var(--picture-rule)" />
      <XAxis
        dataKey="from"
        type={isLines ? 'number' : 'category'}
        domain={['dataMin', 'dataMax']}
        ticks={rows.map(({ from }) => from)}
        tickFormatter={(from: number) => shortPeriod(from, rows[0]?.from === from, marks, language)}
        tick={{ className: classes['quiet'] ?? '' }}
        stroke="var(--picture-quiet)"
        padding={isLines ? { left: 16, right: 8 } : { left: 0, right: 0 }}
        minTickGap={12}
        interval={isLines ? 'preserveStartEnd' : 'equidistantPreserveStart'}
      />
      <YAxis
        width={axis}
        domain={[ticks[0]!, ticks.at(-1)!]}
        ticks={ticks}
        tickFormatter={textOf}
        tick={{ className: classes['quiet'] ?? '' }}
        stroke="var(--picture-quiet)"
        axisLine={false}
        tickLine={false}
      />
      {series.map((_series, at) =>
        isLines ? (
          <Line
            key={at}
            dataKey={`s${at}`}
            name={names[at]}
            stroke={`var(--mark-${TONES[at % 2]!})`}
            strokeWidth={2}
            strokeDasharray={at === 0 ? '' : '6 4'}
            dot={<Mark shape={SHAPES[at % 2]!} tone={TONES[at % 2]!} />}
            activeDot={false}
            isAnimationActive={false}
            connectNulls={false}
            label={<LastLabel text={names[at]!} last={lastIndex(rows, at)} shift={shiftOf(rows, at)} />}
          />
        ) : (
          <Bar
            key={at}
            dataKey={`s${at}`}
            name={names[at]}
            fill="var(--mark-first)"
            isAnimationActive={false}
          />
        ),
      )}
    </ComposedChart>
  );
}

/** Returns round numbers from at most `low` to at least `high`, at even distances. */
function scaleOf(low: number, high: number): number[] {
  const inner = ticksOf(low, high, 5);
  const step = inner.length < 2 ? Math.abs(inner[0]!) || 1 : inner[1]! - inner[0]!;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: last - first + 1 }, (_each, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

interface TimeRow {
  readonly from: number;
  readonly [series: `s${number}`]: number;
}

/** Returns a row for each period, with the value of each series: decimals become pixels from here on. */
function rowsOf({ series }: TimePicture): TimeRow[] {
  const rows = new Map<number, Record<string, number>>();
  for (const [at, { points }] of series.entries())
    for (const { from, value } of points) {
      const row = rows.get(from) ?? { from };
      row[`s${at}`] = Number(value);
      rows.set(from, row);
    }
  return [...rows.values()].sort((a, b) => a['from']! - b['from']!) as unknown as TimeRow[];
}

function lastIndex(rows: readonly TimeRow[], at: number): number {
  return rows.findLastIndex((row) => row[`s${at}`] !== undefined);
}

/** The higher of two lines has its name above its end, the lower one below, so that they never overlap. */
function shiftOf(rows: readonly TimeRow[], at: number): number {
  const last = rows.at(-1);
  const [own, other] = [last?.[`s${at}`], last?.[`s${1 - at}`]];
  if (own === undefined || other === undefined || own === other) return at === 0 ? -3 : 13;
  return own > other ? -3 : 13;
}

/** Returns a year, or a month with its year where one begins. */
function shortPeriod(from: number, isFirst: boolean, marks: TimePicture['marks'], language: string): string {
  const start = new Date(1000 * from);
  // A time of the protocol can be later than any date.
  if (Number.isNaN(start.getTime())) return String(from);
  if (marks === 'lines') return String(start.getUTCFullYear());
  const isYear = isFirst || start.getUTCMonth() === 0;
  const year = isYear ? 'numeric' : undefined;
  return new Intl.DateTimeFormat(language, { month: 'short', year, timeZone: 'UTC' }).format(start);
}

/** The shape of a point says its series too. Recharts gives the place. */
function Mark({
  cx,
  cy,
  value,
  shape,
  tone,
}: {
  cx?: number;
  cy?: number;
  value?: unknown;
  shape: string;
  tone: string;
}) {
  if (cx === undefined || cy === undefined || value === undefined) return null;
  const fill = `var(--mark-${tone})`;
  return shape === 'circle' ? (
    <circle className={classes['dot']} cx={cx} cy={cy} r="5" fill={fill} />
  ) : (
    <rect className={classes['dot']} x={cx - 4.5} y={cy - 4.5} width="9" height="9" fill={fill} />
  );
}

function LastLabel({
  x,
  y,
  index,
  text,
  last,
  shift,
}: {
  x?: number;
  y?: number;
  index?: number;
  text: string;
  last: number;
  shift: number;
}) {
  if (index !== last || x === undefined || y === undefined) return null;
  return (
    <text className={classes['strong'] ?? ''} x={x + 10} y={y + shift}>
      {text}
    </text>
  );
}
