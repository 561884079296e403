import { stdout } from 'node:process';

/** The output of `npm start`: lines of at most 80 columns, so that terminals do not break words. */
export interface Screen {
  heading(text: string): void;
  line(text: string): void;
  /** Shows a success. */
  good(text: string): void;
  /** Shows a failure. */
  bad(text: string): void;
  /** Shows the current step, the number of steps and the remaining time. Only a terminal shows it, and only the newest step. */
  step(label: string): void;
  /** Shows a command to paste, with whole ids. Words that must stay on one line are one string. */
  command(parts: readonly string[]): void;
}

/** Where and how a screen writes. */
export interface ScreenOptions {
  readonly write: (text: string) => void;
  /** Whether the output is a terminal, where the last line can be overwritten. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** How many steps a start has, for the progress line. */
  readonly steps: number;
  /** Returns milliseconds since any fixed time. */
  readonly now: () => number;
}

const COLUMNS = 80;
const ERASE_LINE = '\r\u001b[K';
const COLOURS = { bold: [1, 22], dim: [2, 22], green: [32, 39], red: [31, 39] } as const;

/** Opens a screen on standard output. It uses colour only in a terminal, and not if NO_COLOR is set (no-color.org). */
export function openScreen(steps: number): Screen {
  const isTerminal = stdout.isTTY;
  return createScreen({
    write: (text) => void stdout.write(text),
    isTerminal,
    hasColour: isTerminal && (process.env['NO_COLOR'] ?? '') === '',
    steps,
    now: () => performance.now(),
  });
}

/** Creates a screen with these options. */
export function createScreen({ write, isTerminal, hasColour, steps, now }: ScreenOptions): Screen {
  const begin = now();
  let done = 0;
  const paint = (colour: keyof typeof COLOURS, text: string): string =>
    hasColour ? `\u001b[${COLOURS[colour][0]}m${text}\u001b[${COLOURS[colour][1]}m` : text;
  const print = (text: string): void => write(`${isTerminal ? ERASE_LINE : ''}${text}\n`);
  const printWrapped = (mark: string, text: string): void => {
    const [first = '', ...rest] = wrapText(text, COLUMNS - 4);
    print(`${mark} ${first}`);
    for (const line of rest) print(`    ${line}`);
  };
  return {
    heading: (text) => print(`\n${paint('bold', text)}`),
    line: (text) => printWrapped(' ', text),
    good: (text) => printWrapped(paint('green', '✓'), text),
    bad: (text) => printWrapped(paint('red', '✗'), text),
    step(label) {
      done += 1;
      if (!isTerminal) return;
      const left = done > 2 ? `, about ${formatSeconds(((now() - begin) / done) * (steps - done))} left` : '';
      const text = `  [${Math.min(done, steps)}/${steps}] ${label}${left}`;
      write(`${ERASE_LINE}${paint('dim', text.slice(0, COLUMNS - 1))}`);
    },
    command: (parts) => print(`  ${joinCommand(parts, COLUMNS - 4)}`),
  };
}

/** Breaks text into lines of at most so many columns, only at blanks. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Joins the parts of a shell command. Long commands continue on the next line after a backslash, so that they can be pasted. */
export function joinCommand(parts: readonly string[], columns: number): string {
  const lines: string[] = [];
  let line = '';
  for (const part of parts) {
    if (line !== '' && line.length + 1 + part.length > columns) {
      lines.push(line);
      line = `  ${part}`;
    } else line = line === '' ? part : `${line} ${part}`;
  }
  return [...lines, line].join(' \\\n  ');
}

function formatSeconds(milliseconds: number): string {
  return `${Math.max(1, Math.round(milliseconds / 1000))} s`;
}
