import type { SecretBox } from './secret-box.ts';

/** What a server offers to parties that want webhooks. */
export interface WebhookOffer {
  readonly box: SecretBox;
  /** Whether http is allowed, and addresses that are not of the public Internet. */
  readonly allowsPrivate: boolean;
  /** Webhooks of one party. */
  readonly perParty: number;
}
