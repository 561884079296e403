import { useEffect } from 'react';

/** What would be lost if the page were closed now. */
const held = new Set<object>();

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/**
 * Says whether something would be lost with the page. While anything would be, the browser asks before the page is closed or loaded again;
 * it asks on every page of the portal, because what is held outlasts a look at another one.
 */
export function holdUntilClosed(holder: object, isHeld: boolean): void {
  if (isHeld) held.add(holder);
  else held.delete(holder);
  // The listener is there only while it is needed: it costs the browser's quick way back to a page.
  if (held.size > 0) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
}

/** Asks before the page is closed, while a component is shown and holds something that is not saved. */
export function useLeaveQuestion(isHeld: boolean): void {
  useEffect(() => {
    const holder = {};
    holdUntilClosed(holder, isHeld);
    return () => holdUntilClosed(holder, false);
  }, [isHeld]);
}
