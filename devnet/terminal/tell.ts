import { stdout } from 'node:process';

/** How a start tells what happens, as a person would like to read it. */
export interface Teller {
  /** A heading. */
  part(title: string): void;
  /** A line. */
  say(text: string): void;
  /** A command to be typed: ids whole, and in one line however long. */
  command(text: string): void;
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
  // Ids stand whole in the files; a file or a pipe takes lines of any length.
  const lay = (text: string, indent: number): string[] =>
    wrapLine(text.replaceAll(/0x[0-9a-f]{64}/g, shorten), stdout.isTTY ? stdout.columns - indent : Infinity);
  return {
    part: (title) => write(`\n${bold(title)}`),
    say: (text) => lay(text, 2).forEach((line) => write(`  ${line}`)),
    command: (text) => write(`  ${text}`),
    note: (text) => lay(text, 4).forEach((line) => write(`    ${dim(line)}`)),
  };
}

/** Returns a line as lines of at most so many columns, broken at blanks; those after the first stand further in. */
export function wrapLine(text: string, columns: number): string[] {
  const indent = /^\s*/.exec(text)![0];
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const at = rest.lastIndexOf(' ', columns);
    const head = rest.slice(0, Math.max(at, 0));
    if (head.trim() === '') break;
    lines.push(head.trimEnd());
    rest = `${indent}  ${rest.slice(at).trimStart()}`;
  }
  return [...lines, rest];
}

/** Returns an id short enough for a sentence; the whole of it stands in the files. */
export function shorten(id: string): string {
  return `${id.slice(0, 10)}…${id.slice(-4)}`;
}

/** Returns unix seconds as a date and time of day in UTC. */
export function showMoment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
