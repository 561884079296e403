import { type PointerEvent, useEffect, useRef, useState } from 'react';

/** A reference to an element. */
interface ElementRef {
  readonly current: HTMLElement | null;
}

/** Returns handlers with which a mouse moves what an element shows, as a finger does. */
export function useDrag(element: ElementRef) {
  const from = useRef<{ readonly x: number; readonly y: number } | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const release = (): void => {
    from.current = null;
    setIsHeld(false);
  };
  return {
    'data-is-held': isHeld || undefined,
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      const isOnBox = event.target instanceof HTMLElement && event.target.closest('button') !== null;
      if (event.pointerType !== 'mouse' || event.button !== 0 || isOnBox) return;
      from.current = { x: event.clientX, y: event.clientY };
      event.currentTarget.setPointerCapture(event.pointerId);
      setIsHeld(true);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent<HTMLElement>): void => {
      if (from.current === null || element.current === null) return;
      element.current.scrollLeft -= clientX - from.current.x;
      element.current.scrollTop -= clientY - from.current.y;
      from.current = { x: clientX, y: clientY };
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}

/** Calls `onZoom` with a factor when a wheel turns over an element while Ctrl is held, as a pinch does too. */
export function useWheelZoom(element: ElementRef, onZoom: (factor: number) => void): void {
  const zoom = useRef(onZoom);
  zoom.current = onZoom;
  useEffect(() => {
    const own = element.current;
    const turn = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom.current(Math.exp(-event.deltaY / 400));
    };
    own?.addEventListener('wheel', turn, { passive: false });
    return () => own?.removeEventListener('wheel', turn);
  }, [element]);
}
