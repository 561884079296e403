import { px } from '../../pictures/drawing/numbers.ts';
import { wrapText } from '../../pictures/drawing/text.ts';
import { layOutFlows, outlineRibbon, type Side } from '../../pictures/kinds/flow-layout.ts';
import { useFormat } from '../language/format.ts';
import type { FlowsPicture } from './model.ts';
import { usePicturesTexts } from './pictures-texts.ts';
import classes from './pictures.module.css';

const BAR = 12;
const GAP = 8;
const FONT = 14;
const LINE = 18;
const SMALL = 12;
/** How many places have a colour of their own. */
const COLOURS = 8;

interface FlowChartProps {
  readonly picture: FlowsPicture;
  readonly width: number;
  readonly label: string;
}

/** Bands from where something is emitted, on the left, to for whose consumption, on the right; both ends are named. */
export function FlowChart({ picture, width, label }: FlowChartProps) {
  const texts = usePicturesTexts();
  const format = useFormat();
  const { places, flows, unit } = picture;
  const side = Math.min(200, Math.max(84, 0.24 * width));
  const layout = layOutFlows(
    { places, flows },
    { top: 40, flows: 380, between: 10, least: 2 * LINE + SMALL + 6 },
  );
  const edges = [side + GAP + BAR, width - side - GAP - BAR] as const;
  const nameOf = (at: number): string => {
    const { name, count } = places[at]!;
    return count > 1 ? texts.names.others(format.number(count)) : name;
  };
  return (
    <svg
      className={classes['svg']}
      role="img"
      aria-label={label}
      width={width}
      height={layout.end + 4}
      viewBox={`0 0 ${width} ${layout.end + 4}`}
    >
      <Heading text={texts.arisesIn} width={side} x={side} anchor="end" />
      <Heading text={texts.arisesFor} width={side} x={width - side} anchor="start" />
      {layout.ribbons.map((ribbon) => {
        const { from, to, value } = ribbon;
        const isOwn = from === to && places[from]!.count === 1;
        return (
          <path
            key={`${from} ${to}`}
            className={isOwn ? classes['own'] : classes['band']}
            fill={colourOf(picture, from)}
            d={outlineRibbon(ribbon, edges, px)}
          >
            <title>{`${nameOf(from)} → ${nameOf(to)}: ${format.decimal(value)} ${format.unit(unit)}`}</title>
          </path>
        );
      })}
      {places.map((_place, at) => (
        <g key={at}>
          {(['left', 'right'] as const).map((end) => {
            const place = layout[end][at]!;
            const x = end === 'left' ? side + GAP : width - side - GAP - BAR;
            return (
              <g key={end}>
                <rect x={x} y={place.barTop} width={BAR} height={place.bar} fill={colourOf(picture, at)} />
                <PlaceLabel
                  name={nameOf(at)}
                  value={format.decimal(place.sum)}
                  place={place}
                  width={side}
                  x={end === 'left' ? side : width - side}
                  anchor={end === 'left' ? 'end' : 'start'}
                />
              </g>
            );
          })}
        </g>
      ))}
    </svg>
  );
}

interface AtSide {
  readonly width: number;
  readonly x: number;
  readonly anchor: 'start' | 'end';
}

function Heading({ text, width, x, anchor }: AtSide & { text: string }) {
  return wrapText(text, width, SMALL, 2).map((line, at) => (
    <text key={at} className={classes['quiet']} x={x} y={12 + at * 15} textAnchor={anchor}>
      {line.text}
    </text>
  ));
}

function PlaceLabel({
  name,
  value,
  place,
  width,
  x,
  anchor,
}: AtSide & { name: string; value: string; place: Side }) {
  const lines = wrapText(name, width, FONT, 2);
  const top = place.top + (place.room - lines.length * LINE - SMALL - 4) / 2;
  return (
    <>
      {lines.map(({ text, whole }, at) => (
        <text key={at} x={x} y={top + at * LINE + FONT} textAnchor={anchor}>
          {whole !== undefined && <title>{whole}</title>}
          {text}
        </text>
      ))}
      <text
        className={`${classes['quiet']} ${classes['value']}`}
        x={x}
        y={top + lines.length * LINE + SMALL}
        textAnchor={anchor}
      >
        {value}
      </text>
    </>
  );
}

function colourOf({ places }: FlowsPicture, at: number): string {
  return places[at]!.count > 1 || at >= COLOURS ? 'var(--mark-rest)' : `var(--mark-place${at})`;
}
