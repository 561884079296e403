import type { Command } from 'commander';
import { normaliseBundle } from '../../core/proofs/bundle.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { printResult } from '../output/print.ts';
import { readBytes, readNaming, replaceFile, writeNewFile } from '../terminal/files.ts';
import { UsageError } from '../terminal/usage-error.ts';

interface NormaliseOptions extends CommonOptions {
  readonly output?: string;
}

const HELP = `
An editor that adds a line end or a byte order mark, or a program that formats JSON, leaves a
file that no longer verifies, although nothing in it was changed. This command writes the same
values in the only form that a proof file has. It checks no proof: "ledger verify" does.
What it reads from standard input it writes to standard output, unless -o names a file.

Examples:
  ledger proof normalise received.carbon-proof.json
  ledger proof normalise received.carbon-proof.json -o as-written.carbon-proof.json`;

/** Adds `normalise <file>` to `proof`. */
export function addNormaliseCommand(proof: Command, context: CommandContext): void {
  proof
    .command('normalise')
    .description('rewrite a proof file that was reformatted, in its canonical form')
    .argument('<file>', 'proof file, *.carbon-proof.json, - for standard input')
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
  if (path === '-' && output === undefined && json === true)
    throw new UsageError('option', 'with --json a file from standard input needs -o: what to write');
  const before = await readBytes(terminal, path);
  const text = readNaming(path, () => normaliseBundle(dropMark(before)));
  if (path === '-' && output === undefined) return terminal.writeOut(text);
  const after = new TextEncoder().encode(text);
  const changed = Buffer.compare(before, after) !== 0;
  const file = output ?? path;
  if (output !== undefined) await writeNewFile(terminal, output, after);
  else if (changed) await replaceFile(terminal, path, after, 'shared');
  const told = changed
    ? `written to ${file}: the same values in canonical form, ${after.length} bytes`
    : `${path} is in canonical form already`;
  printResult(terminal, json, { file, changed, bytes: after.length }, told);
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Returns a text without the mark that some editors write before it. */
function dropMark(bytes: Uint8Array): Uint8Array {
  return BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte) ? bytes.subarray(3) : bytes;
}
