import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { sendDocument } from '../../../client/http/transfer-document.ts';
import { hashBytes } from '../../../tables/hash-bytes.ts';
import { parseSha256 } from '../../options/sha256-argument.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../../options/reader-options.ts';
import { printProgress, printResult } from '../../output/print.ts';
import { reportTransfer } from '../../output/transfer-text.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { streamBytes } from '../../terminal/files.ts';
import { UsageError } from '../../terminal/usage-error.ts';

interface SendOptions extends CommonOptions, ReaderOptions {
  readonly sha256?: string;
}

const HELP = `
Sends the file of an entry that states sha256, size and mediaType in its detail: the source of
a dataset, or a matrix that is too large for rows. The record with the entry must be
registered first, with its entries, by the party that signs in with --key. A file has at most
1 GiB. After a cut connection, it continues where it was cut; run the command again to continue
later. The server computes the hash itself and stores nothing else.

Who may read the entries of the record may read the document.

Examples:
  ledger document send activity.csv --key company.key.json
  ledger document send activity.csv --sha256 3f1d… --key company.key.json --json`;

/** Adds `document send <file>`. */
export function addDocumentSendCommand(document: Command, context: CommandContext): void {
  const command = document
    .command('send')
    .description('send a file that an entry of your record names')
    .argument('<file>', 'the file')
    .option('--sha256 <hash>', 'refuse to send a file with another SHA-256');
  addReaderOptions(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((file: string, options: SendOptions) => send(context, file, options));
}

async function send({ terminal }: CommandContext, file: string, options: SendOptions): Promise<void> {
  const expected = options.sha256 === undefined ? null : parseSha256(options.sha256);
  if (options.key === undefined)
    throw new UsageError(
      'option',
      'documents are sent by the party of the record: sign in with --key <key file>',
    );
  if (file === '-') throw new UsageError('option', 'standard input can be read only once: name a file');
  const { sha256, size } = await hashBytes(streamBytes(terminal, file));
  if (expected !== null && sha256 !== expected)
    throw new UsageError('option', `${file} has the SHA-256 ${sha256}, expected ${expected}`);
  const api = await openReaderApi(terminal, options);
  const path = resolve(terminal.cwd, file);
  const open = (start: number): AsyncIterable<Uint8Array> => createReadStream(path, { start });
  const say = (text: string): void => printProgress(terminal, options.json, text);
  const isNew = await sendDocument(api, { sha256, size }, open, reportTransfer(size, say));
  const text = `${isNew ? 'stored' : 'stored before'}  ${size} bytes, SHA-256 ${sha256}`;
  printResult(terminal, options.json, { sha256, size, isNew }, text);
}
