import type { Command } from 'commander';
import { COMMAND_NAMES, openProgram } from '../../cli/program.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';

/** Returns the command line with the code of all commands. */
export function openWholeProgram(): Promise<Command> {
  return openProgram({ terminal: openTerminal(), endWith: () => undefined }, COMMAND_NAMES);
}

/** A command, and the words that call it, such as `record build`. */
export interface NamedCommand {
  readonly words: readonly string[];
  readonly command: Command;
}

/** Returns every command below a command that does something. Groups such as `record` do nothing and have no arguments. */
export function listCommands(program: Command): NamedCommand[] {
  return walkCommands(program).filter(
    ({ command }) => command.commands.length === 0 || command.registeredArguments.length > 0,
  );
}

function walkCommands(parent: Command, before: readonly string[] = []): NamedCommand[] {
  return parent.commands.flatMap((command) => {
    const words = [...before, command.name()];
    return [{ words, command }, ...walkCommands(command, words)];
  });
}

/** Returns the help text of a command, including the examples after its options. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (more) => (text += more) });
  command.outputHelp();
  return text;
}

/** Returns the examples that `--help` prints for commands and groups of commands: one line each, none twice. */
export function listExamples(program: Command): string[] {
  const examples = walkCommands(program).flatMap(({ command }) => {
    const [, below = ''] = helpOf(command).split('Examples:\n');
    return joinLines(below).filter((line) => line !== '');
  });
  return [...new Set(examples)];
}

/** Returns the lines of a shell text without their indents. Lines that end with a backslash are joined with the next one. */
export function joinLines(text: string): string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim());
}

/** Returns the arguments of `ledger` in lines that call it, without a setting, a pipe or a comment around the call. */
export function findCalls(lines: readonly string[]): string[] {
  return lines.flatMap((line) => /^(?:\w+=\S+ |echo \S+ \| )?ledger (.*?)(?:\s+#.*)?$/.exec(line)?.[1] ?? []);
}

/** Splits arguments at blanks, except between double quotes. */
export function splitWords(call: string): string[] {
  return [...call.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
