import type { Command } from 'commander';
import { surveyPanorama } from '../../jobs/survey/survey-panorama.ts';
import { resolveRecordId } from '../options/id-arguments.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { formatPanorama } from '../output/figures/panorama-text.ts';
import { printResult } from '../output/print.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/usage-error.ts';

type PanoramaOptions = CommonOptions & ReaderOptions;

const HELP = `
Shows a result of panorama@1: production, consumption, nature and avoided over years, side by
side. Each line says which figures it cites, and whether their record is final, replaced,
withdrawn or verified by an auditor, as the ledger says now. Lines are never added up.
Compute one by "ledger compute panorama@1"; "ledger explain" leads from a line to its rows.

Examples:
  ledger panorama 0x… --key company.key.json
  ledger panorama 0x… --key company.key.json --json`;

/** Adds `panorama <id>`. */
export function addPanoramaCommand(program: Command, { terminal }: CommandContext): void {
  const command = program.command('panorama').argument('<id>', 'record id, or its first 8 or more digits');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (text: string, options: PanoramaOptions) => {
      const api = await openReaderApi(terminal, options);
      const id = await resolveRecordId(api, text);
      const surveyed = await surveyPanorama(api, id);
      if (surveyed === null)
        throw new UsageError(
          'option',
          `${id} has no line of a panorama: give the id of a result of panorama@1`,
        );
      const { sheet, standings } = surveyed;
      const known = [...standings].map(([record, standing]) => ({ record, ...standing }));
      const json = { ...sheet, standings: known };
      printResult(terminal, options.json, json, formatPanorama(sheet, standings));
    });
}
