import { Button } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Loading } from '../../components/states.tsx';
import type { Tone } from '../../components/tag.tsx';
import { useFormat } from '../../language/format.ts';
import { useGraphTexts } from './graph-texts.ts';
import type { Box } from './boxes.ts';
import type { Layout, Place } from './layout.ts';
import { findNext } from './next-box.ts';
import { PictureEdges, type PictureEdge } from './picture-edges.tsx';
import { useDrag, useWheelZoom } from './use-drag.ts';
import { isBoxIn, useFrame } from './use-frame.ts';
import { useLayout } from './use-layout.ts';
import { fit, useZoom } from './use-zoom.ts';
import classes from './picture.module.css';

/** A box of a picture: a button with a few lines of text. */
export interface PictureBox extends Box {
  readonly tone: Tone;
  readonly look: 'plain' | 'root' | 'more';
  readonly content: ReactNode;
}

interface PictureProps {
  /** What the picture shows, for screen readers. */
  readonly label: string;
  readonly boxes: readonly PictureBox[];
  readonly edges: readonly PictureEdge[];
  /** The box where a reader begins. */
  readonly root: string;
  /** The side that is shown first where the picture is wider than its frame; the end unless stated. */
  readonly side?: 'start' | 'end';
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

const STEP = 1.25;
/** With more boxes, those outside the frame are not drawn. */
const MANY = 200;

/** Boxes and arrows from left to right, each box a button. It can be moved, zoomed, and walked through by arrow keys. */
export function Picture(props: PictureProps) {
  const { boxes, edges } = props;
  const texts = useGraphTexts();
  const sizes = useStable(boxes.map(({ id, width, height }) => ({ id, width, height })));
  const arrows = useStable(edges.map(({ from, to }) => ({ from, to })));
  const { layout, error, isPending } = useLayout(sizes, arrows);
  if (error !== null) return <p role="alert">{texts.notDrawn}</p>;
  if (layout === null) return <Loading label={texts.drawing} />;
  return (
    <div className={classes['frame']} aria-busy={isPending}>
      <Canvas {...props} layout={layout} />
    </div>
  );
}

/** Moves the focus to a box of the picture that is shown. */
export function focusBox(id: string): void {
  document.querySelector<HTMLElement>(`[data-box="${CSS.escape(id)}"]`)?.focus();
}

/** Returns the same value for as long as its content is the same. */
function useStable<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  return useMemo(() => value, [text]);
}

function Canvas({ layout, ...props }: PictureProps & { layout: Layout }) {
  const { label, boxes, edges, root, chosen, onChoose, side = 'end' } = props;
  const texts = useGraphTexts();
  const view = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useZoom(view, layout, { root, chosen, side });
  const [focused, setFocused] = useState(root);
  const byId = useMemo(() => new Map(boxes.map((box) => [box.id, box])), [boxes]);
  const stop = layout.places.some(({ id }) => id === focused) ? focused : root;
  const area = useFrame(view, layout, zoom, boxes.length <= MANY);
  const drawn = layout.places.filter(
    (place) => place.id === stop || place.id === chosen || isBoxIn(place, area),
  );
  const drag = useDrag(view);
  useWheelZoom(view, (factor) => setZoom((before) => before * factor));
  const press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') setZoom((before) => before * STEP);
    else if (event.key === '-') setZoom((before) => before / STEP);
    else if (event.key === '0') setZoom(() => fit(view.current, layout));
    else {
      const next = findNext(event.key, stop, root, layout.places, edges);
      if (next === null) return;
      // It may be outside of what is drawn.
      flushSync(() => setFocused(next));
      focusBox(next);
    }
    event.preventDefault();
  };
  return (
    <>
      <Tools zoom={zoom} setZoom={setZoom} onFit={() => setZoom(() => fit(view.current, layout))} />
      <div ref={view} className={classes['view']} {...drag} data-is-held={drag['data-is-held']}>
        <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
          <div
            role="group"
            aria-label={label}
            aria-description={`${texts.direction} ${texts.keys}`}
            className={classes['canvas']}
            style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}
            onKeyDown={press}
          >
            <PictureEdges {...{ edges, layout, chosen, area }} />
            {drawn.map((place) => {
              const box = byId.get(place.id);
              return (
                box !== undefined && (
                  <BoxButton
                    key={place.id}
                    {...{ box, place }}
                    isStop={place.id === stop}
                    isChosen={place.id === chosen}
                    onFocus={() => setFocused(place.id)}
                    onChoose={() => onChoose(place.id)}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
    </>
  );
}

interface BoxButtonProps {
  readonly box: PictureBox;
  readonly place: Place;
  /** Whether the Tab key leads to it: it does to one box of a picture. */
  readonly isStop: boolean;
  readonly isChosen: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}

function BoxButton({ box, place, isStop, isChosen, onFocus, onChoose }: BoxButtonProps) {
  const { x: left, y: top, width, height } = place;
  return (
    <button
      type="button"
      data-box={place.id}
      data-tone={box.tone}
      data-look={box.look}
      className={classes['box']}
      style={{ left, top, width, height }}
      tabIndex={isStop ? 0 : -1}
      aria-pressed={isChosen}
      onFocus={onFocus}
      onClick={onChoose}
    >
      {box.content}
    </button>
  );
}

interface ToolsProps {
  readonly zoom: number;
  readonly setZoom: (change: (before: number) => number) => void;
  readonly onFit: () => void;
}

function Tools({ zoom, setZoom, onFit }: ToolsProps) {
  const texts = useGraphTexts();
  const format = useFormat();
  return (
    <div className={classes['tools']}>
      <span className={classes['notes']}>{texts.direction}</span>
      <span className="row">
        <span className={classes['notes']} role="status">
          {texts.zoom(format.percent(Math.round(zoom * 100) / 100))}
        </span>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={texts.zoomOut}
          onClick={() => setZoom((before) => before / STEP)}
        >
          −
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          aria-label={texts.zoomIn}
          onClick={() => setZoom((before) => before * STEP)}
        >
          +
        </Button>
        <Button variant="default" size="compact-sm" title={texts.fitAll} onClick={onFit}>
          {texts.fit}
        </Button>
      </span>
    </div>
  );
}
