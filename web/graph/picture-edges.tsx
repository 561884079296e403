import { useId } from 'react';
import type { Arrow, Layout, Point } from './layout.ts';
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
}

/** The arrows of a picture. Screen readers get the same from the list and from the details of each box. */
export function PictureEdges({ edges, layout, chosen }: PictureEdgesProps) {
  const head = useId();
  return (
    <svg className={classes['edges']} width={layout.width} height={layout.height} aria-hidden>
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
      {layout.paths.map((points, index) => {
        const edge = edges[index];
        const end = points.at(-1);
        if (edge === undefined || end === undefined) return null;
        const isChosen = edge.from === chosen || edge.to === chosen;
        return (
          <g key={`${edge.from} ${edge.to}`}>
            <path
              d={drawCurve(points)}
              className={classes['edge']}
              data-is-quiet={edge.isQuiet || undefined}
              data-is-chosen={isChosen || undefined}
              markerEnd={`url(#${head})`}
            />
          </g>
        );
      })}
      {layout.paths.map((points, index) => {
        const edge = edges[index];
        if (edge?.label == null) return null;
        const begin = points[0]!;
        return (
          <text key={`${edge.from} ${edge.to}`} x={begin.x + 8} y={begin.y - 6} className={classes['label']}>
            {edge.label}
          </text>
        );
      })}
    </svg>
  );
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
