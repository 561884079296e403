import { createHmac, randomBytes } from 'node:crypto';

/** The bytes of a secret: Standard Webhooks asks for 24 to 64. */
export const SECRET_BYTES = 32;

const PREFIX = 'whsec_';

/** Returns a new secret. */
export function createSecret(): Uint8Array {
  return randomBytes(SECRET_BYTES);
}

/** Formats a secret as receivers get it: `whsec_` and base64. */
export function formatSecret(secret: Uint8Array): string {
  return PREFIX + Buffer.from(secret).toString('base64');
}

/** What is signed of one attempt. */
export interface SignedContent {
  /** Names the event, the same in every attempt. It contains no full stop. */
  readonly id: string;
  /** When the attempt was made, unix seconds. */
  readonly timestamp: number;
  /** The bytes that are sent, as text. */
  readonly body: string;
}

/**
 * Returns the three headers of an attempt (Standard Webhooks 1.0.0, "Webhook headers"): each secret signs `id.timestamp.body` with
 * HMAC-SHA256, so that a receiver can change from one to the next.
 */
export function signHeaders(content: SignedContent, secrets: readonly Uint8Array[]): Record<string, string> {
  const { id, timestamp, body } = content;
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
