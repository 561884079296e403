import type { Command } from 'commander';
import { parseNumber } from '../../options/domain-options.ts';
import {
  addWebhookOptions,
  openWebhooks,
  parseWebhookId,
  type WebhookOptions,
} from '../../options/webhook-options.ts';
import { printResult } from '../../output/print.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import { formatWebhook, rowOfAttempt, rowOfWebhook } from '../../output/webhook-text.ts';
import type { CommandContext } from '../../terminal/command-context.ts';

type PageOptions = WebhookOptions & { readonly limit: string; readonly cursor?: string };

const LIST_HELP = `
Lists the webhooks of the parties whose key signs in.

Examples:
  ledger webhook list --key company.key.json`;

const SHOW_HELP = `
Shows what it is sent, and whether that succeeds.

Examples:
  ledger webhook show 2c6f… --key company.key.json
  ledger webhook show 2c6f… --key company.key.json --json`;

const LOG_HELP = `
Every attempt to deliver, the last first: its number, when, the type of the event, its
webhook-id, and what your receiver answered. With --json, also what was sent.

Examples:
  ledger webhook log 2c6f… --key company.key.json
  ledger webhook log 2c6f… --limit 100 --key company.key.json --json`;

/** Adds `webhook list`, `webhook show` and `webhook log`. */
export function addWebhookReadCommands(webhook: Command, { terminal }: CommandContext): void {
  const list = addPageOptions(webhook.command('list').description('list the webhooks of your parties'));
  addWebhookOptions(list, LIST_HELP).action(async (options: PageOptions) => {
    const query = readPage(options);
    const page = await (await openWebhooks(terminal, options)).listWebhooks(query);
    const text = formatPage(page.items.map(rowOfWebhook), page.next, 'no webhooks');
    printResult(terminal, options.json, page, text);
  });

  const show = webhook.command('show').description('show a webhook').argument('<id>', 'id of the webhook');
  addWebhookOptions(show, SHOW_HELP).action(async (text: string, options: WebhookOptions) => {
    const id = parseWebhookId(text);
    const value = await (await openWebhooks(terminal, options)).readWebhook({ id });
    printResult(terminal, options.json, value, formatWebhook(value));
  });

  const log = webhook
    .command('log')
    .description('show what was sent, and what was answered')
    .argument('<id>', 'id of the webhook');
  addWebhookOptions(addPageOptions(log), LOG_HELP).action(async (text: string, options: PageOptions) => {
    const query = { id: parseWebhookId(text), ...readPage(options) };
    const page = await (await openWebhooks(terminal, options)).listWebhookAttempts(query);
    const shown = formatPage(page.items.map(rowOfAttempt), page.next, 'nothing was sent');
    printResult(terminal, options.json, page, shown);
  });
}

function addPageOptions(command: Command): Command {
  return command
    .option('--limit <number>', 'how many at most', '20')
    .option('--cursor <cursor>', 'where to continue: the cursor that the page before printed');
}

function readPage({ limit, cursor }: PageOptions): { limit: number; cursor: string | undefined } {
  return { limit: parseNumber(limit, '--limit'), cursor };
}

function formatPage(rows: readonly (readonly string[])[], next: string | null, none: string): string {
  const more = next === null ? '' : `\nmore: add --cursor ${plainText(next)}`;
  return `${rows.length === 0 ? none : formatTable(rows)}${more}`;
}
