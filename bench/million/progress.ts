/** Tells on standard error how far a long run is. */
export interface Progress {
  /** Begins a part of the run. */
  part(name: string): void;
  say(text: string): void;
  /** Tells how many of all are done and at which rate since it was told last; not more than once in five seconds. */
  tell(what: string, done: number, all: number): void;
}

const EVERY_MS = 5_000;

/** Returns what tells how far a run is; times are seconds since now. */
export function openProgress(): Progress {
  const start = performance.now();
  const clock = (now: number): string => `${((now - start) / 1000).toFixed(1).padStart(7)} s`;
  const write = (text: string): void => void process.stderr.write(`${clock(performance.now())}  ${text}\n`);
  let last = { what: '', at: 0, done: 0 };
  return {
    part: (name) => write(`--- ${name}`),
    say: write,
    tell(what, done, all) {
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
