import type { Command } from 'commander';
import * as z from 'zod';
import type { Operations } from '../../client/generated/openapi.ts';
import { openOperations } from '../../client/http/operations.ts';
import { addWebhook, changeWebhookState } from '../../client/http/webhooks.ts';
import type { CommonOptions } from '../terminal/command-context.ts';
import { readBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from './reader-options.ts';

/** Options of every command that asks the server about webhooks. */
export type WebhookOptions = CommonOptions & ReaderOptions;

/** Adds the options of a command that asks the server about webhooks. */
export function addWebhookOptions(command: Command, help: string): Command {
  return addReaderOptions(command, 'key file of the party, to sign in with')
    .option('--json', 'print JSON')
    .addHelpText('after', help);
}

/** What a party can ask the server about its webhooks. */
export interface Webhooks extends Operations {
  readonly addWebhook: (webhook: Parameters<typeof addWebhook>[1]) => ReturnType<typeof addWebhook>;
  readonly changeWebhookState: (
    change: Parameters<typeof changeWebhookState>[1],
  ) => ReturnType<typeof changeWebhookState>;
}

/** Returns what the server offers, signed in as the party of the webhooks. @throws UsageError `option`; ApiError */
export async function openWebhooks(terminal: Terminal, options: WebhookOptions): Promise<Webhooks> {
  if (options.key === undefined)
    throw new UsageError('option', 'webhooks are for the party that has them: sign in with --key <key file>');
  const api = await openReaderApi(terminal, options);
  return {
    ...openOperations(api),
    addWebhook: (webhook) => addWebhook(api, webhook),
    changeWebhookState: (change) => changeWebhookState(api, change),
  };
}

/** Returns the id of a webhook from the command line. @throws UsageError `option` */
export function parseWebhookId(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new UsageError(
    'option',
    `${text} is not the id of a webhook: expected 36 characters, as ledger webhook list prints them`,
  );
}

const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** Returns the key that a secret of a webhook stands for: from its file, else from WEBHOOK_SECRET. @throws UsageError `option`, `file-unreadable` */
export async function readWebhookSecret(terminal: Terminal, file: string | undefined): Promise<Uint8Array> {
  const text =
    file === undefined
      ? terminal.env['WEBHOOK_SECRET']
      : new TextDecoder().decode(await readBytes(terminal, file));
  if (text === undefined)
    throw new UsageError(
      'option',
      'the secret is missing: name its file with --secret, or set WEBHOOK_SECRET',
    );
  // The message shows nothing of the text: it may be another secret.
  const [, key] = SECRET.exec(text.trim()) ?? [];
  if (key === undefined)
    throw new UsageError(
      'option',
      `${file ?? 'WEBHOOK_SECRET'} is not the secret of a webhook: expected whsec_ and base64`,
    );
  return Buffer.from(key, 'base64');
}
