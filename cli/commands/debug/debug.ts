import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addCheckCommand } from './check.ts';
import { addHashCommand } from './hash.ts';

/** Adds `debug` with its commands. */
export function addDebugCommand(program: Command, context: CommandContext): void {
  const debug = program.command('debug').helpCommand(false);
  addHashCommand(debug, context);
  addCheckCommand(debug, context);
}
