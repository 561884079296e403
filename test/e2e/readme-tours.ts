import { execFileSync } from 'node:child_process';
import { runLine } from '../cli/test-terminal.ts';
import { joinLines } from '../helpers/command-lines.ts';
import { hideVarying } from '../helpers/recorded-behaviour.ts';
import { findHash, type LedgerRun, type ReaderSetting } from './ledger-turns.ts';

/** A shell block of README.md. */
export interface TourBlock {
  /** Its lines, with continued lines joined. */
  readonly lines: readonly string[];
  /** The output that README.md shows directly after it; null if it shows none. */
  readonly output: string | null;
}

/** Returns the shell blocks of README.md in their order. */
export function readBlocks(readme: string): TourBlock[] {
  const blocks = readme.matchAll(/^```sh\n(.*?)^```\n(?:\n```\n(.*?)^```\n)?/gms);
  return [...blocks].map(([, text = '', output = null]) => ({
    lines: joinLines(text).filter((line) => line !== ''),
    output,
  }));
}

/** Returns a line of a shell block without its comment. */
export function cutComment(line: string): string {
  return line.replace(/\s+# .*$/, '');
}

/** A reader who pastes the calls of README.md one after the other. */
export interface TourReader {
  /** Runs a call, with the value that it means in the place of `0x…`. */
  run(line: string): Promise<LedgerRun>;
}

interface TourSetting extends ReaderSetting {
  /** The lines that README.md says to paste once. */
  readonly definitions: readonly string[];
}

/** Opens a reader in a folder with `data` and `.carbon-ledger`. */
export function openTourReader(folder: string, { definitions, password, takeTurn }: TourSetting): TourReader {
  // A shell reads the line. What it gives to `ledger` runs in this process: to start another one takes a second each time.
  const pasted = definitions.join('\n').replace('npm run -s ledger --', "printf '%s\\0'");
  const readArguments = (call: string): string[] =>
    execFileSync('bash', ['-euc', `${pasted}\n${call}`], { encoding: 'utf8' })
      .split('\0')
      .slice(0, -1);
  const before: Printed[] = [];
  return {
    async run(line) {
      const call = line.replace('0x…', () => findMeant(line, before));
      const args = readArguments(call);
      const run = await takeTurn(call, () => runHere(args, folder, password));
      before.push({ line, result: run.result });
      return run;
    },
  };
}

/** A call that was run, and its output. */
interface Printed {
  readonly line: string;
  readonly result: string;
}

/** The calls that print the ids which comments in README.md name. */
const NAMED: Readonly<Record<string, RegExp>> = {
  'the inventory': /^ledger (?:record register|verify) \S*inventory\./,
  'the activity data': /^ledger record register activity\./,
};

/** Returns what `0x…` means: the id that the comment names, else what the call before printed. */
function findMeant(line: string, before: readonly Printed[]): string {
  const name = /# id of ([a-z ]+)/.exec(line)?.[1];
  const pattern = name === undefined ? /^/ : NAMED[name];
  const meant = before.findLast((printed) => pattern?.test(printed.line) === true);
  if (meant === undefined) throw new Error(`no call before printed what 0x… means in: ${line}`);
  return findHash(meant.result);
}

async function runHere(args: readonly string[], cwd: string, password: string): Promise<LedgerRun> {
  const env = { LEDGER_KEY_PASSWORD: password };
  const { exit, out, err } = await runLine(args, { cwd, env, now: Date.now() });
  return { exit, result: out, messages: err };
}

/** Returns an output without values that differ from run to run, and with one blank between its words. */
export function normalise(output: string): string {
  return hideVarying(output).replaceAll(/\s+/g, ' ').trim();
}

/** Returns the parts of an output that README.md shows, normalised; lines with … separate them. */
export function splitShown(output: string): string[] {
  const parts = output.split(/^\s*…$/m).map(normalise);
  return parts.filter((part) => part !== '');
}
