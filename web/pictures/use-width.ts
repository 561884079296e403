import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Returns a reference to an element and its width in whole pixels; null before it is in the page. */
export function useWidth(): [reference: RefObject<HTMLDivElement | null>, width: number | null] {
  const reference = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const element = reference.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [reference, width];
}
