import type { Command } from 'commander';
import { fetchToFile } from '../../inputs/document-cache.ts';
import { parseSha256 } from '../../options/sha256-argument.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../../options/reader-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { checkNewFile } from '../../terminal/files.ts';

interface GetOptions extends CommonOptions, ReaderOptions {
  readonly output?: string;
}

const HELP = `
The hash is in the entry that names the document, as detail.sha256. The file is hashed here: one
with another hash is not kept. Documents of private entries need --key of a party that may read
these. What arrives is in <file>.part until it is complete: run the command again to continue.

Exit codes: 0 done, 1 the server sent another file or refuses, 4 it does not answer.

Examples:
  ledger document get 3f1d… -o activity-again.csv --key company.key.json
  ledger document get 3f1d… --key company.key.json --json`;

/** Adds `document get <sha256>`. */
export function addDocumentGetCommand(document: Command, context: CommandContext): void {
  const command = document
    .command('get')
    .description('get a file by its hash')
    .argument('<sha256>', 'SHA-256 of the document, 64 hex digits')
    .option('-o, --output <file>', 'new file to write (else named by the hash)');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((sha256: string, options: GetOptions) => get(context, sha256, options));
}

async function get({ terminal }: CommandContext, text: string, options: GetOptions): Promise<void> {
  const sha256 = parseSha256(text);
  const output = options.output ?? sha256;
  checkNewFile(terminal, output);
  const api = await openReaderApi(terminal, options);
  const say = (line: string): void => printProgress(terminal, options.json, line);
  const size = await fetchToFile(terminal, api, { sha256, size: null }, { path: output, say });
  printResult(terminal, options.json, { sha256, size, output }, `written to ${output}, ${size} bytes`);
}
