import type { Pool } from 'pg';
import { readEvents } from '../../db/events/events.ts';
import { withTransaction } from '../../db/pool.ts';
import { keepLastAttempts, storeAttempt } from '../../db/webhooks/attempts.ts';
import { deleteMessage, listMessages, type Message } from '../../db/webhooks/messages.ts';
import { storeProgress, type Turn } from '../../db/webhooks/turns.ts';
import { messageOfEvent } from './event-message.ts';
import { openReceiver, type Outcome, type Receiver, type SendingRules } from './post-event.ts';
import { RESOLVE_SECONDS } from './resolve-host.ts';
import { choosePause } from './retry-pause.ts';
import type { SecretBox } from './secret-box.ts';
import { signHeaders } from './webhook-signature.ts';

/** What delivering works with. */
export interface DeliveryDeps {
  readonly pool: Pool;
  readonly box: SecretBox;
  readonly rules: SendingRules;
  /** Seconds: the longest pause between two attempts, and after how long a webhook gets nothing more. */
  readonly retry: { readonly longest: number; readonly giveUpAfter: number };
  /** Unix seconds. */
  readonly now: () => number;
  /** Aborted when the process stops: an attempt that has begun is broken off, and sent again later under the same id. */
  readonly signal: AbortSignal;
}

/** Milliseconds after which a turn ends, so that others get theirs. */
const TURN = 20_000;
/** Events that are read at once. */
const CHUNK = 100;
/** Attempts that are kept of each webhook. */
const KEPT = 10_000;
/** Seconds by which a lease is longer than the answer to an attempt can take: for the host's name, and for the database. */
const MARGIN = RESOLVE_SECONDS + 10;

/** Returns the seconds for which a process has a webhook for itself, unless it renews its lease after an attempt. */
export function leaseSeconds({ timeout }: SendingRules): number {
  return timeout + MARGIN;
}

/**
 * Delivers to a webhook for one turn: a message that waits, or else events in their order, each after the one before was answered with 2xx. A
 * crash after an attempt and before it is stored leads to another attempt with the same id. `mark` names the order of events.
 */
export async function deliver(deps: DeliveryDeps, turn: Turn, mark: string): Promise<void> {
  const sender = openSender(deps, turn);
  try {
    const isSent = await sendMessage(deps, turn, sender);
    if (!isSent && turn.isDue) await sendEvents(deps, turn, mark, sender);
    if (sender.attempts() > 0) await keepLastAttempts(deps.pool, turn.id, KEPT);
  } finally {
    sender.close();
  }
}

/** Sends the oldest message that waits, once; returns whether there was one. */
async function sendMessage({ pool }: DeliveryDeps, turn: Turn, { send }: Sender): Promise<boolean> {
  const [message] = await listMessages(pool, turn.id);
  if (message === undefined) return false;
  const tried = await send(message);
  if (tried === null) return true;
  await withTransaction(pool, async (client) => {
    if (await deleteMessage(client, message)) await storeAttempt(client, turn.id, tried);
  });
  return true;
}

async function sendEvents(deps: DeliveryDeps, turn: Turn, mark: string, { send }: Sender): Promise<void> {
  const { pool, retry, rules } = deps;
  const end = performance.now() + TURN;
  const kept = { giveUpAfter: retry.giveUpAfter, isGone: false };
  let { position, failures } = turn;
  while (performance.now() < end) {
    const part = await readEvents(pool, position, CHUNK, turn.filter);
    for (const event of part.events) {
      const tried = await send(messageOfEvent(mark, event));
      if (tried === null) return;
      const isDelivered = isSuccess(tried);
      if (isDelivered) position = event.position;
      failures = isDelivered ? 0 : failures + 1;
      const pause = isDelivered ? 0 : choosePause(failures, retry.longest, { wish: tried.wish });
      const progress = { ...kept, position, failures, pause, isGone: tried.status === 410 };
      const goesOn = await withTransaction(pool, async (client) => {
        await storeAttempt(client, turn.id, tried);
        return storeProgress(client, turn, progress, leaseSeconds(rules));
      });
      if (!goesOn || !isDelivered || performance.now() >= end) return;
    }
    if (part.position <= position && part.events.length === 0) return;
    if (part.position <= position) continue;
    position = part.position;
    if (!(await storeProgress(pool, turn, { ...kept, position, failures, pause: 0 }, leaseSeconds(rules))))
      return;
  }
}

function isSuccess({ status }: Outcome): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** An attempt that was made. */
type Tried = Outcome & Message & { readonly attemptedAt: number; readonly milliseconds: number };

/** Makes attempts in one turn. */
interface Sender {
  /** Makes an attempt; returns null if the process stopped meanwhile. */
  readonly send: (message: Message) => Promise<Tried | null>;
  readonly attempts: () => number;
  close(): void;
}

/** The host is resolved once in a turn, at its first attempt. */
function openSender({ box, rules, now, signal }: DeliveryDeps, turn: Turn): Sender {
  let receiver: Receiver | null = null;
  let attempts = 0;
  const post = async ({ message: id, body }: Message): Promise<Outcome> => {
    try {
      const secrets = turn.secrets.map((secret) => decrypt(box, secret, turn.id));
      receiver ??= await openReceiver(new URL(turn.url), rules, signal);
      return await receiver.post(body, signHeaders({ id, timestamp: now(), body }, secrets), signal);
    } catch (error) {
      return {
        status: null,
        error: error instanceof Error ? error.message : String(error),
        answer: '',
        wish: 0,
      };
    }
  };
  return {
    async send(message) {
      const [start, attemptedAt] = [performance.now(), now()];
      const outcome = await post(message);
      if (signal.aborted) return null;
      attempts++;
      return { ...message, ...outcome, attemptedAt, milliseconds: Math.round(performance.now() - start) };
    },
    attempts: () => attempts,
    close: () => receiver?.close(),
  };
}

function decrypt(box: SecretBox, secret: Uint8Array, webhook: string): Uint8Array {
  try {
    return box.decrypt(secret, webhook);
  } catch (cause) {
    throw new Error('the server has another key than the one that encrypted the secret: rotate the secret', {
      cause,
    });
  }
}
