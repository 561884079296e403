/** Shows the progress of a long run on standard error. */
export interface Progress {
  /** Begins a part of the run. */
  part(name: string): void;
  /** Prints a line. */
  note(text: string): void;
  /** Prints how many are done, and the rate since the last print; at most once in five seconds. */
  count(what: string, done: number, all: number): void;
}

const EVERY_MS = 5_000;

/** Returns a progress display. Its times are seconds since this call. */
export function openProgress(): Progress {
  const start = performance.now();
  const clock = (now: number): string => `${((now - start) / 1000).toFixed(1).padStart(7)} s`;
  const write = (text: string): void => void process.stderr.write(`${clock(performance.now())}  ${text}\n`);
  let last = { what: '', at: 0, done: 0 };
  return {
    part: (name) => write(`--- ${name}`),
    note: write,
    count(what, done, all) {
      const now = performance.now();
      if (last.what !== what) last = { what, at: now, done };
      if (now - last.at < EVERY_MS) return;
      const rate = ((done - last.done) * 1000) / (now - last.at);
      last = { what, at: now, done };
      write(
        `${done.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} ${what}, ${rate.toFixed(0)} a second`,
      );
    },
  };
}
