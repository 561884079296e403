import 'virtual:pictures.css';
import { createElement, type ReactNode } from 'react';
import type { Drawing, Shape } from '../../pictures/drawing/shape.ts';

/** Names of attributes that React writes in another way. */
const NAMES: Readonly<Record<string, string>> = { class: 'className', 'text-anchor': 'textAnchor' };

interface PictureImageProps {
  readonly drawing: Drawing;
  /** What screen readers say of the whole. */
  readonly label: string;
}

/** A picture that was drawn, as an image of the page. */
export function PictureImage({ drawing: { width, height, shapes }, label }: PictureImageProps) {
  return (
    <svg
      className="picture"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {shapes.map(toElement)}
    </svg>
  );
}

function toElement(shape: Shape | string, key: number): ReactNode {
  if (typeof shape === 'string') return shape;
  const { tag, attributes, children } = shape;
  const named = Object.entries(attributes).map(([name, value]) => [NAMES[name] ?? name, value]);
  return createElement(tag, { key, ...Object.fromEntries(named) }, ...children.map(toElement));
}
