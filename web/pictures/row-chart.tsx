import { useId } from 'react';
import { useFormat } from '../language/format.ts';
import type { RowsPicture } from './model.ts';
import { useNameText } from './name-text.ts';
import { FONT, layOutRows, LINE, type LaidRow } from './row-layout.ts';
import classes from './pictures.module.css';

interface RowChartProps {
  readonly picture: RowsPicture;
  readonly width: number;
  /** What screen readers say of the whole. */
  readonly label: string;
}

/** Bars below each other, each with its name and its exact value beside it: nothing has to be read off a scale or told by colour. */
export function RowChart({ picture, width, label }: RowChartProps) {
  const name = useNameText();
  const { decimal } = useFormat();
  const hatch = `hatch${useId().replaceAll(/\W/g, '')}`;
  const layout = layOutRows(picture, width, { name, decimal });
  const { bands, bottom, zero } = layout;
  const lineAt = (x: number): string => bands.map(([top, end]) => `M${x} ${top}V${end}`).join('');
  return (
    <svg
      className={classes['svg']}
      role="img"
      aria-label={label}
      width={width}
      height={layout.height}
      viewBox={`0 0 ${width} ${layout.height}`}
    >
      <defs>
        <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--mark-rest)" />
          <path d="M0 0V6" className={classes['hatch']} />
        </pattern>
      </defs>
      {layout.ticks.map(({ x, text }) => (
        <g key={text}>
          <path className={classes['rule']} d={lineAt(x)} />
          <text className={classes['quiet']} x={x} y={bottom + 20} textAnchor={anchorOf(x, width)}>
            {text}
          </text>
        </g>
      ))}
      {zero !== null && <path className={classes['axis']} d={lineAt(zero)} />}
      {layout.headings.map(({ text, y }, index) => (
        <text key={index} className={classes['strong']} x={0} y={y}>
          {text}
        </text>
      ))}
      {layout.rows.map((row, index) => (
        <RowMark key={index} laid={row} valueX={layout.valueX} fill={fillOf(row, hatch)} />
      ))}
    </svg>
  );
}

function RowMark({ laid, valueX, fill }: { laid: LaidRow; valueX: number; fill: string }) {
  const { row, label, labelY, value, valueY, interval, y, height } = laid;
  const middle = y + height / 2;
  const weight = row.tone === 'total' ? ` ${classes['strong']}` : '';
  return (
    <g>
      {label.map(({ text, whole }, at) => (
        <text key={at} className={weight} x={0} y={labelY + at * LINE + FONT}>
          {whole !== undefined && <title>{whole}</title>}
          {text}
        </text>
      ))}
      <text className={`${classes['value']}${weight}`} x={valueX} y={valueY + FONT} textAnchor="end">
        {value}
      </text>
      {interval === null ? (
        <>
          <rect x={laid.x} y={y} width={Math.max(laid.width, 1)} height={height} fill={fill} />
          {laid.isCut && (
            <path
              className={classes['cut']}
              d={`M${laid.x + 10} ${y - 2}l6 ${height / 2 + 2}l-6 ${height / 2 + 2}`}
            />
          )}
        </>
      ) : (
        <>
          <path
            className={classes['whisker']}
            stroke={fill}
            d={`M${interval.low} ${middle}H${interval.high}M${interval.low} ${middle - 5}v10M${interval.high} ${middle - 5}v10`}
          />
          <circle className={classes['dot']} cx={interval.at} cy={middle} r="4.5" fill={fill} />
        </>
      )}
    </g>
  );
}

function fillOf({ row }: LaidRow, hatch: string): string {
  return row.tone === 'rest' ? `url(#${hatch})` : `var(--mark-${row.tone})`;
}

/** Labels at the edges stay inside. */
function anchorOf(x: number, width: number): 'start' | 'middle' | 'end' {
  if (x < 24) return 'start';
  return x > width - 24 ? 'end' : 'middle';
}
