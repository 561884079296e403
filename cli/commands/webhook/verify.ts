import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Command } from 'commander';
import { printResult } from '../../output/print.ts';
import { readWebhookSecret } from '../../options/webhook-options.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { readBytes } from '../../terminal/files.ts';
import { UsageError } from '../../terminal/usage-error.ts';

type VerifyOptions = CommonOptions & {
  readonly headers: string;
  readonly secret?: string;
  readonly anyTime?: boolean;
};

const HELP = `
Checks that the ledger of your secret sent the body: one of the signatures in its headers is
that of the body, and the attempt is at most five minutes old. The body is the file as it
arrived, byte for byte. The headers are one a line, name: value; only those that begin with
webhook- count. It asks no server. Your receiver does the same by itself for each event:
docs/webhooks.md has a program.

Examples:
  ledger webhook verify body.json --headers headers.txt --secret receiver.secret
  ledger webhook verify body.json --headers headers.txt --secret receiver.secret --any-time --json`;

/** Seconds by which the time of an attempt and the clock here may differ. */
const TOLERANCE = 300;

/** Adds `webhook verify`. */
export function addWebhookVerifyCommand(webhook: Command, context: CommandContext): void {
  webhook
    .command('verify')
    .description('check the signature of something that was received')
    .argument('<body>', 'file with the body as it arrived')
    .requiredOption('--headers <file>', 'file with the headers that came with it')
    .option('--secret <file>', 'file with the secret of the webhook (else WEBHOOK_SECRET)')
    .option('--any-time', 'also of an attempt that is older')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((body: string, options: VerifyOptions) => verify(context, body, options));
}

async function verify(
  { terminal, endWith }: CommandContext,
  file: string,
  { headers, secret, anyTime, json }: VerifyOptions,
): Promise<void> {
  if ([file, headers, secret].filter((name) => name === '-').length > 1)
    throw new UsageError('option', 'standard input can be read only once: name files');
  const received = {
    ...parseHeaders(headers, new TextDecoder().decode(await readBytes(terminal, headers))),
    body: await readBytes(terminal, file),
  };
  const isSigned = isSignedBy(await readWebhookSecret(terminal, secret), received);
  const age = Math.floor(terminal.now() / 1000) - Number(received.timestamp);
  const isOld = anyTime !== true && !(Math.abs(age) <= TOLERANCE);
  const { id, timestamp } = received;
  const value = { id, timestamp: Number(timestamp), isSigned, isOld, isGenuine: isSigned && !isOld };
  printResult(terminal, json, value, describe(value));
  if (!value.isGenuine) endWith('refused');
}

function describe({ isSigned, isOld }: { readonly isSigned: boolean; readonly isOld: boolean }): string {
  if (!isSigned) return '✗ not genuine: no signature is that of this body and this secret';
  if (isOld)
    return '✗ not accepted: signed with this secret, but more than five minutes ago or ahead. Anybody can have kept a copy';
  return '✓ genuine: signed with this secret';
}

interface Received {
  readonly id: string;
  /** Unix seconds, as they were sent. */
  readonly timestamp: string;
  readonly signatures: readonly string[];
  readonly body: Uint8Array;
}

/** @throws UsageError `option` */
function parseHeaders(file: string, text: string): Omit<Received, 'body'> {
  const headers = new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const [, name, value] = /^(webhook-[a-z]+)\s*:\s*(.*?)\s*$/i.exec(line) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value ?? '']];
    }),
  );
  const valueOf = (name: string): string => {
    const value = headers.get(name);
    if (value === undefined) throw new UsageError('option', `${file} has no header ${name}`);
    return value;
  };
  const timestamp = valueOf('webhook-timestamp');
  if (!/^[0-9]{1,12}$/.test(timestamp))
    throw new UsageError('option', `the webhook-timestamp in ${file} is not in unix seconds`);
  return { id: valueOf('webhook-id'), timestamp, signatures: valueOf('webhook-signature').split(' ') };
}

/** Tells whether a signature is HMAC-SHA256 of `id.timestamp.body` (Standard Webhooks 1.0.0). */
function isSignedBy(key: Uint8Array, { id, timestamp, signatures, body }: Received): boolean {
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.some((signature) => {
    const [version, text = ''] = signature.split(',', 2);
    const given = Buffer.from(text, 'base64');
    return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
