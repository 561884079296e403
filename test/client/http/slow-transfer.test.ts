import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Api } from '../../../client/http/api.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { sendDocument } from '../../../client/http/transfer-document.ts';

/** More than a transfer tries without progress. */
const CUTS = 10;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('a blob whose pieces are cut off is sent as long as the server holds more of it each time', async () => {
  const document = new Blob([new Uint8Array(CUTS)]);
  let received = 0;
  const putBytes = (_path: string, { range }: { readonly range: string }): Promise<unknown> => {
    if (range.startsWith('bytes */')) return Promise.resolve({ received, isComplete: received === CUTS });
    received += 1;
    return Promise.reject(new ApiError(0, 'server-unreachable', 'the connection was cut'));
  };
  const retried = vi.fn();
  const sending = sendDocument(
    { putBytes } as unknown as Api,
    { sha256: '00'.repeat(32), size: CUTS },
    document,
    { onBytes: () => {}, onRetry: retried },
  );
  await vi.runAllTimersAsync();
  expect(await sending).toBe(true);
  expect(retried).toHaveBeenCalledTimes(CUTS);
});
