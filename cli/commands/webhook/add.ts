import type { Command } from 'commander';
import type { NewWebhook, WebhookWithSecret } from '../../../client/generated/openapi.ts';
import { parsePartyName } from '../../options/id-arguments.ts';
import {
  addWebhookOptions,
  openWebhooks,
  parseWebhookId,
  type WebhookOptions,
  type Webhooks,
} from '../../options/webhook-options.ts';
import { printResult } from '../../output/print.ts';
import { formatWebhook } from '../../output/webhook-text.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { checkNewFile, writeNewFile } from '../../terminal/files.ts';
import { UsageError } from '../../terminal/usage-error.ts';

type SecretOptions = WebhookOptions & { readonly secret: string };

type AddOptions = SecretOptions & {
  readonly owner?: string;
  readonly type?: string;
  readonly kind?: string;
  readonly party?: string;
  readonly addressee?: string;
  readonly anyone?: boolean;
  readonly after?: string;
};

const ADD_HELP = `
The server then sends events to the URL, each in a signed POST, from now on or from --after.
Without other options these are accepted and rejected records that are meant for your party.
The secret that signs them is written to the new file of --secret and shown nowhere else: give
it to the program that receives them, which docs/webhooks.md shows.

Examples:
  ledger webhook add https://hooks.example.org/ledger --owner lei:529900T8BM49AURSDO55 --key company.key.json --secret hook.secret
  ledger webhook add https://hooks.example.org/own --owner lei:529900T8BM49AURSDO55 --party lei:529900T8BM49AURSDO55 --type record.accepted,batch.final --key company.key.json --secret own.secret --json`;

const ROTATE_HELP = `
Writes a new secret to a new file. For a day the secret before signs too, so that your receiver
can change without a gap; rotating twice ends the first secret immediately.

Examples:
  ledger webhook rotate 2c6f… --key company.key.json --secret next.secret`;

/** Adds `webhook add`. */
export function addWebhookAddCommand(webhook: Command, context: CommandContext): void {
  const command = webhook
    .command('add')
    .description('have events sent to a URL')
    .argument('<url>', 'https URL of your receiver')
    .option('--owner <party>', 'party that gets it, where your key belongs to several')
    .option('--type <types>', 'only events of these types, such as record.accepted,batch.final')
    .option('--kind <kinds>', 'of events of records, only those of these kinds')
    .option('--party <parties>', 'only events of these parties and of their records')
    .option('--addressee <parties>', 'of events of records, only those meant for one of these parties')
    .option('--anyone', 'events of records for anyone and for nobody too')
    .option('--after <event>', 'begin behind this event; 0: at the beginning of the ledger');
  addWebhookOptions(addSecretOption(command), ADD_HELP).action((url: string, options: AddOptions) => {
    const webhook = readNewWebhook(url, options);
    return keepSecret(context, options, (webhooks) => webhooks.addWebhook(webhook));
  });
}

/** Adds `webhook rotate`. */
export function addWebhookRotateCommand(webhook: Command, context: CommandContext): void {
  const command = webhook
    .command('rotate')
    .description('make a new secret')
    .argument('<id>', 'id of the webhook');
  addWebhookOptions(addSecretOption(command), ROTATE_HELP).action((text: string, options: SecretOptions) => {
    const id = parseWebhookId(text);
    return keepSecret(context, options, (webhooks) => webhooks.rotateWebhookSecret({ id }));
  });
}

function addSecretOption(command: Command): Command {
  return command.requiredOption('--secret <file>', 'new file for the secret, which only you may read');
}

/** What the server refuses is not checked here too. @throws UsageError `option`; BadInput `identifier-…` */
function readNewWebhook(url: string, options: AddOptions): NewWebhook {
  const { owner, type, kind, party, addressee, anyone, after } = options;
  if (anyone === true && addressee !== undefined)
    throw new UsageError('option', '--anyone and --addressee exclude each other: give one of them');
  const split = (list: string | undefined): string[] | undefined => list?.split(',');
  return {
    ...{ url, after, party: owner === undefined ? undefined : parsePartyName(owner) },
    types: split(type) as NewWebhook['types'],
    kinds: split(kind) as NewWebhook['kinds'],
    parties: split(party)?.map(parsePartyName),
    addressees: anyone === true ? null : split(addressee)?.map(parsePartyName),
  };
}

/** Writes the secret of the answer to a file, and prints everything else. @throws UsageError `file-exists`, `file-unwritable` */
async function keepSecret(
  { terminal }: CommandContext,
  options: SecretOptions,
  ask: (webhooks: Webhooks) => Promise<WebhookWithSecret>,
): Promise<void> {
  const file = options.secret;
  checkNewFile(terminal, file);
  const { secret, ...webhook } = await ask(await openWebhooks(terminal, options));
  try {
    await writeNewFile(terminal, file, `${secret}\n`, 'secret');
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    const next = `ledger webhook rotate ${webhook.id} writes another one`;
    throw new UsageError(
      cause.code,
      `${cause.message}. The webhook is there, its secret is lost: ${next}`,
      cause,
    );
  }
  printResult(
    terminal,
    options.json,
    { ...webhook, secretFile: file },
    `${formatWebhook(webhook)}\nsecret written to ${file}`,
  );
}
