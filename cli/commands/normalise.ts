import type { Command } from 'commander';
import { normaliseBundle } from '../../core/proofs/bundle.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { readBytes, readNaming, replaceFile, writeNewFile } from '../terminal/files.ts';

interface NormaliseOptions extends CommonOptions {
  readonly output?: string;
}

const HELP = `
An editor that adds a line end, or a program that formats JSON, leaves a file that no longer
verifies, although nothing in it was changed. This command writes the same values in the only
form that a proof file has. It checks no proof: "ledger verify" does.

Examples:
  ledger proof normalise received.carbon-proof.json
  ledger proof normalise received.carbon-proof.json -o as-written.carbon-proof.json`;

/** Adds `normalise <file>` to `proof`. */
export function addNormaliseCommand(proof: Command, context: CommandContext): void {
  proof
    .command('normalise')
    .description('rewrite a proof file that was reformatted, in its canonical form')
    .argument('<file>', 'proof file, *.carbon-proof.json')
    .option('-o, --output <file>', 'new file to write (else the file is replaced)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: NormaliseOptions) => normaliseFile(context, file, options));
}

async function normaliseFile(
  { terminal }: CommandContext,
  path: string,
  { output, json }: NormaliseOptions,
): Promise<void> {
  const before = await readBytes(terminal, path);
  const after = new TextEncoder().encode(readNaming(path, () => normaliseBundle(before)));
  const changed = Buffer.compare(before, after) !== 0;
  const file = output ?? path;
  if (output !== undefined) await writeNewFile(terminal, output, after);
  else if (changed) await replaceFile(terminal, path, after, 'shared');
  const text = changed
    ? `written to ${file}: the same values in canonical form, ${after.length} bytes`
    : `${path} is in canonical form already`;
  printResult(terminal, json, { file, changed, bytes: after.length }, text);
}
