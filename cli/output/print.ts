import type { Terminal } from '../terminal/terminal.ts';
import { colourMarks } from './colour.ts';

/** Prints a result: with `--json` the value as one line of JSON, else the text for people. */
export function printResult(
  terminal: Terminal,
  json: boolean | undefined,
  value: unknown,
  text: string,
): void {
  const shown = terminal.hasColour ? colourMarks(text) : text;
  terminal.writeOut(`${json === true ? JSON.stringify(value, writeBigint) : shown}\n`);
}

/** Writes a big integer as a decimal string, as everywhere in the protocol. */
function writeBigint(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Prints progress or a remark to standard error; nothing with `--json`. */
export function printProgress(terminal: Terminal, json: boolean | undefined, text: string): void {
  if (json !== true) terminal.writeErr(`${text}\n`);
}
