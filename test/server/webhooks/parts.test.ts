import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choosePause } from '../../../server/webhooks/retry-pause.ts';
import { openSecretBox } from '../../../server/webhooks/secret-box.ts';
import { createSecret, formatSecret, signHeaders } from '../../../server/webhooks/webhook-signature.ts';

describe('signHeaders', () => {
  // The example of the reference libraries of Standard Webhooks (tests of standard-webhooks/libraries).
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const content = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1614265330, body: '{"test": 2432232314}' };

  it('gives the signature that Standard Webhooks publishes', () => {
    expect(signHeaders(content, [secret])).toEqual({
      'webhook-id': content.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('signs with each secret, separated by spaces', () => {
    const { 'webhook-signature': both = '' } = signHeaders(content, [createSecret(), secret]);
    expect(both.split(' ')).toHaveLength(2);
    expect(both.split(' ')[1]).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('formats secrets of 32 bytes with their prefix', () => {
    expect(formatSecret(secret)).toBe('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
    expect(createSecret()).toHaveLength(32);
  });
});

describe('choosePause', () => {
  it('doubles from 5 seconds up to the longest, and is up to a quarter shorter', () => {
    const pauses = [1, 2, 3, 4, 100].map((failures) => choosePause(failures, 30, { random: 0 }));
    expect(pauses).toEqual([5, 10, 20, 30, 30]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const [longest, pause] = [
            choosePause(failures, 21_600, { random: 0 }),
            choosePause(failures, 21_600, { random }),
          ];
          expect(pause).toBeLessThanOrEqual(longest);
          expect(pause).toBeGreaterThanOrEqual(longest * 0.75);
        },
      ),
    );
  });

  it('waits as long as the receiver asks, up to the longest', () => {
    expect(choosePause(1, 100, { wish: 60, random: 0 })).toBe(60);
    expect(choosePause(1, 100, { wish: 999_999, random: 0 })).toBe(100);
    expect(choosePause(5, 100, { wish: 1, random: 0 })).toBe(80);
  });
});

describe('A secret box', () => {
  it('decrypts what it encrypted, and nothing that was changed, moved or encrypted with another key', () => {
    const [box, secret] = [openSecretBox(randomBytes(32)), createSecret()];
    const stored = box.encrypt(secret, 'a');
    expect(Buffer.from(box.decrypt(stored, 'a'))).toEqual(Buffer.from(secret));
    expect(Buffer.from(stored).includes(Buffer.from(secret))).toBe(false);
    expect(box.encrypt(secret, 'a')).not.toEqual(stored);
    expect(() => box.decrypt(stored, 'b')).toThrow();
    expect(() => openSecretBox(randomBytes(32)).decrypt(stored, 'a')).toThrow();
    for (let at = 0; at < stored.length; at++) {
      const changed = Buffer.from(stored);
      changed[at]! ^= 1;
      expect(() => box.decrypt(changed, 'a'), String(at)).toThrow();
    }
    expect(() => box.decrypt(stored.subarray(0, 20), 'a')).toThrow();
  });
});
