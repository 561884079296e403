import { useEffect } from 'react';
import { flushSync } from 'react-dom';

/** Calls a function before the page is printed, and draws what it changes first: paper has no button that shows more. */
export function useBeforePrint(show: () => void): void {
  useEffect(() => {
    const prepare = (): void => flushSync(show);
    globalThis.addEventListener('beforeprint', prepare);
    return () => globalThis.removeEventListener('beforeprint', prepare);
  }, [show]);
}
