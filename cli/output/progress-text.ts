/** Milliseconds before progress is shown, and between two lines of it. */
const FIRST = 2_000;
const STEP = 5_000;

/**
 * Returns what shows a person how far long work is, as `solving: 40 %, about 2 min left`. It is called with the part that is done, from 0
 * to 1, and says nothing about work that takes less than two seconds. Work in several stages begins again at 0 with each.
 */
export function reportProgress(
  what: string,
  say: (line: string) => void,
  now: () => number,
): (done: number) => void {
  let begun = now();
  let next = begun + FIRST;
  let last = 0;
  return (done) => {
    const time = now();
    if (done < last) begun = time;
    last = done;
    if (time < next || done <= 0 || done >= 1) return;
    next = time + STEP;
    say(
      `${what}: ${Math.floor(100 * done)} %, about ${formatRemaining(((time - begun) / done) * (1 - done))} left`,
    );
  };
}

/** Returns milliseconds in seconds, or in minutes where they are many. */
function formatRemaining(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
