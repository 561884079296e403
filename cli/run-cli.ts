import { CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode, type ExitName } from '../core/exit-codes.ts';
import type { Failure } from './output/failure.ts';
import { plainText } from './output/text-format.ts';
import { rewordMisuse } from './output/misuse-text.ts';
import { findCommand, openProgram } from './program.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Returns the exit code of a command line, without the program's name. Never throws. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitName = 'ok';
  const named = findCommand(args);
  try {
    const context = { terminal, endWith: (name: ExitName): void => void (exit = name) };
    const program = await openProgram(context, named === null ? [] : [named]);
    if (args.length === 0) {
      terminal.writeErr(program.helpInformation());
      return EXIT_CODES.usage;
    }
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const failure = await describe(error);
    exit = failure?.exit ?? 'ok';
    if (failure !== null) terminal.writeErr(`${formatFailure(failure, args.includes('--json'))}\n`);
  }
  return EXIT_CODES[exit];
}

/** Returns null where the command line ends after its help. */
async function describe(error: unknown): Promise<Failure | null> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? null : describeMisuse(error);
  // Its classes of errors are those of half the project: who mistypes an option need not wait for them.
  const { describeFailure } = await import('./output/failure.ts');
  return describeFailure(error);
}

function describeMisuse(error: CommanderError): Failure {
  const text = error.message
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '');
  const message =
    error.code === 'commander.help'
      ? 'a command is missing; add --help to see all commands'
      : `${rewordMisuse(text)}; add --help to see the usage`;
  return { exit: 'usage', code: 'usage', message, text: `: ${plainText(message)}` };
}

function formatFailure({ code, message, details, text }: Failure, json: boolean): string {
  return json ? JSON.stringify({ error: { code, message, details } }) : `error (${code})${text}`;
}
