import type { Webhook, WebhookAttempt } from '../../client/generated/openapi.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { formatTable, plainText } from './text-format.ts';

/** Returns a webhook as a row of a list: id, state, URL. */
export function rowOfWebhook({ id, state, url }: Webhook): string[] {
  return [id, state, plainText(url)];
}

/** Returns what a webhook is sent, and whether that succeeds. */
export function formatWebhook(webhook: Webhook): string {
  const { id, party, url, types, kinds, parties, addressees, createdAt } = webhook;
  const list = (items: readonly string[] | null): string => items?.map(plainText).join(', ') ?? 'all';
  return formatTable([
    ['webhook', id],
    ['party', party],
    ['url', plainText(url)],
    ['state', describeState(webhook)],
    ['types', list(types)],
    ['kinds', list(kinds)],
    ['parties', list(parties)],
    ['meant for', addressees === null ? 'anyone' : list(addressees)],
    ['added', formatTime(createdAt)],
  ]);
}

function describeState({ state, failures, failingSince, retryAt, formerSecretUntil }: Webhook): string {
  const since = failingSince === null ? '' : ` since ${formatTime(failingSince)}`;
  const parts = [
    state,
    failures === 0 ? '' : `${failures} failed${since}`,
    retryAt === null ? '' : `next attempt ${formatTime(retryAt)}`,
    formerSecretUntil === null ? '' : `the secret before signs too until ${formatTime(formerSecretUntil)}`,
  ];
  return parts.filter((part) => part !== '').join('; ');
}

/** Returns an attempt as a row of the log: id, when, type, what was answered, `webhook-id`. */
export function rowOfAttempt(attempt: WebhookAttempt): string[] {
  const { id, attemptedAt, type, message, milliseconds } = attempt;
  return [
    String(id),
    formatTime(attemptedAt),
    plainText(type),
    plainText(message),
    `${describeAnswer(attempt)}, ${milliseconds} ms`,
  ];
}

function describeAnswer({ status, error, answer }: WebhookAttempt): string {
  if (status === null) return plainText(error ?? 'no answer');
  return answer === '' ? String(status) : `${status} ${plainText(answer.slice(0, 80))}`;
}
