import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addDocumentGetCommand } from './get.ts';
import { addDocumentSendCommand } from './send.ts';

/** Adds `document` with its commands. */
export function addDocumentCommand(program: Command, context: CommandContext): void {
  const document = program.command('document').helpCommand(false);
  addDocumentSendCommand(document, context);
  addDocumentGetCommand(document, context);
}
