import type { Terminal } from '../terminal/terminal.ts';

/** Prints a result: the value as one line of JSON where `--json` was given, else the text for people. */
export function printResult(
  terminal: Terminal,
  json: boolean | undefined,
  value: unknown,
  text: string,
): void {
  terminal.writeOut(`${json === true ? JSON.stringify(value, writeBigint) : text}\n`);
}

/** Big integers are decimal strings, as everywhere in the protocol. */
function writeBigint(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Prints a remark on the way, which is no result: to standard error, and not where a program reads. */
export function printProgress(terminal: Terminal, json: boolean | undefined, text: string): void {
  if (json !== true) terminal.writeErr(`${text}\n`);
}
