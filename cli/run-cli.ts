import { CommanderError } from 'commander';
import { BadInput } from '../core/errors.ts';
import { EngineError } from '../engine/errors/engine-error.ts';
import { ExplainedRefusal } from '../jobs/compute/explain-refusal.ts';
import { ApiError } from '../client/http/api-error.ts';
import { EXIT_CODES, type ExitCode, type ExitName } from '../core/exit-codes.ts';
import { exitOfError } from './terminal/exit-of-error.ts';
import { plainText } from './output/text-format.ts';
import { formatApiError } from './output/api-hints.ts';
import { rewordMisuse } from './output/misuse-text.ts';
import { formatTableProblems } from './output/table-problems.ts';
import { createProgram } from './program.ts';
import { DatasetRefused } from '../tables/table-problem.ts';
import type { Terminal } from './terminal/terminal.ts';

/** Returns the exit code of a command line, without the program's name. Never throws. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exit: ExitName = 'ok';
  const program = createProgram({ terminal, endWith: (name) => (exit = name) });
  try {
    if (args.length === 0) {
      terminal.writeErr(program.helpInformation());
      return EXIT_CODES.usage;
    }
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    exit = exitOfError(error);
    if (exit !== 'ok') terminal.writeErr(`${formatError(error, exit, args.includes('--json'))}\n`);
  }
  return EXIT_CODES[exit];
}

function formatError(error: unknown, exit: ExitName, json: boolean): string {
  const { code, message, details } = describeError(error, exit);
  if (json)
    return JSON.stringify({ error: details === undefined ? { code, message } : { code, message, details } });
  if (error instanceof EngineError) return `error (${code})${formatPlace(error)}: ${plainText(message)}`;
  // Only a list of problems has lines of its own, whose texts are plain already.
  const text = error instanceof DatasetRefused ? message.replaceAll('\n', '\n  ') : plainText(message);
  return `error (${code}): ${text}`;
}

function describeError(error: unknown, exit: ExitName): { code: string; message: string; details?: unknown } {
  if (!(error instanceof Error)) return { code: 'internal', message: `internal error: ${String(error)}` };
  if (error instanceof CommanderError && error.code === 'commander.help') {
    return { code: 'usage', message: 'a command is missing; add --help to see all commands' };
  }
  if (error instanceof CommanderError) {
    const text = error.message
      .replace(/^error: /, '')
      .replaceAll(/\s*\n\s*/g, ' ')
      .replace(/\.$/, '');
    return { code: 'usage', message: `${rewordMisuse(text)}; add --help to see the usage` };
  }
  if (exit === 'internal')
    return { code: 'internal', message: `internal error, please report: ${error.message}` };
  const code = 'code' in error ? String(error.code) : error.name;
  const details = detailsOf(error);
  return { code, message: describeMessage(error), ...(details === undefined ? {} : { details }) };
}

function describeMessage(error: Error): string {
  if (error instanceof DatasetRefused) return formatTableProblems(error);
  return error instanceof ApiError ? formatApiError(error) : error.message;
}

function detailsOf(error: Error): unknown {
  if (error instanceof ApiError) return error.details ?? undefined;
  if (error instanceof DatasetRefused) return error.details;
  if (error instanceof BadInput) return error.path === '' ? undefined : { path: error.path };
  return error instanceof EngineError ? { value: error.value, row: error.row } : undefined;
}

function shorten(id: string): string {
  return `${id.slice(0, 12)}…`;
}

/** Returns the place of an error: key and record of the row, if it concerns one, and the column. */
function formatPlace(error: EngineError): string {
  const { row } = error;
  if (row === null) return '';
  const shown = error instanceof ExplainedRefusal && error.file !== null ? error.file : shorten(row.record);
  const record = row.record === '' ? [] : [plainText(shown)];
  const name = [...(row.key === '' ? [] : [plainText(row.key)]), ...record].join(' of ');
  return ` in ${name === '' ? '' : `${name}, `}${plainText(row.column)}`;
}
