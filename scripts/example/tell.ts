import { stdout } from 'node:process';

/** How a start tells what happens, as a person would like to read it. */
export interface Teller {
  /** A heading. */
  part(title: string): void;
  /** A line. */
  say(text: string): void;
  /** A line beneath another. */
  note(text: string): void;
}

const bold = (text: string): string => (stdout.isTTY ? `\u001b[1m${text}\u001b[22m` : text);
const dim = (text: string): string => (stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text);

/** Returns a teller that writes to standard output. */
export function createTeller(): Teller {
  const write = (text: string): void => {
    stdout.write(`${text}\n`);
  };
  return {
    part: (title) => write(`\n${bold(title)}`),
    say: (text) => write(`  ${text}`),
    note: (text) => write(`    ${dim(text)}`),
  };
}

/** Returns an id short enough for a sentence; the whole of it stands in the files. */
export function shorten(id: string): string {
  return `${id.slice(0, 10)}…${id.slice(-4)}`;
}

/** Returns unix seconds as a date and time of day in UTC. */
export function showMoment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
