import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addRecordBuildCommand } from './build.ts';
import { addRecordEntriesCommand } from './entries.ts';
import { addRecordListCommand } from './list.ts';
import { addRecordRegisterCommand } from './register.ts';
import { addRecordShowCommand } from './show.ts';
import { addRecordSignCommand } from './sign.ts';

/** Adds `record` with its commands. */
export function addRecordCommand(program: Command, context: CommandContext): void {
  const record = program.command('record').helpCommand(false);
  addRecordBuildCommand(record, context);
  addRecordSignCommand(record, context);
  addRecordRegisterCommand(record, context);
  addRecordListCommand(record, context);
  addRecordShowCommand(record, context);
  addRecordEntriesCommand(record, context);
}
