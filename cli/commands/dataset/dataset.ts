import type { Command } from 'commander';
import type { CommandContext } from '../../terminal/command-context.ts';
import { addDatasetDiffCommand } from './diff.ts';
import { addDatasetFuseCommand } from './fuse.ts';
import { addDatasetImportCommand } from './import.ts';
import { addDatasetProcessesCommand } from './processes.ts';
import { addDatasetProposeCommand } from './propose.ts';
import { addDatasetRegisterCommand } from './register.ts';
import { addDatasetShowCommand } from './show.ts';
import { addDatasetTableCommand } from './table.ts';
import { addDatasetTemplateCommand } from './template.ts';

/** Adds `dataset` with its commands. */
export function addDatasetCommand(program: Command, context: CommandContext): void {
  const dataset = program.command('dataset').helpCommand(false);
  addDatasetProposeCommand(dataset, context);
  addDatasetImportCommand(dataset, context);
  addDatasetTableCommand(dataset, context);
  addDatasetTemplateCommand(dataset, context);
  addDatasetProcessesCommand(dataset, context);
  addDatasetShowCommand(dataset, context);
  addDatasetDiffCommand(dataset, context);
  addDatasetFuseCommand(dataset, context);
  addDatasetRegisterCommand(dataset, context);
}
