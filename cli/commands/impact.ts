import type { Command } from 'commander';
import { readImpact } from '../../jobs/impact/read-impact.ts';
import { resolveRecordId } from '../options/id-arguments.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { formatImpact } from '../output/impact-text.ts';
import { printResult } from '../output/print.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';

type ImpactOptions = CommonOptions & ReaderOptions;

const HELP = `
Each dependent has one of these states:
  stale       depends on a row or figure that the newest version changed
  restated    its own newest version uses the new data
  unaffected  does not depend on changed data
  withdrawn   it was withdrawn, or is a withdrawal

Dependents of earlier versions are listed too, each with the version that it uses. Private
entries need --key; without them a record is compared as a whole.

Examples:
  ledger impact 0x…
  ledger impact 0x… --key company.key.json --json`;

/** Adds `impact <id>`. */
export function addImpactCommand(program: Command, { terminal }: CommandContext): void {
  const command = program.command('impact').argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (text: string, options: ImpactOptions) => {
      const api = await openReaderApi(terminal, options);
      const impact = await readImpact(api, await resolveRecordId(api, text));
      printResult(terminal, options.json, impact, formatImpact(impact));
    });
}
