import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addEvaluateCommand } from './evaluate.ts';

/** Adds `agents` with its command. */
export function addAgentsCommand(program: Command, context: CommandContext): void {
  addEvaluateCommand(program.command('agents').helpCommand(false), context);
}
