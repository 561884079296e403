import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addDatasetDiffCommand } from './dataset-diff.ts';
import { addDatasetFuseCommand } from './dataset-fuse.ts';
import { addDatasetImportCommand } from './dataset-import.ts';
import { addDatasetRegisterCommand } from './dataset-register.ts';
import { addDatasetShowCommand } from './dataset-show.ts';

/** Adds `dataset` with its commands. */
export function addDatasetCommand(program: Command, context: Context): void {
  const dataset = program
    .command('dataset')
    .description('read tables as datasets, compare, fuse and register them')
    .helpCommand(false);
  addDatasetImportCommand(dataset, context);
  addDatasetShowCommand(dataset, context);
  addDatasetDiffCommand(dataset, context);
  addDatasetFuseCommand(dataset, context);
  addDatasetRegisterCommand(dataset, context);
}
