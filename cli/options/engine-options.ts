import type { Command } from 'commander';
import { digestEngine, openEngines } from '../../jobs/engines/engine-files.ts';
import { engineFolder, openKnownEngine } from '../engines/engine-folder.ts';
import { readSources } from '../../jobs/engines/engine-sources.ts';
import { listNamedEngines } from '../../jobs/engines/named-engines.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { OpenEngine } from '../../core/verify/engine.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The file of an engine that this program does not have. */
export interface EngineOptions {
  readonly engine?: string;
}

/** Adds the option that names the file of an engine. */
export function addEngineOption(command: Command): Command {
  return command.option('--engine <file>', 'file of the engine that a run names, if this program lacks it');
}

/** What help says about the file of an engine. */
export const ENGINE_FILE = `With --engine it also takes the engine of a run from a file, such as an engine that was released
before or after this program. It runs only if its SHA-256 is what the run names, and the policy
accepts it: an engine is a program.`;

type Named = Parameters<typeof listNamedEngines>[0];

/**
 * Returns what opens engines: those of this program, and the one in the file of `--engine`, which must be one that the runs in the proof
 * file name. Where it shows none, or cannot be read and `named` is null, nothing will run.
 * @throws UsageError `file-unreadable`, `other-engine`
 */
export async function openGivenEngine(
  terminal: Terminal,
  { engine: path }: EngineOptions,
  named: Named | null,
): Promise<OpenEngine> {
  if (path === undefined) return openKnownEngine;
  const bytes = await readBytes(terminal, path);
  const digest = digestEngine(bytes);
  if (named !== null) checkNamed(path, digest, [...listNamedEngines(named)]);
  const given = readSources([{ digest, bytes }]);
  return openEngines(async (asked) => (await given(asked)) ?? engineFolder.read(asked));
}

function checkNamed(path: string, digest: Hex, named: readonly Hex[]): void {
  if (named.length === 0 || named.includes(digest)) return;
  throw new UsageError(
    'other-engine',
    `${path} has the SHA-256 ${digest}, and no run names this engine: expected ${named.join(' or ')}. Ask the party for the file of its engine`,
  );
}
