import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addRecordBuildCommand } from './record-build.ts';
import { addRecordEntriesCommand } from './record-entries.ts';
import { addRecordRegisterCommand } from './record-register.ts';
import { addRecordSignCommand } from './record-sign.ts';

/** Adds `record` with its commands. */
export function addRecordCommand(program: Command, context: Context): void {
  const record = program
    .command('record')
    .description('build, sign and register records, and read their entries')
    .helpCommand(false);
  addRecordBuildCommand(record, context);
  addRecordSignCommand(record, context);
  addRecordRegisterCommand(record, context);
  addRecordEntriesCommand(record, context);
}
