/** Milliseconds after which the same line is logged again. */
const AGAIN = 60_000;

/** Returns a function to call with a line for the log. It returns whether to log it: it differs from the last one, or a minute has passed since. */
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
