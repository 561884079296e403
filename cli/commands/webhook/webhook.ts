import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addWebhookAddCommand, addWebhookRotateCommand } from './add.ts';
import { addWebhookChangeCommands } from './change.ts';
import { addWebhookReadCommands } from './read.ts';
import { addWebhookVerifyCommand } from './verify.ts';

/** Adds `webhook` with its commands. */
export function addWebhookCommand(program: Command, context: CommandContext): void {
  const webhook = program.command('webhook').helpCommand(false);
  addWebhookAddCommand(webhook, context);
  addWebhookReadCommands(webhook, context);
  addWebhookChangeCommands(webhook, context);
  addWebhookRotateCommand(webhook, context);
  addWebhookVerifyCommand(webhook, context);
}
