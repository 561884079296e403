/** Milliseconds for which another process may have a lock before that is worth a line of the log, and between two lines. */
const [LONG, AGAIN] = [10_000, 60_000];

/**
 * Returns a function that is told at each step whether another process has the lock. It returns for how many seconds, without a break, when
 * that is worth a line of the log; else null.
 */
export function openStandBy(
  now: () => number = () => performance.now(),
): (isStandingBy: boolean) => number | null {
  let since: number | null = null;
  let said = -Infinity;
  return (isStandingBy) => {
    if (!isStandingBy) since = null;
    if (!isStandingBy) return null;
    const time = now();
    since ??= time;
    if (time - since < LONG || time - said < AGAIN) return null;
    said = time;
    return Math.round((time - since) / 1000);
  };
}
