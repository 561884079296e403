/** Milliseconds after which the same line is worth another one in the log. */
const AGAIN = 60_000;

/** Returns a function that tells whether a line of a log is news: it differs from the last one, or a minute has passed since. */
export function openRepeats(now: () => number = () => performance.now()): (line: string) => boolean {
  let last = '';
  let at = 0;
  return (line) => {
    const time = now();
    if (line === last && time - at < AGAIN) return false;
    [last, at] = [line, time];
    return true;
  };
}
