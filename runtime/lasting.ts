/** Milliseconds for which a state must last before its first log line, and between two lines. */
const [LONG, AGAIN] = [10_000, 60_000];

/**
 * Returns a function to call at each step with whether a state holds, such as that another process has the lock. It returns how many
 * seconds the state has lasted without a break if a log line is due now, else null.
 */
export function openLasting(now: () => number = () => performance.now()): (lasts: boolean) => number | null {
  let since: number | null = null;
  let said = -Infinity;
  return (lasts) => {
    if (!lasts) since = null;
    if (!lasts) return null;
    const time = now();
    since ??= time;
    if (time - since < LONG || time - said < AGAIN) return null;
    said = time;
    return Math.round((time - since) / 1000);
  };
}
