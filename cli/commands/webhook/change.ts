import type { Command } from 'commander';
import { parseNumber } from '../../options/domain-options.ts';
import {
  addWebhookOptions,
  openWebhooks,
  parseWebhookId,
  type WebhookOptions,
  type Webhooks,
} from '../../options/webhook-options.ts';
import { printResult } from '../../output/print.ts';
import { plainText } from '../../output/text-format.ts';
import { formatWebhook } from '../../output/webhook-text.ts';
import type { CommandContext } from '../../terminal/command-context.ts';

const STATE_HELP = `
While a webhook is paused, events wait: resume sends them in their order. It also makes one
active that is failed or gone, and sends immediately.

Examples:
  ledger webhook pause 2c6f… --key company.key.json
  ledger webhook resume 2c6f… --key company.key.json --json`;

const SEND_HELP = `
Both send once, also while the webhook is paused. test sends an event of the type webhook.test;
retry sends what an attempt of the log sent, with the same webhook-id. ledger webhook log shows
what your receiver answered.

Examples:
  ledger webhook test 2c6f… --key company.key.json
  ledger webhook retry 2c6f… 1 --key company.key.json`;

const REMOVE_HELP = `
Nothing more is sent; an attempt that has begun may still arrive. Its log is deleted too.

Examples:
  ledger webhook remove 2c6f… --key company.key.json`;

/** Adds `webhook pause`, `resume`, `test`, `retry` and `remove`. */
export function addWebhookChangeCommands(webhook: Command, context: CommandContext): void {
  const { terminal } = context;
  addStateCommand(webhook, context, { name: 'pause', state: 'paused' });
  addStateCommand(webhook, context, { name: 'resume', state: 'active' });

  const test = describeCommand(webhook, 'test', 'send a test event');
  addWebhookOptions(test, SEND_HELP).action((text: string, options: WebhookOptions) => {
    const id = parseWebhookId(text);
    return sendOnce(context, options, (webhooks) => webhooks.testWebhook({ id }));
  });

  const retry = describeCommand(webhook, 'retry', 'send again what an attempt of the log sent');
  addWebhookOptions(retry.argument('<attempt>', 'number of the attempt in the log'), SEND_HELP).action(
    (text: string, number: string, options: WebhookOptions) => {
      const [id, attempt] = [parseWebhookId(text), parseNumber(number, '<attempt>')];
      return sendOnce(context, options, (webhooks) => webhooks.repeatWebhookAttempt({ id, attempt }));
    },
  );

  const remove = describeCommand(webhook, 'remove', 'send nothing more, and delete the log');
  addWebhookOptions(remove, REMOVE_HELP).action(async (text: string, options: WebhookOptions) => {
    const id = parseWebhookId(text);
    await (await openWebhooks(terminal, options)).removeWebhook({ id });
    printResult(terminal, options.json, { removed: id }, `removed ${id}`);
  });
}

function describeCommand(webhook: Command, name: string, description: string): Command {
  return webhook.command(name).description(description).argument('<id>', 'id of the webhook');
}

function addStateCommand(
  webhook: Command,
  { terminal }: CommandContext,
  { name, state }: { readonly name: string; readonly state: 'active' | 'paused' },
): void {
  const does = state === 'paused' ? 'let events wait' : 'send again, what waits first';
  addWebhookOptions(describeCommand(webhook, name, does), STATE_HELP).action(
    async (text: string, options: WebhookOptions) => {
      const id = parseWebhookId(text);
      const webhooks = await openWebhooks(terminal, options);
      const value = await webhooks.changeWebhookState({ id, state });
      printResult(terminal, options.json, value, formatWebhook(value));
    },
  );
}

async function sendOnce(
  { terminal }: CommandContext,
  options: WebhookOptions,
  send: (webhooks: Webhooks) => Promise<{ readonly message: string }>,
): Promise<void> {
  const value = await send(await openWebhooks(terminal, options));
  printResult(terminal, options.json, value, `will be sent as ${plainText(value.message)}`);
}
