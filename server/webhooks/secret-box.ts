import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts the secrets of webhooks before they are stored, and decrypts them to sign. */
export interface SecretBox {
  /** Encrypts the secret of a webhook: nonce, tag and ciphertext of AES-256-GCM. */
  encrypt(secret: Uint8Array, webhook: string): Uint8Array;
  /** Decrypts it. @throws Error if it was encrypted with another key, or for another webhook */
  decrypt(stored: Uint8Array, webhook: string): Uint8Array;
}

/** Opens a box with a key of 32 bytes. The id of the webhook is authenticated: a secret that is copied to another row is refused. */
export function openSecretBox(key: Uint8Array): SecretBox {
  return {
    encrypt(secret, webhook) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(webhook));
      const text = Buffer.concat([cipher.update(secret), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    decrypt(stored, webhook) {
      const bytes = Buffer.from(stored);
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(webhook))
        .setAuthTag(tag);
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}
