import type { Command } from 'commander';

/** The option that names documents as inputs. */
export interface DocumentOptions {
  readonly document?: readonly string[];
}

/** Adds the option that names documents as inputs of a run. */
export function addDocumentOption(command: Command): Command {
  const many = (value: string, before: string[] = []): string[] => [...before, value];
  return command.option(
    '--document <file>',
    'matrix that a row of the inputs names by its hash, .parquet or .mtx; repeat for each one',
    many,
  );
}
