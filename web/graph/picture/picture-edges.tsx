import { useId } from 'react';
import type { Arrow } from './boxes.ts';
import type { Layout, Point } from './layout.ts';
import { type Area, isPathIn } from './use-frame.ts';
import classes from './picture.module.css';

/** An arrow of a picture. `label` is written before its head. */
export interface PictureEdge extends Arrow {
  readonly label: string | null;
  /** Drawn with dashes: it says only where something is. */
  readonly isQuiet: boolean;
}

interface PictureEdgesProps {
  readonly edges: readonly PictureEdge[];
  readonly layout: Layout;
  readonly chosen: string | null;
  /** Arrows that neither begin nor end in it are not drawn. */
  readonly area: Area;
}

/** The arrows of a picture. Screen readers get the same from the list and from the details of each box. */
export function PictureEdges({ edges, layout, chosen, area }: PictureEdgesProps) {
  const head = useId();
  const { left, top, right, bottom } = area;
  const [width, height] = [right - left, bottom - top];
  const shown = layout.paths.flatMap((points, index) => {
    const edge = edges[index];
    return edge !== undefined && isPathIn(points, area) ? [{ points, edge }] : [];
  });
  return (
    <svg
      className={classes['edges']}
      width={width}
      height={height}
      viewBox={`${left} ${top} ${width} ${height}`}
      style={{ left, top }}
      aria-hidden
    >
      <defs>
        <marker
          id={head}
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="9"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0 L8 4 L0 8 z" className={classes['head']} />
        </marker>
      </defs>
      {shown.map(({ points, edge }) => (
        <path
          key={`${edge.from} ${edge.to}`}
          d={drawCurve(points)}
          className={classes['edge']}
          data-is-quiet={edge.isQuiet ? (isLong(points) ? 'long' : 'short') : undefined}
          data-is-chosen={edge.from === chosen || edge.to === chosen || undefined}
          markerEnd={`url(#${head})`}
        />
      ))}
      {shown.map(
        ({ points: [begin], edge }) =>
          begin !== undefined &&
          edge.label !== null && (
            <text
              key={`${edge.from} ${edge.to}`}
              x={begin.x + 8}
              y={begin.y - 6}
              className={classes['label']}
            >
              {edge.label}
            </text>
          ),
      )}
    </svg>
  );
}

/** The longest line that is drawn with dashes, in pixels: a browser takes seconds to draw hundreds of lines with thousands of dashes. */
const LONGEST_DASHED = 1500;

function isLong(points: readonly Point[]): boolean {
  return Math.abs(points.at(-1)!.y - points[0]!.y) > LONGEST_DASHED;
}

/** A smooth line that begins and ends level. */
function drawCurve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let before = first!;
  let path = `M${before.x} ${before.y}`;
  for (const point of rest) {
    const middle = (before.x + point.x) / 2;
    path += ` C${middle} ${before.y} ${middle} ${point.y} ${point.x} ${point.y}`;
    before = point;
  }
  return path;
}
