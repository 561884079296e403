import { useCallback, useState } from 'react';

/**
 * Returns a part of the page that is loaded when it is needed, null until then, and what begins to load it. Where that fails, such as without
 * a network, nothing happens, and the next attempt loads it again.
 */
export function useLoaded<Part extends object>(
  load: () => Promise<Part>,
): readonly [Part | null, () => void] {
  const [part, setPart] = useState<Part | null>(null);
  const begin = useCallback(() => {
    load().then(setPart, () => undefined);
  }, [load]);
  return [part, begin];
}
